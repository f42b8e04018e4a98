package glob

import "strings"

// Includes tells whether every string of q is in p. The answer is exact where
// decided is true; it is false only when the work cap is reached, which takes
// patterns with dozens of `?` and stars, or when p heeds case and q does not.
func Includes(p, q Pattern) (included, decided bool) {
	if p.fold && !q.fold {
		q = q.folded() // p holds all spellings of a string or none
	}
	switch {
	case p.kind == kindAny:
		return true, true
	case p.fold != q.fold:
		return false, false
	case p.code == q.code:
		return true, true
	case !p.one:
		// Without `?` in p, every wildcard of q can stay as it is: a star of p
		// has to cover it.
		return p.matchCode(q.code), true
	case q.kind == kindExact:
		return p.Match(q.code), true
	case q.star && !p.star, !strings.HasPrefix(q.code, p.Prefix()), !strings.HasSuffix(q.code, p.Suffix()):
		return false, true
	}
	return covers([]program{p.program()}, q.program(), maxWork)
}

// IncludesAny tells whether every string of q is in at least one of ps. See
// Includes for decided.
func IncludesAny(ps []Pattern, q Pattern) (included, decided bool) {
	var rest []program
	ones, oneRule := false, true
	for _, p := range ps {
		if in, _ := Includes(p, q); in {
			return true, true
		}
		if p.fold != q.fold {
			oneRule = false
		} else if Overlaps(p, q) {
			rest, ones = append(rest, p.program()), ones || p.one
		}
	}
	// Without `?` on the left, the string of q whose wildcards are all one
	// fresh unit is in a pattern only if the whole of q is.
	if !ones {
		return false, oneRule
	}
	included, decided = covers(rest, q.program(), maxWork)
	return included, decided && (included || oneRule)
}
