package arn_test

import (
	"math/rand/v2"
	"testing"

	"sightline/iam/arn"
	"sightline/iam/glob"
)

// MatchParts and ParsePatternParts are two ways to the same answer.
func TestMatchPartsAgreesWithParsePatternParts(t *testing.T) {
	texts := []string{"arn", "aws", ":", "::", "*", "**", "?", "", "s3", ":::", "a", "arn:aws:s3:::", "arn:aws:iam::111122223333:role/", "é", "😀"}
	values := []string{"arn:aws:s3:::a", "arn:aws:s3:::", "arn:aws:iam::111122223333:role/a:b", "a", "", "arn:aws", "arn:aws:s3:::é", "arn:*:s3:::a", "arn:aws:s3:::😀"}
	rng := rand.New(rand.NewPCG(1, 2))
	matched := 0
	for range 200_000 {
		parts := make([]glob.Part, rng.IntN(6))
		for i := range parts {
			parts[i] = glob.Part{Text: texts[rng.IntN(len(texts))], Literal: rng.IntN(3) == 0}
		}
		value := values[rng.IntN(len(values))]
		p, wantOK := arn.ParsePatternParts(parts)
		got, ok := arn.MatchParts(parts, value)
		if ok != wantOK || ok && got != p.Match(value) {
			t.Fatalf("%+v against %q: %v, %v; want %v, %v", parts, value, got, ok, p.Match(value), wantOK)
		}
		if got {
			matched++
		}
	}
	if matched < 100 {
		t.Errorf("only %d matches", matched)
	}
}
