package trial

import (
	"fmt"
	"testing"
)

const defaultWorlds = 40

// TestWorlds holds all ways of asking against each other, over small random
// organizations. A disagreement is printed with its seed and with what is left
// of its world when nothing more can be taken out.
//
//	SIGHTLINE_WORLDS=400 SIGHTLINE_SEED=1 go test ./internal/trial -run TestWorlds -v
func TestWorlds(t *testing.T) {
	worlds, from := setting(t, "SIGHTLINE_WORLDS", defaultWorlds), setting(t, "SIGHTLINE_SEED", 1)
	all := newTally()
	t.Run("seed", func(t *testing.T) {
		for seed := from; seed < from+worlds; seed++ {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				s := &session{t: t, seed: uint64(seed), seen: newTally(), all: all, shown: make(map[string]bool)}
				s.try()
			})
		}
	})
	t.Log("\n" + all.table())
	if worlds < defaultWorlds {
		return // too few to meet everything
	}
	for _, name := range all.missing() {
		t.Errorf("%s never occurs: the worlds fall short", name)
	}
}

// A session is one world under trial.
type session struct {
	t    *testing.T
	seed uint64
	// seen counts for this world, all for the whole run.
	seen, all *tally
	shown     map[string]bool // laws that failed here already
}

// try asks every principal of one world every question.
func (s *session) try() {
	w := drawWorld(s.seed, s.seen.count)
	built, err := w.build()
	if err != nil {
		s.t.Fatalf("seed %d: %v\n%s", s.seed, err, w)
	}
	c := newCourt(built)
	for _, p := range c.principals() {
		for _, asked := range questions() {
			if r := c.rule(p, asked); r != nil {
				s.seen.rule(r)
				s.hold(r)
			}
		}
		s.seen.answers(c, p)
	}
	for _, err := range c.failures {
		s.t.Errorf("seed %d: %v", s.seed, err)
	}
	s.all.merge(s.seen)
}

// hold holds every law against one decision, and reports the first failure of
// each law.
func (s *session) hold(r *ruling) {
	for _, l := range laws() {
		text := l.check(r)
		s.seen.count["law: "+l.name]++
		if text != "" && !s.shown[l.name] {
			s.shown[l.name] = true
			s.t.Error(report(s.seed, l, r, text, s.all.firstOf(l.name)))
		}
	}
}

// report describes a disagreement by the least world that still shows it.
// Where the same law failed often before, the world is not cut down.
func report(seed uint64, l law, r *ruling, text string, cut bool) string {
	said := fmt.Sprintf("seed %d, law %q: %s %s on %s: decided %s, but %s", seed, l.name, r.p.ARN, r.action, r.where, r.decision, text)
	if !cut {
		return said
	}
	w := drawWorld(seed, make(map[string]int))
	w.shrink(func(w *world) bool {
		again := w.rule(r.p.ARN, r.question)
		return again != nil && again.decision == r.decision && l.check(again) == text
	})
	return said + "\nleft of the world:\n" + w.String()
}

// rule asks a fresh court; nil if the world does not hold together.
func (w *world) rule(principal string, asked question) *ruling {
	s, err := w.build()
	if err != nil {
		return nil
	}
	p, err := s.FindPrincipal(principal)
	if err != nil {
		return nil
	}
	return newCourt(s).rule(p, asked)
}
