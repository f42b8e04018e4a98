package condition_test

import (
	"testing"
	"time"

	"sightline/iam/condition"
)

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "-0": true, "+1": true, "007": true, "1.50": true, "-1.5": true, "12345678901234567890123": true,
		"": false, "-": false, ".5": false, "5.": false, "1e3": false, "0x1": false, " 1": false, "1 ": false, "1,5": false, "1.2.3": false, "--1": false, "ten": false, "٣": false,
	} {
		if _, ok := condition.ParseNumber(text); ok != want {
			t.Errorf("ParseNumber(%q): %v, want %v", text, ok, want)
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	inOrder := []string{"-100", "-10.5", "-10", "-0.001", "0", "0.0009", "0.001", "9", "10", "10.00000000000000000001", "10.5", "100"}
	for i, a := range inOrder {
		for j, b := range inOrder {
			x, _ := condition.ParseNumber(a)
			y, _ := condition.ParseNumber(b)
			if got := sign(x.Compare(y)); got != sign(i-j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
	for _, equal := range [][2]string{{"10", "10.0"}, {"+10", "010"}, {"-0", "0"}, {"-0.0", "+0"}} {
		x, _ := condition.ParseNumber(equal[0])
		y, _ := condition.ParseNumber(equal[1])
		if x.Compare(y) != 0 {
			t.Errorf("%s and %s differ", equal[0], equal[1])
		}
	}
}

func TestParseDate(t *testing.T) {
	june := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	for text, want := range map[string]int64{
		"2026-06-01T00:00:00Z": june, "2026-06-01T00:00Z": june, "2026-06-01": june, "2026-06": june,
		"2026-06-01T02:00:00+02:00": june, "2026-05-31T22:00:00.000-02:00": june, "2026-06-01T00:00:00.9999Z": june + 999,
		"1780272000": june, "1780272000.0009": june, "1780272000.001": june + 1, "-86400": -86_400_000, "-0.0015": -1,
		"2026": time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), "20260": 20_260_000, "0": 0,
	} {
		if got, ok := condition.ParseDate(text); !ok || got != want {
			t.Errorf("ParseDate(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "soon", "2026-02-30", "2026-13-01", "2026-6-1", "2026-06-01T00:00:00", "2026-06-01T0:00:00Z", "2026-06-01T00:00:00,5Z", "2026-06-01T00:00:00+0200",
		"2026-06-01T24:00:00Z", "2026-06-01 00:00:00Z", "+1780272000", "1e9", "99999999999999999999999999", "2026-06-01T00:00:00z", "26-06-01",
	} {
		if got, ok := condition.ParseDate(text); ok {
			t.Errorf("ParseDate(%q) = %d, want none", text, got)
		}
	}
}

func TestParseNetwork(t *testing.T) {
	tests := []struct {
		network, address string
		want             bool
	}{
		{"203.0.113.0/24", "203.0.113.255", true},
		{"203.0.113.0/24", "203.0.114.0", false},
		{"203.0.113.77/24", "203.0.113.1", true}, // host bits of IPv4 are ignored
		{"203.0.113.7", "203.0.113.7", true},     // no prefix: one host
		{"203.0.113.7", "203.0.113.8", false},
		{"0.0.0.0/0", "198.51.100.1", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"::/0", "198.51.100.1", false},
		{"2001:db8::/32", "2001:DB8:0:0::1", true},
		{"2001:db8::1/32", "2001:db8::1", false}, // host bits of IPv6 spoil the range
		{"2001:db8::1", "2001:db8::1", true},
		{"::ffff:203.0.113.0/120", "203.0.113.7", true},
		{"::ffff:203.0.113.77/120", "203.0.113.7", true},
		{"203.0.113.0/24", "::ffff:203.0.113.7", true},
		{"203.0.113.0/33", "203.0.113.0", false},
		{"203.0.113", "203.0.113.0", false},
		{"203.0.113.0/024", "203.0.113.0", false},
		{"any", "203.0.113.0", false},
		{"", "203.0.113.0", false},
	}
	for _, test := range tests {
		n, okN := condition.ParseNetwork(test.network)
		a, okA := condition.ParseAddress(test.address)
		if got := okN && okA && n.Contains(a); got != test.want {
			t.Errorf("%s in %s: %v, want %v", test.address, test.network, got, test.want)
		}
	}
	for _, text := range []string{"", "here", "203.0.113", "203.0.113.7/32", "fe80::1%eth0", "203.0.113.07", "::ffff:203.0.113.7%1"} {
		if a, ok := condition.ParseAddress(text); ok {
			t.Errorf("ParseAddress(%q) = %v, want none", text, a)
		}
	}
}

func TestParseBool(t *testing.T) {
	for text, want := range map[string]bool{"true": true, "TRUE": true, "True": true, "false": false, "": false, "yes": false, "1": false, " true": false} {
		if got := condition.ParseBool(text); got != want {
			t.Errorf("ParseBool(%q) = %v", text, got)
		}
	}
}

func TestEqualBinary(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"YWJjZA==", "YWJjZA==", true},
		{"YWJjZA==", "YWJj", false},
		{"YWJjZA", "YWJjZA", false}, // no base64: equals nothing, not even itself
		{"!", "!", false},
		{"", "", true},
	}
	for _, test := range tests {
		if got := condition.EqualBinary(test.a, test.b); got != test.want {
			t.Errorf("EqualBinary(%q, %q) = %v", test.a, test.b, got)
		}
	}
}

// TestValuesDoNotAllocate: parsing a request's value is on the way of Decide.
func TestValuesDoNotAllocate(t *testing.T) {
	number, _ := condition.ParseNumber("10")
	network, _ := condition.ParseNetwork("203.0.113.0/24")
	tests := map[string]func(){
		"number":  func() { n, _ := condition.ParseNumber("00012.340"); n.Compare(number) },
		"date":    func() { condition.ParseDate("2026-06-01T02:00:00.123+02:00") },
		"epoch":   func() { condition.ParseDate("1780272000") },
		"no date": func() { condition.ParseDate("soon") },
		"address": func() { a, _ := condition.ParseAddress("203.0.113.7"); network.Contains(a) },
		"bool":    func() { condition.ParseBool("TRUE") },
	}
	for name, f := range tests {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
