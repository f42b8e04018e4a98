package symbolic

import (
	"slices"
	"strings"

	"sightline/iam/authz"
)

// A Request is one element of the set: an example.
type Request struct {
	Caller   Caller
	Action   string
	Resource string
	// Context holds the condition keys that the request carries beside those
	// that follow from an AWS caller; all others are absent.
	Context []ContextValue
}

// A ContextValue is one condition key of a request.
type ContextValue struct {
	Key    string // as a policy writes it
	Multi  bool
	Values []string
}

// witness writes down one request of a region.
func (p *Problem) witness(r [][]lit, c *caller, work *budget) Answer {
	show := func(dim int) []string { return p.values(dim, r[dim], work) }
	out := &Request{Caller: c.Caller, Action: p.likelyAction(r[dimAction], show(dimAction)[0])}
	out.Resource = p.likelyResource(r[dimResource], out.Action, show(dimResource)[0])
	if c.open {
		out.Caller.Text = p.likelyCaller(r[dimCaller], show(dimCaller)[0])
	}
	a := Answer{Verdict: Witness, Request: out}
	for i := dimKeys; i < len(p.dims); i++ {
		d := p.dims[i]
		values := show(i)
		if values == nil {
			continue
		}
		out.Context = append(out.Context, ContextValue{d.name, d.multi, values})
		if p.options.Unsure != nil && p.options.Unsure(authz.FoldKey(d.name)) {
			a.Verdict, a.Assumed = Conditional, append(a.Assumed, d.name)
		}
	}
	return a
}

// values gives the values that fill a dimension; nil if the key is absent.
func (p *Problem) values(dim int, lits []lit, work *budget) []string {
	d := p.dims[dim]
	f := d.fill(&p.languages, lits, work, work.left)
	if f.absent {
		return nil
	}
	var out []string
	for _, v := range f.values {
		t := d.values.show(v, func(int) string { return "" })
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// meets tells whether a text may stand in a dimension of strings.
func (p *Problem) meets(dim int, lits []lit, value string) bool {
	word := units(value)
	in := func(l *language) bool {
		return slices.ContainsFunc(l.alts, func(a *alternative) bool { return a.matches(under, word) })
	}
	d := p.dims[dim]
	if !in(d.values.all) {
		return false
	}
	for _, l := range lits {
		if e := d.atoms[l.index()].of; in(e.lang) == e.negated == l.holds() {
			return false
		}
	}
	return true
}

// likelyAction prefers an action that exists, as AWS spells it.
func (p *Problem) likelyAction(lits []lit, action string) string {
	if p.options.ActionsLike == nil || p.options.KnownActions != nil {
		return action
	}
	patterns := []string{action}
	for _, l := range lits {
		if e := p.dims[dimAction].atoms[l.index()].of; l.holds() && len(e.lang.alts) == 1 {
			patterns = append(patterns, e.lang.alts[0].glob())
		}
	}
	for _, pattern := range patterns {
		names := p.options.ActionsLike(pattern)
		for _, name := range names[:min(len(names), 200)] {
			if p.meets(dimAction, lits, name) {
				return name
			}
		}
	}
	return action
}

// glob writes an alternative as a pattern.
func (a *alternative) glob() string {
	var b strings.Builder
	for i, s := range a.sym {
		if a.loop[i] != loopNone {
			b.WriteByte('*')
		}
		switch {
		case s >= 0 && s < symNot:
			b.WriteString(text([]letter{s & unitMask}, nil))
		case s != symEnd:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// likelyResource prefers the resource that the policies hang on, and ARNs that
// look like some.
func (p *Problem) likelyResource(lits []lit, action, resource string) string {
	service, _, _ := strings.Cut(action, ":")
	service = strings.ToLower(service)
	for _, r := range []string{
		p.options.Resource, p.options.Resource + "/example",
		"arn:aws:s3:::example", "arn:aws:s3:::example/key",
		"arn:aws:" + service + ":us-east-1:111122223333:example",
		"arn:aws:" + service + ":us-east-1:111122223333:example/example",
	} {
		if strings.HasPrefix(r, "arn:aws:s3:") && service != "s3" && r != p.options.Resource {
			continue
		}
		if p.meets(dimResource, lits, r) {
			return r
		}
	}
	return resource
}

// likelyCaller prefers the partition that most policies are about, an account
// id that looks like one, and a user.
func (p *Problem) likelyCaller(lits []lit, caller string) string {
	parts := strings.SplitN(caller, ":", 6)
	accounts := []string{parts[4], "999999999999", "888888888888", "777777777777"}
	if len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "" {
		accounts = append(accounts[1:], parts[4])
	}
	for _, partition := range []string{"aws", parts[1]} {
		for _, account := range accounts {
			for _, rest := range []string{"iam::" + account + ":user/example", "iam::" + account + ":role/example", parts[2] + "::" + account + ":" + parts[5]} {
				c := "arn:" + partition + ":" + rest
				if p.meets(dimCaller, lits, c) {
					return c
				}
			}
		}
	}
	return caller
}
