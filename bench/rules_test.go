package main

import "testing"

// TestTheEnginesAgree: the first rows compare like with like only if both
// engines give the same answers, and answers of both kinds.
func TestTheEnginesAgree(t *testing.T) {
	for name, own := range map[string]bool{"plain": false, "policy-variables": true} {
		t.Run(name, func(t *testing.T) {
			e, err := newEvaluator(own)
			if err != nil {
				t.Fatal(err)
			}
			p, err := newPeer(own)
			if err != nil {
				t.Fatal(err)
			}
			allowed, err := agree(e, p)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(e.requests); allowed < n/4 || allowed > n*3/4 {
				t.Errorf("%d of %d requests are allowed, want about half", allowed, n)
			}
		})
	}
}

// TestEveryPolicyDecides: without any one policy fewer requests are allowed, so
// none is there for show.
func TestEveryPolicyDecides(t *testing.T) {
	for p := range policies {
		e, err := newEvaluator(true)
		if err != nil {
			t.Fatal(err)
		}
		before := e.decide(len(e.requests))
		e.stack.Identity = append(e.stack.Identity[:p:p], e.stack.Identity[p+1:]...)
		if after := e.evaluate(len(e.requests)); after >= before {
			t.Errorf("without policy %d still %d requests are allowed, with it %d", p, after, before)
		}
	}
}
