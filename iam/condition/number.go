package condition

import "strings"

// A Number is a decimal kept as text, so that comparison is exact whatever
// its length. The zero value is 0.
type Number struct {
	negative bool
	whole    string // without leading zeros
	fraction string // without trailing zeros
}

// ParseNumber reads an optional sign, digits, and an optional fraction. There
// is no exponent form. It does not allocate.
// Source: IAM User Guide "Condition operators", numeric: integer or decimal.
func ParseNumber(text string) (Number, bool) {
	var n Number
	switch {
	case strings.HasPrefix(text, "-"):
		n.negative, text = true, text[1:]
	case strings.HasPrefix(text, "+"):
		text = text[1:]
	}
	whole, fraction, dotted := strings.Cut(text, ".")
	if !digits(whole) || dotted && !digits(fraction) {
		return Number{}, false
	}
	n.whole, n.fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if n.whole == "" && n.fraction == "" {
		n.negative = false
	}
	return n, true
}

func digits(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Compare is negative, zero or positive as n is less than, equal to or greater
// than o.
func (n Number) Compare(o Number) int {
	switch {
	case n.negative && !o.negative:
		return -1
	case !n.negative && o.negative:
		return 1
	case n.negative:
		return -compareSize(n, o)
	default:
		return compareSize(n, o)
	}
}

func compareSize(n, o Number) int {
	if len(n.whole) != len(o.whole) {
		return len(n.whole) - len(o.whole)
	}
	if c := strings.Compare(n.whole, o.whole); c != 0 {
		return c
	}
	return strings.Compare(n.fraction, o.fraction)
}
