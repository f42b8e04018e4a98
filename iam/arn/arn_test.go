package arn

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, partition, service, region, account, resource string }{
		{"arn:aws:iam::111122223333:role/path/app", "aws", "iam", "", "111122223333", "role/path/app"},
		{"arn:aws:s3:::bucket/a:b", "aws", "s3", "", "", "bucket/a:b"},
		{"arn:aws-cn:sns:cn-north-1:111122223333:t", "aws-cn", "sns", "cn-north-1", "111122223333", "t"},
		{"arn:aws:iam::aws:policy/ReadOnlyAccess", "aws", "iam", "", "aws", "policy/ReadOnlyAccess"},
		{"arn:aws:logs:eu-west-1:111122223333:log-group:g:*", "aws", "logs", "eu-west-1", "111122223333", "log-group:g:*"},
	} {
		a, err := Parse(c.text)
		if err != nil || !a.Valid() || a.String() != c.text {
			t.Errorf("Parse(%q) = %v, %v", c.text, a, err)
		}
		if a.Partition() != c.partition || a.Service() != c.service || a.Region() != c.region ||
			a.Account() != c.account || a.Resource() != c.resource {
			t.Errorf("Parse(%q): %q %q %q %q %q", c.text,
				a.Partition(), a.Service(), a.Region(), a.Account(), a.Resource())
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                `ARN "": does not begin with "arn:"`,
		"s3:::b":          `does not begin with "arn:"`,
		"ARN:aws:s3:::b":  `does not begin with "arn:"`,
		"arn:aws:s3":      "has 3 parts, want 6",
		"arn:aws:s3::b":   "has 5 parts, want 6",
		"arn::s3:::b":     "the partition part is empty",
		"arn:aws::eu:1:b": "the service part is empty",
		"arn:aws:s3:::":   "the resource part is empty",
		"arn:aws:s3:::" + strings.Repeat("x", MaxLength): "2061 bytes long, the limit is 2048",
	} {
		a, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || a.Valid() {
			t.Errorf("Parse(%.40q) = %v, %v; want %q", text, a, err, want)
		}
	}
}

func TestARNIsAValue(t *testing.T) {
	const text = "arn:aws:iam::111122223333:user/alice"
	seen := map[ARN]bool{MustParse(text): true}
	if !seen[MustParse(strings.Clone(text))] {
		t.Error("equal ARNs must be equal keys")
	}
	var zero ARN
	if zero.Valid() || zero.String()+zero.Partition()+zero.Account()+zero.Resource() != "" {
		t.Error("the zero value must be empty and not valid")
	}
}

func TestMustParsePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	MustParse("arn:aws")
}

func TestWellFormed(t *testing.T) {
	for value, want := range map[string]bool{
		"arn:aws:iam::1:role/a": true, "arn:aws:s3:::b:c:d": true, "arn:::::": true,
		"arn:aws:s3::b": false, "*": false, "": false, "x:aws:s3:::b": false, "arn": false,
	} {
		if got := WellFormed(value); got != want {
			t.Errorf("WellFormed(%q) = %v", value, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("arn:aws:iam::111122223333:role/app")
	f.Add("arn:aws:s3:::b/a:b:c")
	f.Add("arn:aws:s3")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text)
		if err != nil {
			if a.Valid() || err.Error() == "" {
				t.Errorf("Parse(%q) = %v, %v", text, a, err)
			}
			return
		}
		joined := strings.Join([]string{"arn", a.Partition(), a.Service(), a.Region(), a.Account(), a.Resource()}, ":")
		if joined != text || a.String() != text || !WellFormed(text) || CompleteResource(text) != text && !strings.Contains(text, "${") {
			t.Errorf("Parse(%q) gives %q", text, joined)
		}
	})
}
