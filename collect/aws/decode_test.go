package aws

import (
	"net/url"
	"strings"
	"testing"
)

// IAM sends documents percent-encoded; some that speak its protocol do not.
func TestDecoded(t *testing.T) {
	const plain = `{"Statement":[{"Resource":"arn:aws:s3:::a b+c%20d/*"}]}`
	encoded := strings.ReplaceAll(url.QueryEscape(plain), "+", "%20")
	for name, c := range map[string]struct{ in, want string }{
		"as AWS sends it":           {encoded, plain},
		"not encoded":               {plain, plain},
		"white space before it":     {"\n\t " + plain, "\n\t " + plain},
		"a plus stands for itself":  {"%7B%22a%22:%22x+y%22}", `{"a":"x+y"}`},
		"cut off":                   {plain[:20], ""},
		"encoded and cut off":       {encoded[:40], ""},
		"a percent sign on its own": {"%7B%2", ""},
		"no JSON":                   {"<html>", ""},
		"longer than the limit":     {`{"a":"` + strings.Repeat("x", maxDocument) + `"}`, ""},
	} {
		got, err := decoded(&c.in)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := decoded(nil); err == nil {
		t.Error("no document passes")
	}
}

func FuzzDecoded(f *testing.F) {
	f.Add("%7B%7D")
	f.Add(`{"Statement":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := decoded(&text); err == nil && !strings.HasPrefix(strings.TrimLeft(got, " \t\r\n"), "{") {
			t.Errorf("%q passes as %q", text, got)
		}
	})
}
