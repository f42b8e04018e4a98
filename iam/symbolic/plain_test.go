package symbolic

import (
	"encoding/binary"
	"slices"
	"testing"

	"sightline/iam/policy"
)

// The plain version of the search: each way out of each rule is tried, in the
// order in which they stand; nothing is settled, guessed, remembered or
// recognised at a glance, and words are looked for over all letters there are.
type plain struct {
	p *Problem
	// capped: the product of automata grew too large to be walked.
	capped bool
	steps  int
}

const (
	plainStates = 20_000
	plainSteps  = 3_000
)

// decide tells whether a query without variables has a request.
func (s *plain) decide(q Query) bool {
	s.p.freeze()
	for i := range s.p.callers {
		c := &s.p.callers[i]
		if q.Callers.has(c.Kind) && s.query(q, c) {
			return true
		}
	}
	return false
}

func (s *plain) query(q Query, c *caller) bool {
	nothing := &binding{}
	lits := make([][]lit, len(s.p.dims))
	for _, r := range q.All {
		k := s.p.compile(r, c, nothing)
		if k.never {
			return false
		}
		for _, l := range k.lits {
			lits[l.dim] = append(lits[l.dim], l.lit)
		}
	}
	var none []*conjunction
	for _, r := range q.None {
		if k := s.p.compile(r, c, nothing); !k.never {
			none = append(none, k)
		}
	}
	return s.escape(lits, none)
}

func (s *plain) escape(lits [][]lit, none []*conjunction) bool {
	if s.steps++; s.steps > plainSteps {
		s.capped = true
		return false
	}
	for dim, list := range lits {
		if !s.fills(s.p.dims[dim], list) {
			return false
		}
	}
	if len(none) == 0 {
		return true
	}
	for _, l := range none[0].lits {
		next := slices.Clone(lits)
		next[l.dim] = append(slices.Clone(lits[l.dim]), l.lit.not())
		if s.escape(next, none[1:]) {
			return true
		}
	}
	return false
}

// fills tells whether a dimension has values, or none, for which literals hold.
func (s *plain) fills(d *dimension, lits []lit) bool {
	if d.optional && !slices.ContainsFunc(lits, func(l lit) bool { return d.atoms[l.index()].onAbsent != l.holds() }) {
		return true
	}
	var all, each []want
	for _, l := range lits {
		a := d.atoms[l.index()]
		w := want{a.of, l.holds()}
		switch {
		case a.reach == isSet:
			if !l.holds() {
				return false
			}
		case d.multi && a.reach == one:
			if l.holds() {
				return false
			}
		case !d.multi || (a.reach == every) == l.holds():
			all = append(all, w)
		default:
			each = append(each, w)
		}
	}
	for _, w := range each {
		if !s.value(&d.values, append(slices.Clone(all), w)) {
			return false
		}
	}
	return len(each) > 0 || s.value(&d.values, all)
}

// value looks for one value that meets all wants.
func (s *plain) value(d *domain, wants []want) bool {
	if d.all == nil {
		for i := range d.reps {
			if !slices.ContainsFunc(wants, func(w want) bool { return w.of.classes[i/64]>>(i%64)&1 == 1 != w.holds }) {
				return true
			}
		}
		s.capped = s.capped || d.inexact
		return false
	}
	return s.word(append(slices.Clone(wants), want{&element{lang: d.all}, true}))
}

// positions of all alternatives of some languages after a word.
type positions [][][]int

func (s *plain) word(wants []want) bool {
	var languages []*language
	for _, w := range wants {
		languages = append(languages, w.of.lang)
		if w.of.within != nil {
			languages = append(languages, w.of.within)
		}
	}
	letters := lettersOf(languages)
	var start positions
	for _, l := range languages {
		var at [][]int
		for range l.alts {
			at = append(at, []int{0})
		}
		start = append(start, at)
	}
	seen := map[string]bool{start.key(): true}
	for queue := []positions{start}; len(queue) > 0; queue = queue[1:] {
		if meetsAll(languages, queue[0], wants) {
			return true
		}
		for _, l := range letters {
			next := queue[0].step(languages, l)
			if key := next.key(); !seen[key] {
				seen[key] = true
				queue = append(queue, next)
			}
		}
		if len(seen) > plainStates {
			s.capped = true
			return false
		}
	}
	return false
}

// lettersOf lists every letter that a language names, and some that none does.
func lettersOf(languages []*language) []letter {
	out := []letter{':', '\u4e00', '\u4e01', '9'}
	for _, l := range languages {
		for _, a := range l.alts {
			for _, sym := range a.sym {
				switch {
				case sym >= symNot:
					out = append(out, sym&unitMask, lowerASCII(sym&unitMask), sym&unitMask-('a'-'A'))
				case sym >= foldBit:
					out = append(out, spellings(sym)...)
				case sym >= 0:
					out = append(out, sym)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (at positions) key() string {
	var key []byte
	for _, language := range at {
		for _, alternative := range language {
			for _, p := range alternative {
				key = binary.AppendUvarint(key, uint64(p)+1)
			}
			key = append(key, 0)
		}
	}
	return string(key)
}

func (at positions) step(languages []*language, l letter) positions {
	out := make(positions, len(at))
	for i, language := range at {
		out[i] = make([][]int, len(language))
		for j, set := range language {
			a := languages[i].alts[j]
			var next []int
			for _, p := range set {
				if a.loop[p] == loopAny || a.loop[p] == loopNotColon && l != ':' {
					next = append(next, p)
				}
				if reads(a.sym[p], l) {
					next = append(next, p+1)
				}
			}
			slices.Sort(next)
			out[i][j] = slices.Compact(next)
		}
	}
	return out
}

// meetsAll tells whether the word so far meets all wants.
func meetsAll(languages []*language, at positions, wants []want) bool {
	accepts := func(i int) bool {
		for j, set := range at[i] {
			a := languages[i].alts[j]
			if slices.ContainsFunc(set, func(p int) bool { return a.sym[p] == symEnd }) {
				return true
			}
		}
		return false
	}
	i := 0
	for _, w := range wants {
		holds := accepts(i) != w.of.negated
		i++
		if w.of.within != nil {
			holds = holds && accepts(i)
			i++
		}
		if holds != w.holds {
			return false
		}
	}
	return true
}

// TestPlainAgrees holds the search against the plain version on random small
// policies.
func TestPlainAgrees(t *testing.T) {
	rng := random(t, 4)
	found, proved, left := 0, 0, 0
	for range setting(t, "SIGHTLINE_PLAIN", 600) {
		keys := drawKeys(rng)
		a, b := drawDocument(rng, keys), drawDocument(rng, keys)
		p := New(Options{Callers: rng.IntN(2) == 0, Types: plainTypes})
		add := p.Identity
		if p.options.Callers {
			add = p.Resource
		}
		first, second := add(policy.Parse(a)), add(policy.Parse(b))
		for _, r := range second.Allows {
			q := Query{All: []*Rule{r}, None: append(slices.Clone(second.Denies), first.Allows...)}
			slow := plain{p: p}
			want := slow.decide(q)
			if slow.capped && !want {
				left++
				continue
			}
			got := p.Solve(q).Verdict
			if want != (got == Witness) || !want != (got == Proved) {
				t.Fatalf("plain says %v, the search %s\n%s\n%s\nstatement %d", want, got, a, b, r.Statement.Index)
			}
			if want {
				found++
			} else {
				proved++
			}
		}
	}
	t.Logf("%d found, %d proved, %d left out", found, proved, left)
	if left > (found+proved)/5 {
		t.Errorf("the plain version cannot do %d of %d", left, found+proved+left)
	}
}
