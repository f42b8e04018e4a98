package symbolic

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"sightline/iam/arn"
	"sightline/iam/glob"
)

const defaultWords = 20_000

// setting is a count or the seed, which make test-slow sets.
func setting(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: must be a positive number", name, text)
	}
	return n
}

func random(t testing.TB, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(setting(t, "SIGHTLINE_SEED", 1)), stream))
}

// drawText draws a short text over few letters.
func drawText(rng *rand.Rand, letters string) string {
	list := []rune(letters)
	var b strings.Builder
	for range rng.IntN(7) {
		b.WriteRune(list[rng.IntN(len(list))])
	}
	return b.String()
}

func alternativeOf(text string, f form) *alternative {
	var nothing binding
	a, _ := nothing.read(text, f, false)
	return a
}

// spelled checks a word found and gives its text. ok is false if it has no
// text: half a surrogate pair.
func spelled(w []letter) (string, bool) {
	s := text(w, nil)
	return s, !strings.ContainsRune(s, utf8.RuneError)
}

// TestWordAgreesWithGlob: words are found where patterns overlap, and none
// where one includes the other.
func TestWordAgreesWithGlob(t *testing.T) {
	rng := random(t, 1)
	for range setting(t, "SIGHTLINE_WORDS", defaultWords) {
		const letters = "aab**??😀"
		p, q, r := drawText(rng, letters), drawText(rng, letters), drawText(rng, letters)
		checkWords(t, p, q, r)
		if t.Failed() {
			return
		}
	}
}

func checkWords(t *testing.T, p, q, r string) {
	t.Helper()
	ls := newLanguages()
	a, b, c := alternativeOf(p, formGlob), alternativeOf(q, formGlob), alternativeOf(r, formGlob)
	work := &budget{left: DefaultWork, share: DefaultWork}
	w, o := ls.word(a, []*language{ls.of([]*alternative{b})}, nil, work)
	if want := glob.Overlaps(glob.New(p), glob.New(q)); (o == found) != want {
		t.Errorf("%q and %q overlap: %v, and the word found %v %q", p, q, want, o, text(w, nil))
	}
	if s, ok := spelled(w); o == found && ok && (!glob.New(p).Match(s) || !glob.New(q).Match(s)) {
		t.Errorf("%q is no word of %q and %q", s, p, q)
	}
	w, o = ls.word(a, nil, []*alternative{b}, work)
	if included, decided := glob.Includes(glob.New(q), glob.New(p)); decided && (o == none) != included {
		t.Errorf("%q includes %q: %v, and the word found %v %q", q, p, included, o, text(w, nil))
	}
	w, o = ls.word(a, nil, []*alternative{b, c}, work)
	if included, decided := glob.IncludesAny([]glob.Pattern{glob.New(q), glob.New(r)}, glob.New(p)); decided && (o == none) != included {
		t.Errorf("%q and %q include %q: %v, and the word found %v %q", q, r, p, included, o, text(w, nil))
	}
	if s, ok := spelled(w); o == found && ok && (!glob.New(p).Match(s) || glob.New(q).Match(s) || glob.New(r).Match(s)) {
		t.Errorf("%q is no word of %q without %q and %q", s, p, q, r)
	}
}

// TestMatchesAgreesWithGlob holds the two ways to match a word against glob,
// for each form of text.
func TestMatchesAgreesWithGlob(t *testing.T) {
	rng := random(t, 2)
	for range setting(t, "SIGHTLINE_WORDS", defaultWords) {
		pattern, s := drawText(rng, "aAkK\u212AſsS**?:é😀"), drawText(rng, "aAkK\u212AſsS*:é😀")
		low, other := strings.ToLower(pattern), strings.ToLower(s) // not EqualFold, which knows more spellings
		for f, want := range map[form]bool{
			formGlob: glob.New(pattern).Match(s), formPlain: pattern == s,
			formFolded: low == other,
		} {
			a := alternativeOf(pattern, f)
			u, _ := link(under, a)
			if got := a.matches(under, units(s)); got != want || u.matches(units(s)) != want {
				t.Fatalf("form %d: %q matches %q: %v, want %v", f, pattern, s, got, want)
			}
		}
	}
}

// TestARNPatternsAgreeWithARN: the automata of the ARN operators read as the
// package of ARNs does, and words found between them are words of both.
func TestARNPatternsAgreeWithARN(t *testing.T) {
	rng := random(t, 3)
	draw := func() string {
		var parts []string
		for range 6 - rng.IntN(8)/7 {
			parts = append(parts, drawText(rng, "ab*?"))
		}
		parts[0] = []string{"arn", "arn", "arn", "*", "a*n", "?rn", "arn*"}[rng.IntN(7)]
		return strings.Join(parts, ":") + []string{"", ":a", ":*"}[rng.IntN(3)]
	}
	for range setting(t, "SIGHTLINE_WORDS", defaultWords) {
		p, q := draw(), draw()
		pp, ok := arn.ParsePattern(p)
		a, is := new(binding).read(p, formARN, false)
		if ok != (is == isPattern) {
			t.Fatalf("%q is an ARN pattern: %v, and reading it gives %d", p, ok, is)
		}
		if !ok {
			continue
		}
		s := strings.NewReplacer("*", "b", "?", "a").Replace(q)
		if want := pp.Match(s); a.matches(under, units(s)) != want && arn.WellFormed(s) {
			t.Fatalf("%q matches %q: want %v", p, s, want)
		}
		checkARNWord(t, a, pp, q)
	}
}

func checkARNWord(t *testing.T, a *alternative, p arn.Pattern, text string) {
	q, ok := arn.ParsePattern(text)
	if !ok {
		return
	}
	b, _ := new(binding).read(text, formARN, false)
	ls := newLanguages()
	all := ls.of([]*alternative{wellFormed()})
	w, o := ls.word(a, []*language{all, ls.of([]*alternative{b})}, nil, &budget{left: DefaultWork, share: DefaultWork})
	if s, ok := spelled(w); o == found && ok && (!p.Match(s) || !q.Match(s)) {
		t.Fatalf("%q is no word of %s and %s", s, p, q)
	}
	x, okX := p.Parts()
	y, okY := q.Parts()
	overlap := okX && okY
	for i := range x {
		overlap = overlap && glob.Overlaps(x[i], y[i])
	}
	overlap = overlap && glob.Overlaps(glob.New("arn"), x[0]) && glob.Overlaps(glob.New("arn"), y[0])
	if okX && okY && overlap != (o == found) {
		t.Fatalf("%s and %s overlap: %v, and the word found %v", p, q, overlap, o)
	}
	w, o = ls.word(a, []*language{all}, []*alternative{b}, &budget{left: DefaultWork, share: DefaultWork})
	if s, ok := spelled(w); o == found && ok && (!p.Match(s) || q.Match(s)) {
		t.Fatalf("%q is no word of %s without %s", s, p, q)
	}
}

// FuzzWord holds words against globs on any patterns.
func FuzzWord(f *testing.F) {
	f.Add("a*b?", "*ab", "??")
	f.Add("😀*", "?*", "*😀")
	f.Add("", "*", "?")
	f.Fuzz(func(t *testing.T, p, q, r string) {
		if len(p)+len(q)+len(r) > 60 || !utf8.ValidString(p+q+r) || strings.ContainsRune(p+q+r, utf8.RuneError) {
			return
		}
		checkWords(t, p, q, r)
	})
}
