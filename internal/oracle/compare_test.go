package oracle

import (
	"testing"
)

func TestDatesAreReadToTheMillisecond(t *testing.T) {
	tests := []struct {
		text string
		want int64 // milliseconds since 1970
		bad  bool
	}{
		{text: "2026-06-01T00:00:00Z", want: 1780272000000},
		{text: "2026-06-01T02:00+02:00", want: 1780272000000},
		{text: "2026-06-01T00:00:00.1239Z", want: 1780272000123},
		{text: "2026-06", want: 1780272000000},
		{text: "1970", want: 0},
		{text: "1780272000.0019", want: 1780272000001},
		{text: "-86400", want: -86400000},
		{text: "12345", want: 12345000},
		{text: "2026-06-01T00:00:00", bad: true}, // no zone
		{text: "2026-06-01T1:00Z", bad: true},
		{text: "2026-06-01T00:00:00,5Z", bad: true},
		{text: "2026-02-30", bad: true},
		{text: "", bad: true},
	}
	for _, tt := range tests {
		got := readDate(tt.text)
		if (got == nil) != tt.bad || got != nil && (!got.IsInt() || got.Num().Int64() != tt.want) {
			t.Errorf("%q: got %v, want %d, bad %t", tt.text, got, tt.want, tt.bad)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, text := range []string{"", " 1", "1e1", ".5", "5.", "0x1", "1/2", "++1", "ten"} {
		if n := readNumber(text); n != nil {
			t.Errorf("%q was read as %s", text, n)
		}
	}
	if !compare("NumericLessThan", readNumber("10"), readNumber("10.00000000000000000001")) {
		t.Error("numbers must be compared exactly")
	}
}

func TestNetworks(t *testing.T) {
	tests := []struct {
		address, network string
		want             bool
	}{
		{"203.0.113.5", "203.0.113.77/24", true}, // host bits of IPv4 are ignored
		{"2001:db8::1", "2001:db8::/32", true},
		{"2001:db8::1", "2001:db8::1/32", false}, // those of IPv6 are not
		{"2001:db8::1", "2001:db8::1", true},
		{"::ffff:203.0.113.9", "203.0.113.0/24", true},
		{"203.0.113.9", "::ffff:203.0.113.0/120", true},
		{"203.0.113.9", "::ffff:203.0.113.77/120", true},
		{"203.0.113.9", "::ffff:203.0.113.9", true},
		{"203.0.113.9", "::/0", false},
		{"2001:db8::1", "0.0.0.0/0", false},
		{"203.0.113.9", "203.0.113.0/33", false},
		{"203.0.113.9", "any", false},
	}
	for _, tt := range tests {
		if got := inNetwork(tt.address, tt.network); got != tt.want {
			t.Errorf("%s in %s: got %t", tt.address, tt.network, got)
		}
	}
}

func TestGlob(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"?", "", false},
		{"a*c", "a\n/:c", true},
		{"*a*b*", "xxaxxbxx", true},
		{"*a*b", "ba", false},
		{"?", "é", true},
		{"?", "😀", false},
		{"??", "😀", true},
		{"a.c", "abc", false},
		{"[a]", "a", false},
		{`\*`, "*", false},
	}
	for _, tt := range tests {
		if got := globText(tt.pattern, tt.text); got != tt.want {
			t.Errorf("%q covers %q: got %t", tt.pattern, tt.text, got)
		}
	}
}

func TestMalformedPolicyARNFailsAnAllowAndHoldsInADeny(t *testing.T) {
	const arn = "arn:aws:sns:us-east-1:123456789012:orders"
	request := Request{
		Principal: "*", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1:111122223333:q",
		ResourceAccount: homeAccount, Context: map[string]Value{"aws:SourceArn": {Texts: []string{arn}}},
	}
	trial := newTrial(Case{Request: request})
	tests := []struct {
		operator, effect string
		listed           List
		want             bool
	}{
		{"ArnLike", "Allow", List{"arn:aws:sns"}, false},
		{"ArnNotLike", "Allow", List{"arn:aws:sns"}, false},
		{"ArnLike", "Deny", List{"arn:aws:sns"}, true},
		{"ArnNotLike", "Deny", List{"arn:aws:sns"}, true},
		{"ArnLike", "Allow", List{"orders", arn}, false},
		{"ArnLike", "Allow", List{"*"}, true},
		{"ArnLike", "Deny", List{"${aws:nosuch}"}, false},
		{"ArnNotLike", "Allow", List{"${aws:nosuch}"}, true},
	}
	for _, tt := range tests {
		if got := trial.holds(readTest(tt.operator, "2012-10-17", tt.effect, tt.listed), fold("aws:SourceArn")); got != tt.want {
			t.Errorf("%s %s %v: got %t", tt.effect, tt.operator, tt.listed, got)
		}
	}
}
