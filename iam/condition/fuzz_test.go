package condition_test

import (
	"math/big"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sightline/iam/condition"
)

// rational is the definition of a number.
func rational(text string) *big.Rat {
	if !regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`).MatchString(text) {
		return nil
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return n
}

func FuzzNumber(f *testing.F) {
	for _, s := range [][2]string{
		{"10", "10.0"},
		{"-0", "0.00"},
		{"+007", "7"},
		{"1e1", "10"},
		{"-1.5", "-1.25"},
		{".5", "5."},
		{"10.00000000000000000001", "10"},
		{"", "-"},
		{"--1", "+-1"},
		{"99999999999999999999", "100000000000000000000"},
		{"١", "1"},
		{"1_000", "0x10"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 500 {
			return
		}
		x, okX := condition.ParseNumber(a)
		y, okY := condition.ParseNumber(b)
		p, q := rational(a), rational(b)
		if okX != (p != nil) || okY != (q != nil) {
			t.Fatalf("ParseNumber(%q), (%q) = %v, %v", a, b, okX, okY)
		}
		if !okX || !okY {
			return
		}
		if sign(x.Compare(y)) != p.Cmp(q) || sign(y.Compare(x)) != q.Cmp(p) {
			t.Errorf("%q against %q: %d and %d, want %d", a, b, x.Compare(y), y.Compare(x), p.Cmp(q))
		}
	})
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	default:
		return 0
	}
}

// date is the definition of a date: the forms of the W3C note on ISO 8601, or
// seconds since 1970; in whole milliseconds, and nil for what does not fit.
func date(text string) *big.Int {
	epoch := regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	if epoch.MatchString(text) && !regexp.MustCompile(`^[0-9]{4}$`).MatchString(text) {
		n, ok := new(big.Rat).SetString(text)
		if !ok || len(text) > 64 {
			return nil
		}
		n.Mul(n, big.NewRat(1000, 1))
		return fitting(new(big.Int).Quo(n.Num(), n.Denom()))
	}
	form := regexp.MustCompile(`^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?)?)?$`)
	m := form.FindStringSubmatch(text)
	if m == nil || len(text) > 64 {
		return nil
	}
	return civil(m)
}

func fitting(ms *big.Int) *big.Int {
	if ms.CmpAbs(big.NewInt(1<<62)) > 0 {
		return nil
	}
	return ms
}

// civil computes the milliseconds from the parts of the form.
func civil(m []string) *big.Int {
	part := func(i, least int) int {
		if m[i] == "" {
			return least
		}
		n, _ := strconv.Atoi(m[i])
		return n
	}
	year, month, day, hour, minute, second := part(1, 0), part(2, 1), part(3, 1), part(4, 0), part(5, 0), part(6, 0)
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if at.Year() != year || int(at.Month()) != month || at.Day() != day || hour > 23 || minute > 59 || second > 59 {
		return nil
	}
	ms := at.UnixMilli() + int64(thousandths(m[7]))
	if m[8] == "" || m[8] == "Z" {
		return big.NewInt(ms)
	}
	hours, _ := strconv.Atoi(m[8][1:3])
	minutes, _ := strconv.Atoi(m[8][4:6])
	if hours > 23 || minutes > 59 {
		return nil
	}
	offset := int64(hours*60+minutes) * 60_000
	if m[8][0] == '+' {
		offset = -offset
	}
	return big.NewInt(ms + offset)
}

// thousandths gives the whole milliseconds in a fraction of a second.
func thousandths(fraction string) int {
	n, _ := strconv.Atoi((fraction + "000")[:3])
	return n
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"2026-06-01T00:00:00Z", "2026-06-01T02:00:00.123456+02:00", "2026-06-01T00:00Z", "2026-06-01", "2026-06", "2026", "1780272000", "-86400",
		"1780272000.0009", "20260", "+1780272000", "2026-02-30", "2026-06-01T24:00:00Z", "2026-06-01T1:00:00Z", "2026-06-01T00:00:00,5Z",
		"2026-06-01T00:00:00+0200", "2026-06-01 00:00:00Z", "9223372036854775807", "99999999999999999999999", "2026-06-01T23:59:60Z",
		"2026-06-01T00:00:00+24:00", "2026-06-01T00:00:00+00:60", "0000", "0000-01-01", "-0.0009", "2026-06-01T00:00:00.Z", "2026-06-01T00:00:00z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := condition.ParseDate(text)
		want := date(text)
		if n, large := condition.ParseNumber(text); large && want == nil && ok {
			_ = n // more than the definition takes: only the sign can be told
			if strings.HasPrefix(text, "-") != (got < 0) {
				t.Errorf("ParseDate(%q) = %d", text, got)
			}
			return
		}
		if ok != (want != nil) || ok && want.Cmp(big.NewInt(got)) != 0 {
			t.Errorf("ParseDate(%q) = %d, %v, want %v", text, got, ok, want)
		}
	})
}

// FuzzNetwork: an address is in a range if their first bits are the same.
func FuzzNetwork(f *testing.F) {
	for _, s := range [][2]string{
		{"203.0.113.0/24", "203.0.113.7"},
		{"203.0.113.77/24", "203.0.113.7"},
		{"2001:db8::/32", "2001:DB8::1"},
		{"2001:db8::1/32", "2001:db8::1"},
		{"::ffff:203.0.113.0/120", "203.0.113.7"},
		{"203.0.113.0/24", "::ffff:203.0.113.7"},
		{"0.0.0.0/0", "::1"},
		{"::/0", "203.0.113.7"},
		{"203.0.113.7", "203.0.113.7"},
		{"fe80::1%eth0", "fe80::1%eth0"},
		{"203.0.113.0/33", "203.0.113"},
		{"::ffff:0:0/90", "1.2.3.4"},
		{"1.2.3.4/", "01.2.3.4"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, network, address string) {
		n, okN := condition.ParseNetwork(network)
		a, okA := condition.ParseAddress(address)
		if okA && (a.Is4In6() || a.Zone() != "" || !a.IsValid()) {
			t.Errorf("ParseAddress(%q) = %v", address, a)
		}
		if okN && (n != n.Masked() || n.Addr().Is4In6() && n.Bits() >= 96) {
			t.Errorf("ParseNetwork(%q) = %v", network, n)
		}
		if _, err := netip.ParseAddr(address); okA && err != nil {
			t.Errorf("ParseAddress(%q) = %v, but %v", address, a, err)
		}
		if okN && okA && n.Contains(a) != sameBits(n, a) {
			t.Errorf("%v contains %v: %v", n, a, n.Contains(a))
		}
	})
}

func sameBits(n netip.Prefix, a netip.Addr) bool {
	x, y := n.Addr().AsSlice(), a.AsSlice()
	if len(x) != len(y) {
		return false
	}
	for bit := range n.Bits() {
		if (x[bit/8]^y[bit/8])>>(7-bit%8)&1 != 0 {
			return false
		}
	}
	return true
}

// FuzzParse: a name is known exactly if it is put together from the guide's
// base names, one qualifier and IfExists, and its parts come back.
func FuzzParse(f *testing.F) {
	for _, name := range condition.BaseNames() {
		f.Add(name)
		f.Add("ForAllValues:" + name + "IfExists")
		f.Add("ForAnyValue:" + name)
	}
	f.Add("stringequals")
	f.Add("ForAnyValue:ForAllValues:StringEquals")
	f.Add("StringEqualsIfExistsIfExists")
	f.Add("NumericIn")
	f.Fuzz(func(t *testing.T, name string) {
		op, ok := condition.Parse(name)
		want, known := spelled()[name]
		if ok != known || op.Known() != known {
			t.Fatalf("Parse(%q) = %+v, %v, want known: %v", name, op, ok, known)
		}
		if op.Qualifier != want.Qualifier || op.IfExists != want.IfExists {
			t.Errorf("Parse(%q) = %+v, want %+v", name, op, want)
		}
		if base, _ := condition.Parse(baseOf(name)); known && (base.Family != op.Family || base.Comparison != op.Comparison || base.Negated != op.Negated) {
			t.Errorf("Parse(%q) = %+v, but its base is %+v", name, op, base)
		}
	})
}

// spelled lists every name there is.
func spelled() map[string]condition.Operator {
	all := make(map[string]condition.Operator)
	for _, base := range condition.BaseNames() {
		all[base] = condition.Operator{}
		if base == "Null" {
			continue
		}
		all[base+"IfExists"] = condition.Operator{IfExists: true}
		for prefix, q := range map[string]condition.Qualifier{"ForAllValues:": condition.QualifierForAllValues, "ForAnyValue:": condition.QualifierForAnyValue} {
			all[prefix+base] = condition.Operator{Qualifier: q}
			all[prefix+base+"IfExists"] = condition.Operator{Qualifier: q, IfExists: true}
		}
	}
	return all
}

func baseOf(name string) string {
	return strings.TrimSuffix(name[strings.IndexByte(name, ':')+1:], "IfExists")
}

// TestBaseNamesAreAll: 27 names, none twice, each with a meaning of its own but
// for ArnEquals, which means what ArnLike means.
func TestBaseNamesAreAll(t *testing.T) {
	names := condition.BaseNames()
	if sorted := slices.Sorted(slices.Values(names)); len(names) != 27 || len(slices.Compact(sorted)) != 27 {
		t.Errorf("%d names: %q", len(names), names)
	}
	seen := make(map[condition.Operator]string)
	for _, name := range names {
		op, ok := condition.Parse(name)
		if !ok || seen[op] != "" {
			t.Errorf("Parse(%q) = %+v, %v, as %q", name, op, ok, seen[op])
		}
		seen[op] = name
	}
}
