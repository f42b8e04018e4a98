package symbolic

import (
	"cmp"
	"encoding/base64"
	"math/big"
	"net/netip"
	"slices"
	"time"

	"sightline/iam/condition"
)

// Values of keys that are no strings fall into finitely many classes: no test
// tells two values of one class apart. A class is known by one value.

// numberClasses: each number that a policy names, and what lies between.
func numberClasses(texts []string) []string {
	var points []*big.Rat
	for _, t := range texts {
		if _, ok := condition.ParseNumber(t); !ok {
			continue
		}
		if r, ok := new(big.Rat).SetString(t); ok {
			points = append(points, r)
		}
	}
	if len(points) == 0 {
		return []string{"1"}
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	points = slices.CompactFunc(points, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	one := big.NewRat(1, 1)
	out := []string{decimal(new(big.Rat).Sub(floor(points[0]), one))}
	for i, p := range points {
		out = append(out, decimal(p))
		if i+1 < len(points) {
			out = append(out, decimal(between(p, points[i+1])))
		}
	}
	return append(out, decimal(new(big.Rat).Add(floor(points[len(points)-1]), one)))
}

// between prefers a whole number.
func between(p, q *big.Rat) *big.Rat {
	if n := new(big.Rat).Add(floor(p), big.NewRat(1, 1)); n.Cmp(q) < 0 {
		return n
	}
	mid := new(big.Rat).Add(p, q)
	return mid.Mul(mid, big.NewRat(1, 2))
}

func floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom())) // Euclidean: rounds down
}

// decimal writes a number exactly; all that come here have finite decimals.
func decimal(r *big.Rat) string {
	digits, _ := r.FloatPrec()
	return r.FloatString(digits)
}

// dateClasses: AWS compares to the millisecond, so that two neighbours have
// nothing between them.
func dateClasses(texts []string) []string {
	var points []int64
	for _, t := range texts {
		if ms, ok := condition.ParseDate(t); ok {
			points = append(points, ms)
		}
	}
	if len(points) == 0 {
		return []string{date(1767225600000)}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	const day = 24 * 3600 * 1000
	out := []string{date(points[0] - day)}
	for i, p := range points {
		out = append(out, date(p))
		if i+1 < len(points) && points[i+1]-p > 1 {
			out = append(out, date(p+(points[i+1]-p)/2))
		}
	}
	return append(out, date(points[len(points)-1]+day))
}

func date(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	if ms%1000 == 0 {
		return t.Format("2006-01-02T15:04:05Z")
	}
	return t.Format("2006-01-02T15:04:05.000Z")
}

// addressClasses cuts both families of addresses at the ends of all networks.
func addressClasses(texts []string) []string {
	cuts := []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()}
	for _, t := range texts {
		n, ok := condition.ParseNetwork(t)
		if !ok {
			continue
		}
		n = n.Masked()
		cuts = append(cuts, n.Addr())
		if next := lastOf(n).Next(); next.IsValid() {
			cuts = append(cuts, next)
		}
	}
	// Addresses that hold IPv4 ones count as these.
	mapped := netip.MustParsePrefix("::ffff:0:0/96")
	cuts = append(cuts, lastOf(mapped).Next())
	slices.SortFunc(cuts, netip.Addr.Compare)
	cuts = slices.Compact(cuts)
	var out []string
	for _, c := range cuts {
		if !mapped.Contains(c) {
			out = append(out, c.String())
		}
	}
	return out
}

func lastOf(n netip.Prefix) netip.Addr {
	raw := n.Addr().AsSlice()
	for i := n.Bits(); i < len(raw)*8; i++ {
		raw[i/8] |= 1 << (7 - i%8)
	}
	last, _ := netip.AddrFromSlice(raw)
	return last
}

// binaryClasses: each text of bytes that a policy names, and another one.
func binaryClasses(texts []string) []string {
	out := []string{base64.StdEncoding.EncodeToString([]byte("sightline"))}
	for _, t := range texts {
		if condition.EqualBinary(t, t) && !slices.ContainsFunc(out, func(o string) bool { return condition.EqualBinary(o, t) }) {
			out = append(out, t)
		}
	}
	return out
}

// truth compares one value with the listed ones, before negation. Precision:
// exact; a value that is malformed for the operator satisfies nothing, negated
// or not.
func truth(op condition.Operator, texts []string, value string) (matched, malformed bool) {
	switch op.Family {
	case condition.FamilyNumeric:
		return numberTruth(op, texts, value), false
	case condition.FamilyDate:
		return dateTruth(op, texts, value), false
	case condition.FamilyIP:
		return addressTruth(texts, value)
	case condition.FamilyBool:
		want := condition.ParseBool(value)
		return slices.ContainsFunc(texts, func(t string) bool { return condition.ParseBool(t) == want }), false
	case condition.FamilyBinary:
		return slices.ContainsFunc(texts, func(t string) bool { return condition.EqualBinary(t, value) }), false
	default:
		return false, false
	}
}

func numberTruth(op condition.Operator, texts []string, value string) bool {
	got, ok := condition.ParseNumber(value)
	return ok && slices.ContainsFunc(texts, func(t string) bool {
		n, ok := condition.ParseNumber(t)
		return ok && ordered(op.Comparison, got.Compare(n))
	})
}

func dateTruth(op condition.Operator, texts []string, value string) bool {
	got, ok := condition.ParseDate(value)
	return ok && slices.ContainsFunc(texts, func(t string) bool {
		d, ok := condition.ParseDate(t)
		return ok && ordered(op.Comparison, cmp.Compare(got, d))
	})
}

func addressTruth(texts []string, value string) (matched, malformed bool) {
	address, ok := condition.ParseAddress(value)
	if !ok {
		return false, true
	}
	return slices.ContainsFunc(texts, func(t string) bool {
		n, ok := condition.ParseNetwork(t)
		return ok && n.Contains(address)
	}), false
}

func ordered(c condition.Comparison, sign int) bool {
	switch c {
	case condition.CompareLess:
		return sign < 0
	case condition.CompareLessEquals:
		return sign <= 0
	case condition.CompareGreater:
		return sign > 0
	case condition.CompareGreaterEquals:
		return sign >= 0
	default:
		return sign == 0
	}
}
