package eval_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/oracle"
)

// hiding takes context keys out of a request: nothing is known of them. Open
// hides every key besides that neither the request nor a policy names.
type hiding struct {
	keys []string // folded
	open bool
}

// hide chooses the keys to hide. An open request hides all that it does not
// carry, save those that follow from it.
func hide(rng *rand.Rand, c oracle.Case, words *vocabulary) hiding {
	h := hiding{open: rng.IntN(3) == 0}
	for _, key := range words.keys {
		if rng.IntN(2) == 0 || h.open && !carries(c, key) && !derived(key) {
			h.keys = append(h.keys, authz.FoldKey(key))
		}
	}
	return h
}

func (h hiding) has(key string) bool { return slices.Contains(h.keys, authz.FoldKey(key)) }

// TestUndeterminedKeys is the law of the three-valued logic: a decision that
// was taken without some keys holds whatever their values are.
func TestUndeterminedKeys(t *testing.T) {
	var asked, decided atomic.Int64
	eachRandomCase(t, func(rng *rand.Rand, c oracle.Case) {
		words := vocabularyOf(&c)
		h := hide(rng, c, words)
		asked.Add(1)
		if h.try(t, rng, c, words) {
			decided.Add(1)
		}
	})
	if n := asked.Load(); !t.Failed() && decided.Load()*10 < n {
		t.Errorf("only %d of %d cases were decided: the law was hardly asked", decided.Load(), n)
	}
}

// try tells whether the case is decided without the hidden keys.
func (h hiding) try(t *testing.T, rng *rand.Rand, c oracle.Case, words *vocabulary) (decided bool) {
	stack, req := question(t, c)
	program := eval.New().Compile(stack)
	before := program.Explain(h.request(req))
	h.checkReasons(t, c, before)
	if before.Decision == authz.Unknown {
		return false
	}
	for range 12 {
		full := h.fill(rng, c, words)
		_, req := question(t, full)
		if after := program.Decide(req); !holds(before.Decision, after) {
			h.report(t, full)
			return true
		}
	}
	return true
}

// request gives the request without the hidden keys.
func (h hiding) request(req *authz.Request) *authz.Request {
	out := *req
	out.Context = req.Context.Clone()
	for _, key := range h.keys {
		out.Context.SetUndetermined(key)
	}
	if h.open {
		out.Context.Default = authz.Undetermined
	}
	return &out
}

// checkReasons: an open decision names keys that are open, a taken one none.
func (h hiding) checkReasons(t *testing.T, c oracle.Case, e authz.Explanation) {
	reasons := len(e.MissingContext) > 0 || sessionMatters(e)
	if len(e.MissingContext) > 0 && e.Decision != authz.Unknown || e.Decision == authz.Unknown && !reasons {
		t.Errorf("%s for want of %q without %q\n%s", e.Decision, e.MissingContext, h.keys, text(c))
	}
	for _, key := range e.MissingContext {
		if !h.open && !h.has(key) {
			t.Errorf("%q is missing, but it is known; hidden: %q\n%s", key, h.keys, text(c))
		}
	}
}

// sessionMatters: the name of the caller's session, which is no key, may decide.
func sessionMatters(e authz.Explanation) bool {
	return slices.ContainsFunc(e.Steps, func(s authz.Step) bool { return s.Reason == authz.ReasonPrincipalUnknown })
}

// fill gives the hidden keys values.
func (h hiding) fill(rng *rand.Rand, c oracle.Case, words *vocabulary) oracle.Case {
	out := c
	out.Request.Context = maps.Clone(c.Request.Context)
	maps.DeleteFunc(out.Request.Context, func(key string, _ oracle.Value) bool { return h.has(key) })
	for _, key := range words.keys {
		if value, ok := words.value(rng, key); ok && h.has(key) {
			out.Request.Context[key] = value
		}
	}
	return out
}

func carries(c oracle.Case, key string) bool {
	for have := range c.Request.Context {
		if strings.EqualFold(have, key) {
			return true
		}
	}
	return false
}

// derived tells of keys that follow from the request.
func derived(key string) bool {
	switch authz.FoldKey(key) {
	case "aws:principalarn", "aws:principalaccount", "aws:resourceaccount":
		return true
	default:
		return false
	}
}

func (h hiding) report(t *testing.T, c oracle.Case) {
	broken := func(c oracle.Case) bool {
		stack, req := question(t, c)
		program := eval.New().Compile(stack)
		return !holds(program.Decide(h.request(req)), program.Decide(req))
	}
	c = oracle.Minimise(c, broken)
	stack, req := question(t, c)
	program := eval.New().Compile(stack)
	t.Errorf("%s without the keys %q (open: %v), but %s with them\n%s",
		program.Decide(h.request(req)), h.keys, h.open, program.Decide(req), text(c))
}
