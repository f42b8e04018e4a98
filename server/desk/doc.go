// Package desk is the one place where analyzers and findings are worked with:
// command line and server do everything to them through it. It wires the store,
// package finding, which decides what becomes of a finding, and package analyze,
// which says what exists.
//
//	d := desk.New(desk.Options{Store: st, Now: time.Now})
//	counts, err := d.Analyze(ctx, snapshot)
//	page, err := d.Findings(ctx, desk.Query{Filter: filter})
//
// Several processes may work on one store at once. Whatever was changed since
// it was read is read again and decided again, so that neither an analysis nor a
// person loses what the other did.
package desk
