package symbolic

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// An element is a predicate on one value of a dimension: a language or its
// complement, or, where values fall into classes, a set of classes.
type element struct {
	lang    *language
	negated bool
	// within: what is outside of this language satisfies neither the element
	// nor its negated twin; nil if nothing is.
	within  *language
	classes []uint64 // nil for languages
	// origin tells elements of an inexact domain apart: there, two with the
	// same classes need not be true of the same texts.
	origin string
}

// A want is an element that must hold, or must not.
type want struct {
	of    *element
	holds bool
}

// A domain is the space of one value: strings of a language, or classes.
type domain struct {
	all  *language // for strings
	reps []string  // for classes
	// inexact: a test looked at the text of a value of a class, of which only
	// one is tried. What is not found here is not proved.
	inexact bool

	memo map[string]verdictOf
	key  []byte
}

// A verdictOf is what a domain says to a list of wants.
type verdictOf struct {
	outcome outcome
	word    []letter // of a string
	class   int
}

// solve looks for one value that meets all wants.
func (d *domain) solve(ls *languages, wants []want, b *budget) verdictOf {
	if d.all == nil {
		return d.solveClasses(wants)
	}
	for i, w := range wants {
		if w.of.within != nil {
			return d.solveWithin(ls, slices.Delete(slices.Clone(wants), i, i+1), w, b)
		}
	}
	in, out := []*language{d.all}, []*language(nil)
	for _, w := range wants {
		if w.holds != w.of.negated {
			in = append(in, w.of.lang)
		} else {
			out = append(out, w.of.lang)
		}
	}
	byID := func(a, b *language) int { return a.id - b.id }
	slices.SortFunc(in, byID)
	slices.SortFunc(out, byID)
	in, out = slices.Compact(in), slices.Compact(out)
	return d.solveStrings(ls, in, out, b)
}

// solveWithin takes an element with limits apart: what satisfies it is within
// them, what does not is outside, or within and of the other sort.
func (d *domain) solveWithin(ls *languages, rest []want, w want, b *budget) verdictOf {
	bare := want{&element{lang: w.of.lang, negated: w.of.negated}, w.holds}
	limits := want{&element{lang: w.of.within}, w.holds}
	if w.holds {
		return d.solve(ls, append(rest, bare, limits), b)
	}
	v := d.solve(ls, append(rest, bare), b)
	if v.outcome == found {
		return v
	}
	if other := d.solve(ls, append(rest, limits), b); other.outcome != none {
		return other
	}
	return v
}

func (d *domain) solveClasses(wants []want) verdictOf {
	words := (len(d.reps) + 63) / 64
	for i := range words {
		left := ^uint64(0)
		if i == words-1 && len(d.reps)%64 != 0 {
			left = 1<<(len(d.reps)%64) - 1
		}
		for _, w := range wants {
			if w.holds {
				left &= w.of.classes[i]
			} else {
				left &^= w.of.classes[i]
			}
		}
		if left != 0 {
			return verdictOf{outcome: found, class: i*64 + bits.TrailingZeros64(left)}
		}
	}
	if d.inexact {
		return verdictOf{outcome: capped}
	}
	return verdictOf{outcome: none}
}

func (d *domain) solveStrings(ls *languages, in, out []*language, b *budget) verdictOf {
	d.key = d.key[:0]
	for _, l := range in {
		d.key = append(strconv.AppendInt(d.key, int64(l.id), 36), '+')
	}
	for _, l := range out {
		d.key = append(strconv.AppendInt(d.key, int64(l.id), 36), '-')
	}
	if v, ok := d.memo[string(d.key)]; ok {
		return v
	}
	key := string(d.key)
	v := d.findString(ls, in, out, b)
	if v.outcome != capped {
		d.memo[key] = v
	}
	return v
}

// findString takes each alternative of one language and looks for a word of it
// that the others want. The language with variables goes first: their letters
// stand in its words alone.
func (d *domain) findString(ls *languages, in, out []*language, b *budget) verdictOf {
	from := 0
	for i, l := range in {
		if d.better(l, in[from]) {
			from = i
		}
	}
	var rest []*language
	for i, l := range in {
		if i != from && !(len(l.alts) == 1 && l.alts[0].any) {
			rest = append(rest, ls.widened(l))
		}
	}
	var others []*alternative
	for _, l := range out {
		others = append(others, l.alts...)
	}
	if in[from].templates && slices.ContainsFunc(in, func(l *language) bool { return ls.coveredBy(l, others, b) }) {
		return verdictOf{outcome: none} // whatever the variable holds
	}
	result := verdictOf{outcome: none}
	for _, a := range in[from].alts {
		w, o := ls.word(a, rest, others, b)
		switch o {
		case found:
			return verdictOf{outcome: found, word: w}
		case none:
		case capped:
			result.outcome = capped
			if b.left < 0 || b.share < 0 {
				return result
			}
		}
	}
	return result
}

// coveredBy tells that each alternative of a language certainly lies within one
// of some others.
func (ls *languages) coveredBy(l *language, others []*alternative, b *budget) bool {
	return l.parts == 0 && !slices.ContainsFunc(l.alts, func(a *alternative) bool {
		return !slices.ContainsFunc(others, func(o *alternative) bool { return compatible(o, a) && ls.includes(o, a, b) })
	})
}

// better: not the domain, variables first, then few alternatives, then literal text.
func (d *domain) better(l, than *language) bool {
	if (l == d.all) != (than == d.all) {
		return than == d.all // the whole domain says least
	}
	if l.templates != than.templates {
		return l.templates
	}
	if len(l.alts) != len(than.alts) {
		return len(l.alts) < len(than.alts)
	}
	return weight(l) > weight(than)
}

func weight(l *language) (n int) {
	for _, a := range l.alts {
		n += a.head
		if a.exact {
			n += 1 << 16
		}
	}
	return n
}

// show gives the text of a value found.
func (d *domain) show(v verdictOf, value func(int) string) string {
	if d.all == nil {
		return d.reps[v.class]
	}
	return strings.Clone(text(v.word, value))
}
