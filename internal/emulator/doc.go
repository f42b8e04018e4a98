// Package emulator is the ground of the integration tests: it starts the AWS
// emulator, builds an organization in it over the wire, and stands between it
// and a client as a proxy that misbehaves on demand.
//
//	e := emulator.Start(t)                         // stopped when the test ends
//	w, err := emulator.Seed(ctx, e.Endpoint)       // an organization of six accounts
//	p, err := emulator.NewProxy(e.Endpoint)        // the same answers, or worse ones
//
// What is seeded is told by plan.go, as data, so that a test can compare all of
// it with what a scan found. Ids are different in every run.
package emulator
