package symbolic

import (
	"sort"
	"strconv"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// form is how a text of a policy is read as a pattern.
type form uint8

const (
	formGlob   form = iota // stars and question marks are wild
	formPlain              // nothing is wild
	formARN                // as ArnLike: six parts, each for itself
	formAction             // as formGlob, and case does not count
	formFolded             // as formPlain, and case does not count
)

// A binding says what stands for the variables of policies in one attempt.
type binding struct {
	id int
	// at gives the number of a variable whose value stays unknown; values holds
	// the others. A key in neither is not in the request, and what needs it
	// matches nothing.
	at     map[string]int
	values map[string]string
	// lits say which of the keys a request carries. undecided: there are more
	// variables than are taken apart.
	lits      []dimLit
	undecided bool
}

// A reading says what became of a text.
type reading uint8

const (
	isPattern   reading = iota
	isNothing           // a variable has no value: it matches nothing
	isMalformed         // the text is no ARN, though the operator wants one
)

// read turns a text into an alternative.
func (b *binding) read(text string, f form, variables bool) (*alternative, reading) {
	segments := []policy.Segment{{Text: text}}
	if variables && policy.HasVariable(text) {
		segments = policy.SplitVariables(text)
	}
	pieces := make([]piece, 0, len(text))
	for _, s := range segments {
		switch {
		case s.Kind == policy.SegmentVariable:
			p, ok := b.value(s, f)
			if !ok {
				return nil, isNothing
			}
			pieces = append(pieces, p...)
		case s.Kind == policy.SegmentText && (f == formGlob || f == formARN || f == formAction):
			pieces = appendWild(pieces, s.Text, f)
		default:
			pieces = appendPlain(pieces, s.Text, f)
		}
	}
	if f != formARN {
		return finish(pieces, 0), isPattern
	}
	if a, ok := readARN(pieces); ok {
		return a, isPattern
	}
	return nil, isMalformed
}

// value gives the pieces of a variable. What a request puts in is literal.
func (b *binding) value(s policy.Segment, f form) ([]piece, bool) {
	key := authz.FoldKey(s.Text)
	if i, ok := b.at[key]; ok {
		if f == formFolded {
			i |= nuFolded
		}
		return []piece{symNu - int32(i)}, true
	}
	if v, ok := b.values[key]; ok {
		return appendPlain(nil, v, f), true
	}
	if s.HasDefault {
		return appendPlain(nil, s.Default, f), true
	}
	return nil, false
}

func appendPlain(out []piece, text string, f form) []piece {
	for _, u := range units(text) {
		out = append(out, unitPiece(u, f))
	}
	return out
}

func appendWild(out []piece, text string, f form) []piece {
	for _, u := range units(text) {
		switch u {
		case '*':
			out = append(out, pieceStar)
		case '?':
			out = append(out, symAny)
		default:
			out = append(out, unitPiece(u, f))
		}
	}
	return out
}

// unitPiece: a unit without other spellings needs no folding. Names of actions
// fold ASCII letters alone.
func unitPiece(u letter, f form) piece {
	switch f {
	case formGlob, formPlain, formARN:
	case formAction:
		if low := lowerASCII(u); low >= 'a' && low <= 'z' {
			return low | asciiBit
		}
	case formFolded:
		if p := lower(u) | foldBit; lower(u) != u || len(spellings(p)) > 1 {
			return p
		}
	}
	return u
}

// readARN reads pieces as the value of an ARN operator: six parts, of which a
// wildcard in the first five reaches over no colon. A lone star is any ARN.
// Source: see arn.Pattern.
func readARN(pieces []piece) (*alternative, bool) {
	if len(pieces) == 1 && pieces[0] == pieceStar {
		return wellFormed(), true
	}
	colons := 0
	for i, p := range pieces {
		if p == ':' {
			if colons++; colons == 5 {
				return finish(pieces, i+1), true
			}
		}
	}
	return nil, false
}

// wellFormed is the language of all ARNs: what the ARN operators compare.
// Source: arn.WellFormed.
func wellFormed() *alternative {
	return finish(appendWild(nil, "arn:*:*:*:*:*", formGlob), len("arn:*:*:*:*:"))
}

// widen replaces variables by stars: at least every text that the alternative
// matches for some value.
func (a *alternative) widen() *alternative {
	w := &alternative{}
	pending := false
	for i, s := range a.sym {
		if isVariable(s) {
			pending = true
			continue
		}
		loop := a.loop[i]
		if pending {
			loop, pending = loopAny, false
		}
		w.sym, w.loop = append(w.sym, s), append(w.loop, loop)
	}
	w.measure()
	return w
}

// languages keeps each distinct language once.
type languages struct {
	byKey map[string]*language
	// single has the languages of one alternative, by its key.
	single map[string]*language
	alts   map[string]*alternative
	texts  map[textKey]*alternative
	// within remembers which alternatives lie within others.
	within map[pair]bool
	// common remembers what two alternatives have in common.
	common map[pair]verdictOf
	all    []*language
}

type textKey struct {
	form form
	text string
}

func newLanguages() languages {
	return languages{
		byKey: make(map[string]*language), single: make(map[string]*language), alts: make(map[string]*alternative), texts: make(map[textKey]*alternative), within: make(map[pair]bool),
		common: make(map[pair]verdictOf),
	}
}

// plain reads a text without variables, each once.
func (ls *languages) plain(text string, f form) *alternative {
	key := textKey{f, text}
	if a, ok := ls.texts[key]; ok {
		return a
	}
	var nothing binding
	a, _ := nothing.read(text, f, false)
	ls.texts[key] = a
	return a
}

// of interns a union of alternatives.
func (ls *languages) of(alts []*alternative) *language {
	if len(alts) == 1 {
		if l, ok := ls.single[alts[0].key]; ok {
			return l
		}
		l := ls.union(alts)
		ls.single[alts[0].key] = l
		return l
	}
	return ls.union(alts)
}

func (ls *languages) union(alts []*alternative) *language {
	keep := make([]*alternative, 0, len(alts))
	for _, a := range alts {
		if a.any { // everything else adds nothing
			keep = append(keep[:0], a)
			break
		}
		keep = append(keep, a)
	}
	sort.SliceStable(keep, func(i, j int) bool { return keep[i].key < keep[j].key })
	var key strings.Builder
	unique := keep[:0]
	for i, a := range keep {
		if i > 0 && a.key == keep[i-1].key {
			continue
		}
		if known, ok := ls.alts[a.key]; ok {
			a = known
		} else {
			ls.alts[a.key] = a
		}
		unique = append(unique, a)
		key.WriteString(strconv.Itoa(len(a.key)))
		key.WriteByte(':')
		key.WriteString(a.key)
	}
	if l, ok := ls.byKey[key.String()]; ok {
		return l
	}
	l := &language{id: len(ls.all), alts: unique}
	for _, a := range unique {
		for _, s := range a.sym {
			l.templates = l.templates || isVariable(s)
		}
	}
	ls.byKey[key.String()] = l
	ls.all = append(ls.all, l)
	return l
}

// widened gives a language with stars for its variables.
func (ls *languages) widened(l *language) *language {
	if !l.templates {
		return l
	}
	var alts []*alternative
	for _, a := range l.alts {
		alts = append(alts, a.widen())
	}
	return ls.of(alts)
}
