package glob

import (
	"testing"
	"unicode/utf16"
)

// naive is the definition of matching: recursive, over UTF-16 units, memoised.
func naive(pattern, s string, fold bool) bool {
	p, u := utf16.Encode([]rune(pattern)), utf16.Encode([]rune(s))
	done := map[[2]int]bool{}
	var match func(i, j int) bool
	match = func(i, j int) bool {
		if i == len(p) {
			return j == len(u)
		}
		key := [2]int{i, j}
		if v, ok := done[key]; ok {
			return v
		}
		var v bool
		switch {
		case p[i] == '*':
			v = match(i+1, j) || j < len(u) && match(i, j+1)
		case j < len(u):
			same := p[i] == u[j] || fold && lowerUnit(p[i]) == lowerUnit(u[j])
			v = (p[i] == '?' || same) && match(i+1, j+1)
		}
		done[key] = v
		return v
	}
	return match(0, 0)
}

func lowerUnit(u uint16) uint16 {
	if u < 0x80 {
		return uint16(lower(byte(u)))
	}
	return u
}

func FuzzMatch(f *testing.F) {
	for _, s := range [][2]string{
		{"a*b?c", "axxbyc"},
		{"*é?", "\xc3é\xff"},
		{"??\U0001F600*", "\U0001F600\U0001F600"},
		{"*\uFFFD?b", "\xed\xa0\x80b"},
		{"A*[a", "a[A"},
		{"*?*?\xfe", "\xfe\xfe\xfe"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 200 || len(s) > 500 {
			return
		}
		if got, want := New(pattern).Match(s), naive(pattern, s, false); got != want {
			t.Errorf("New(%q).Match(%q) = %v", pattern, s, got)
		}
		if got, want := NewFold(pattern).Match(s), naive(pattern, s, true); got != want {
			t.Errorf("NewFold(%q).Match(%q) = %v", pattern, s, got)
		}
		if !Literal(s).Match(s) {
			t.Errorf("Literal(%q) does not match itself", s)
		}
		if e := Example(New(pattern)); !naive(pattern, e, false) {
			t.Errorf("Example(%q) = %q", pattern, e)
		}
	})
}

// FuzzPairs holds the answers about two patterns against each other.
func FuzzPairs(f *testing.F) {
	f.Add("a*b?c", "*x?c*", "axbxc")
	f.Add("*\U0001F600", "??*", "\U0001F600")
	f.Add("a?*", "a*", "a")
	f.Fuzz(func(t *testing.T, a, b, s string) {
		if len(a) > 60 || len(b) > 60 || len(s) > 200 {
			return
		}
		p, q := New(a), New(b)
		inP, inQ := p.Match(s), q.Match(s)
		if in, _ := Includes(p, q); in && inQ && !inP {
			t.Errorf("Includes(%q, %q), but for %q", a, b, s)
		}
		if in, _ := IncludesAny([]Pattern{p, p}, q); in && inQ && !inP {
			t.Errorf("IncludesAny(%q, %q), but for %q", a, b, s)
		}
		e, ok := Intersect(p, q)
		if ok != Overlaps(p, q) || ok && !(p.Match(e) && q.Match(e)) || inP && inQ && !ok {
			t.Errorf("Intersect(%q, %q) = %q, %v; Overlaps = %v", a, b, e, ok, Overlaps(p, q))
		}
		met, exact := Meet(p, q, 8)
		inMet := false
		for _, m := range met {
			inMet = inMet || m.Match(s)
		}
		if inP && inQ && !inMet || exact && inMet && !(inP && inQ) {
			t.Errorf("Meet(%q, %q) = %v, %v, but for %q", a, b, met, exact, s)
		}
	})
}
