// Package storetest proves that a backend keeps the laws of package store.
// Every backend runs it in its own tests:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) store.Store { return memory.New() })
//	}
//
// A backend that outlives the process also calls RunDurable. Each subtest's
// name is the sentence that it proves.
package storetest

import (
	"testing"

	"sightline/store"
)

// An Opener returns a new, empty store. The suite closes it.
type Opener func(t testing.TB) store.Store

// Run proves every law that holds for all stores.
func Run(t *testing.T, open Opener) {
	for _, group := range []struct {
		name string
		laws []law
	}{
		{"saving", saving},
		{"failing", failing},
		{"reading", reading},
		{"order", order},
		{"lookup", lookup},
		{"deleting", deleting},
		{"together", together},
		{"closing", closing},
		{"saving findings", findingSaving},
		{"looking up findings", findingLookup},
		{"listing findings", findingLists},
		{"analyzers", analyzers},
	} {
		t.Run(group.name, func(t *testing.T) { runLaws(t, open, group.laws) })
	}
}

// RunDurable proves that a store opened again holds what was saved. place
// makes one new, empty place and returns the function that opens it, each time
// with the content that the place has then.
func RunDurable(t *testing.T, place func(t testing.TB) (open func() store.Store)) {
	for _, l := range durable {
		t.Run(l.sentence, func(t *testing.T) { l.prove(t, place(t)) })
	}
}

// A law is one sentence about a store and its proof on an empty one.
type law struct {
	sentence string
	prove    func(b *bench)
}

func runLaws(t *testing.T, open Opener, laws []law) {
	for _, l := range laws {
		t.Run(l.sentence, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { _ = s.Close() })
			l.prove(newBench(t, s))
		})
	}
}
