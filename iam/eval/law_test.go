package eval_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/oracle"
)

// answer is what order and spelling must not change.
func answer(t *testing.T, c oracle.Case) (authz.Decision, authz.Layer) {
	stack, req := question(t, c)
	decide(t, stack, req)
	e := eval.Evaluate(stack, req)
	return e.Decision, e.DecidedBy
}

// TestOrderIsWithoutMeaning: policies, statements, listed values, actions and
// values of a key may stand in any order. Operators and keys are maps.
func TestOrderIsWithoutMeaning(t *testing.T) {
	eachRandomCase(t, func(rng *rand.Rand, c oracle.Case) {
		before, by := answer(t, c)
		was := text(c)
		shuffle(rng, &c)
		if after, now := answer(t, c); after != before || now != by {
			t.Errorf("%s by %q, but %s by %q in another order\n%s", before, by, after, now, was)
		}
	})
}

func shuffle(rng *rand.Rand, c *oracle.Case) {
	p := &c.Policies
	mix(rng, p.Identity)
	mix(rng, p.Session)
	mix(rng, p.SCP)
	mix(rng, p.RCP)
	mix(rng, p.Grants)
	for _, l := range slices.Concat(p.SCP, p.RCP) {
		mix(rng, l.Policies)
	}
	for _, value := range c.Request.Context {
		mix(rng, value.Texts)
	}
	for _, d := range documents(c) {
		mix(rng, d.Statement)
		for _, s := range d.Statement {
			shuffleStatement(rng, s)
		}
	}
}

func shuffleStatement(rng *rand.Rand, s oracle.Statement) {
	for _, list := range []oracle.List{s.Action, s.NotAction, s.Resource, s.NotResource} {
		mix(rng, list)
	}
	for _, tests := range s.Condition {
		for _, listed := range tests {
			mix(rng, listed)
		}
	}
	for _, names := range []*oracle.Names{s.Principal, s.NotPrincipal} {
		if names != nil {
			for _, list := range names.Types {
				mix(rng, list)
			}
		}
	}
}

func mix[E any](rng *rand.Rand, list []E) {
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// An addition puts one more policy or statement into a case; ok is false where
// there is no place for it.
type addition struct {
	name string
	into func(rng *rand.Rand, c *oracle.Case, from oracle.Case) (ok bool)
	// takes and gives tell what the addition may do to an Allowed.
	takes, gives bool
}

func additions() []addition {
	return []addition{
		{"a Deny in some document", addDeny, true, false},
		{"an Allow in an identity policy", addAllow, false, true},
		{"an SCP level", func(_ *rand.Rand, c *oracle.Case, from oracle.Case) bool {
			c.Policies.SCP = append(c.Policies.SCP, from.Policies.SCP...)
			return true
		}, true, false},
		{"an RCP level", func(_ *rand.Rand, c *oracle.Case, from oracle.Case) bool {
			c.Policies.RCP = append(c.Policies.RCP, from.Policies.RCP...)
			return true
		}, true, false},
		{"a boundary", func(_ *rand.Rand, c *oracle.Case, from oracle.Case) bool {
			if c.Policies.Boundary != nil || c.Policies.Identity == nil {
				return false
			}
			c.Policies.Boundary = from.Policies.Boundary
			return true
		}, true, false},
		{"an endpoint policy", func(_ *rand.Rand, c *oracle.Case, from oracle.Case) bool {
			if c.Policies.Endpoint != nil {
				return false
			}
			c.Policies.Endpoint = from.Policies.Endpoint
			return true
		}, true, false},
		{"a grant", func(_ *rand.Rand, c *oracle.Case, from oracle.Case) bool {
			c.Policies.Grants = append(c.Policies.Grants, from.Policies.Grants...)
			return true
		}, false, true},
	}
}

// addDeny takes some statement of another case and makes a Deny of it. Where a
// Principal is asked for, it names everybody.
func addDeny(rng *rand.Rand, c *oracle.Case, from oracle.Case) bool {
	s, ok := someStatement(rng, from)
	docs := documents(c)
	if !ok || len(docs) == 0 {
		return false
	}
	s.Effect, s.Principal, s.NotPrincipal = "Deny", &oracle.Names{Everybody: true}, nil
	d := docs[rng.IntN(len(docs))]
	d.Statement = append(slices.Clone(d.Statement), s)
	return true
}

func addAllow(rng *rand.Rand, c *oracle.Case, from oracle.Case) bool {
	s, ok := someStatement(rng, from)
	if !ok || len(c.Policies.Identity) == 0 {
		return false
	}
	s.Effect, s.Principal, s.NotPrincipal = "Allow", nil, nil
	d := &c.Policies.Identity[rng.IntN(len(c.Policies.Identity))].Document
	d.Statement = append(slices.Clone(d.Statement), s)
	return true
}

func someStatement(rng *rand.Rand, c oracle.Case) (oracle.Statement, bool) {
	docs := documents(&c)
	if len(docs) == 0 {
		return oracle.Statement{}, false
	}
	list := docs[rng.IntN(len(docs))].Statement
	if len(list) == 0 {
		return oracle.Statement{}, false
	}
	return list[rng.IntN(len(list))], true
}

// TestAdditions: what forbids never gives, what grants never takes.
func TestAdditions(t *testing.T) {
	for _, a := range additions() {
		t.Run(a.name, func(t *testing.T) {
			eachRandomCase(t, func(rng *rand.Rand, c oracle.Case) {
				from := oracle.Generate(rng)
				before, was := read(t, c), text(c)
				if !a.into(rng, &c, from) {
					return
				}
				after := read(t, c)
				if after == authz.Allowed && before != authz.Allowed && !a.gives {
					t.Errorf("%s turns %s into Allowed\nbefore: %s\nafter: %s", a.name, before, was, text(c))
				}
				if before == authz.Allowed && after != authz.Allowed && !a.takes {
					t.Errorf("%s turns Allowed into %s\nbefore: %s\nafter: %s", a.name, after, was, text(c))
				}
			})
		})
	}
}

// TestSpellingIsWithoutMeaning: keys and actions ignore case, and a document
// that is written twice counts once.
func TestSpellingIsWithoutMeaning(t *testing.T) {
	eachRandomCase(t, func(rng *rand.Rand, c oracle.Case) {
		before, by := answer(t, c)
		was := text(c)
		respell(rng, &c)
		if after, now := answer(t, c); after != before || now != by {
			t.Errorf("%s by %q, but %s by %q spelled otherwise\nbefore: %s\nafter: %s", before, by, after, now, was, text(c))
		}
	})
}

func respell(rng *rand.Rand, c *oracle.Case) {
	c.Request.Action = recase(rng, c.Request.Action)
	c.Policies.Identity = append(c.Policies.Identity, c.Policies.Identity...)
	context := make(map[string]oracle.Value, len(c.Request.Context))
	for key, value := range c.Request.Context {
		context[recase(rng, key)] = value
	}
	c.Request.Context = context
	for _, d := range documents(c) {
		for _, s := range d.Statement {
			for _, list := range []oracle.List{s.Action, s.NotAction} {
				for i := range list {
					list[i] = recase(rng, list[i])
				}
			}
		}
	}
}

// recase changes the case of some ASCII letters.
func recase(rng *rand.Rand, text string) string {
	out := []byte(text)
	for i, b := range out {
		if letter := b | 0x20; 'a' <= letter && letter <= 'z' && rng.IntN(2) == 0 {
			out[i] ^= 0x20
		}
	}
	return string(out)
}
