package glob_test

import (
	"math/rand/v2"
	"testing"

	"sightline/iam/glob"
)

// MatchParts and Join are two ways to the same answer.
func TestMatchPartsAgreesWithJoin(t *testing.T) {
	texts := []string{"a", "b", "A", "*", "?", "**", "a*", "*b", "?a", "", "é", "K", "\u212a", "😀", "ab*ba"}
	rng := rand.New(rand.NewPCG(3, 4))
	matched := 0
	for range 300_000 {
		parts := make([]glob.Part, rng.IntN(5))
		for i := range parts {
			parts[i] = glob.Part{Text: texts[rng.IntN(len(texts))], Literal: rng.IntN(3) == 0}
		}
		s := ""
		for range rng.IntN(6) {
			s += texts[rng.IntN(len(texts))]
		}
		want := glob.Join(parts...).Match(s)
		if got := glob.MatchParts(parts, s, false); got != want {
			t.Fatalf("%+v against %q: %v, want %v", parts, s, got, want)
		}
		if want && !glob.MatchParts(parts, s, true) {
			t.Fatalf("%+v matches %q, but not without regard to case", parts, s)
		}
		if want {
			matched++
		}
	}
	if matched < 1000 {
		t.Errorf("only %d matches", matched)
	}
}

func TestMatchPartsFolds(t *testing.T) {
	parts := []glob.Part{{Text: "Blue-"}, {Text: "TEAM*", Literal: true}}
	if !glob.MatchParts(parts, "bLUE-team*", true) || glob.MatchParts(parts, "blue-teams", true) || glob.MatchParts(parts, "blue-team*", false) {
		t.Error("case or the literal star was read wrong")
	}
}

func TestMatchPartsDoesNotAllocate(t *testing.T) {
	parts := []glob.Part{{Text: "arn:aws:s3:::home/"}, {Text: "alice", Literal: true}, {Text: "/*"}}
	if n := testing.AllocsPerRun(100, func() { glob.MatchParts(parts, "arn:aws:s3:::home/alice/x", false) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
