package glob

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A universe holds every string up to a length; languages in it are bit sets.
// One letter of the strings is in no pattern.
type universe []string

func allStrings(letters string, length int) universe {
	u := universe{""}
	for level := u; length > 0; length-- {
		var next universe
		for _, s := range level {
			for _, c := range letters {
				next = append(next, s+string(c))
			}
		}
		u, level = append(u, next...), next
	}
	return u
}

type language []uint64

func (u universe) language(ps ...Pattern) language {
	l := make(language, (len(u)+63)/64)
	for i, s := range u {
		for _, p := range ps {
			if p.Match(s) {
				l[i/64] |= 1 << (i % 64)
			}
		}
	}
	return l
}

func (l language) includes(o language) bool {
	for i := range l {
		if o[i]&^l[i] != 0 {
			return false
		}
	}
	return true
}

func (l language) and(o language) language {
	out := slices.Clone(l)
	for i := range out {
		out[i] &= o[i]
	}
	return out
}

func (l language) empty() bool { return !slices.ContainsFunc(l, func(w uint64) bool { return w != 0 }) }

// first is the place of the shortest string; the language must not be empty.
func (l language) first() int {
	for i, w := range l {
		if w != 0 {
			return i*64 + bits.TrailingZeros64(w)
		}
	}
	panic("empty language")
}

func checkPair(t *testing.T, u universe, p, q Pattern, lp, lq language) {
	t.Helper()
	both := lp.and(lq)
	if in, ok := Includes(p, q); !ok || in != lp.includes(lq) {
		t.Errorf("Includes(%q, %q) = %v, %v", p, q, in, ok)
	}
	if got := Overlaps(p, q); got == both.empty() {
		t.Errorf("Overlaps(%q, %q) = %v", p, q, got)
	}
	if p.Equal(q) != slices.Equal(lp, lq) {
		t.Errorf("Equal(%q, %q) = %v", p, q, p.Equal(q))
	}
	if e, ok := Intersect(p, q); ok && !(naive(p.text, e, false) && naive(q.text, e, false)) || ok == both.empty() {
		t.Errorf("Intersect(%q, %q) = %q, %v", p, q, e, ok)
	}
	e, ok := Intersect(p, q)
	if ok && !lp.includes(lq) && !lq.includes(lp) && len(e) != len(u[both.first()]) {
		t.Errorf("Intersect(%q, %q) = %q, but %q is shorter", p, q, e, u[both.first()])
	}
	checkMeet(t, u, p, q, both)
}

func checkMeet(t *testing.T, u universe, p, q Pattern, both language) {
	t.Helper()
	met, exact := Meet(p, q, 100)
	if !exact || !slices.Equal(u.language(met...), both) {
		t.Errorf("Meet(%q, %q) = %q, %v", p, q, met, exact)
	}
	for i, m := range met {
		for j, o := range met {
			if in, _ := Includes(m, o); in && i != j {
				t.Errorf("Meet(%q, %q) = %q: %q includes %q", p, q, met, m, o)
			}
		}
	}
	if near, exact := Meet(p, q, 1); !exact && !u.language(near...).includes(both) {
		t.Errorf("Meet(%q, %q) = %q is not above the intersection", p, q, near)
	}
}

// Every pair of patterns of up to three tokens.
func TestPairsExhaustively(t *testing.T) {
	u := allStrings("abc", 6)
	patterns := make([]Pattern, 0, 85)
	for _, s := range allStrings("ab?*", 3) {
		patterns = append(patterns, New(s))
	}
	languages := make([]language, len(patterns))
	for i, p := range patterns {
		languages[i] = u.language(p)
		if !naive(p.text, Example(p), false) {
			t.Errorf("Example(%q) = %q", p, Example(p))
		}
	}
	for i, p := range patterns {
		for j, q := range patterns {
			checkPair(t, u, p, q, languages[i], languages[j])
		}
	}
}

func randomPattern(r *rand.Rand, letters string, length int) Pattern {
	var b strings.Builder
	for range r.IntN(length + 1) {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return New(b.String())
}

func TestPairsAtRandom(t *testing.T) {
	u := allStrings("abc", 7)
	r := rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		p, q := randomPattern(r, "ab?**", 5), randomPattern(r, "ab?**", 5)
		checkPair(t, u, p, q, u.language(p), u.language(q))
	}
}

// Unions on the left, among them those that no single pattern decides.
func TestUnionsAtRandom(t *testing.T) {
	u := allStrings("abc", 7)
	r := rand.New(rand.NewPCG(3, 4))
	together := 0 // included by the union alone
	for range 4000 {
		ps := []Pattern{randomPattern(r, "a?*", 3), randomPattern(r, "a?*", 3), randomPattern(r, "b?*", 3)}
		q := randomPattern(r, "ab?*", 4)
		in, ok := IncludesAny(ps, q)
		if !ok || in != u.language(ps...).includes(u.language(q)) {
			t.Errorf("IncludesAny(%q, %q) = %v, %v", ps, q, in, ok)
		}
		single := slices.ContainsFunc(ps, func(p Pattern) bool { in, _ := Includes(p, q); return in })
		if in && !single {
			together++
		}
	}
	if together < 10 {
		t.Errorf("only %d inclusions needed the union", together)
	}
}

// The constructed common string must be right, too, where the shortest is not
// sought.
func TestCommonAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	met := 0
	for range 20_000 {
		p, q := randomPattern(r, "ab?*", 7), randomPattern(r, "ab?*", 7)
		toks, ok := common(p.program(), q.program())
		if ok != Overlaps(p, q) {
			t.Fatalf("common(%q, %q) = %v", p, q, ok)
		}
		if !ok {
			continue
		}
		met++
		if s := text(toks); !naive(p.text, s, false) || !naive(q.text, s, false) {
			t.Fatalf("common(%q, %q) = %q", p, q, s)
		}
	}
	if met < 1000 {
		t.Errorf("only %d pairs met", met)
	}
}
