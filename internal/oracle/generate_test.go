package oracle

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

func TestGenerateIsDeterminedByItsSeed(t *testing.T) {
	one, same, other := random(1), random(1), random(2)
	differ := false
	for range 500 {
		a, b, c := Generate(one), Generate(same), Generate(other)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("the same seed gave two cases:\n%+v\n%+v", a, b)
		}
		differ = differ || !reflect.DeepEqual(a, c)
	}
	if !differ {
		t.Error("another seed gave the same cases")
	}
}

func TestDistribution(t *testing.T) {
	const n = 50_000
	rng := random(3)
	var d Distribution
	for range n {
		c := Generate(rng)
		d.Add(c, Decide(c))
	}
	t.Log(d.Table())
	for _, s := range d.Shortfalls() {
		t.Error(s)
	}
}

func TestShortfallsNamesWhatIsMissing(t *testing.T) {
	var d, sum Distribution
	c := Generate(random(4))
	d.Add(c, Decide(c))
	sum.Merge(&d)
	sum.Merge(&d)
	if sum.Cases != 2 || len(sum.Shortfalls()) == 0 {
		t.Errorf("two cases cannot cover everything: %d cases, shortfalls %v", sum.Cases, sum.Shortfalls())
	}
}

// A generated case must survive its own JSON form, or the two procedures would
// be asked different questions.
func TestGeneratedCasesRoundTrip(t *testing.T) {
	rng := random(5)
	for range 3000 {
		c := complete(Generate(rng))
		data, err := Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Case
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		if again, _ := Marshal(back); string(again) != string(data) || Decide(back) != c.Expect {
			t.Fatalf("the case read back differs: %+v, not %+v\n%s\n%s", Decide(back), c.Expect, data, again)
		}
	}
}

// Generated documents stay inside the grammar.
func TestGeneratedStatementsAreWellFormed(t *testing.T) {
	rng := random(6)
	for range 5000 {
		c := Generate(rng)
		for _, doc := range allDocuments(c) {
			for _, s := range doc.Statement {
				if (s.Action == nil) == (s.NotAction == nil) || s.Resource != nil && s.NotResource != nil || s.Principal != nil && s.NotPrincipal != nil {
					t.Fatalf("malformed statement %+v", s)
				}
			}
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	rng := random(8)
	for b.Loop() {
		Generate(rng)
	}
}

func BenchmarkGenerateAndDecide(b *testing.B) {
	rng := random(8)
	for b.Loop() {
		Decide(Generate(rng))
	}
}
