package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"sightline/iam/policy"
)

func ExampleFormatIssue() {
	text := []byte(`{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"StringNotEqual": {"aws:PrincipalTag/team": "blue"}}
  }]
}`)
	for _, issue := range policy.Parse(text).Issues {
		fmt.Println(policy.FormatIssue("bucket.json", issue, text))
	}
	// Output:
	// bucket.json:7:19 /Statement/0/Condition/StringNotEqual
	//     unknown condition operator "StringNotEqual"
	//     7 |     "Condition": {"StringNotEqual": {"aws:PrincipalTag/team": "blue"}}
	//       |                   ^^^^^^^^^^^^^^^^
	//     hint: did you mean "StringNotEquals"?
}

func TestFormatIssue(t *testing.T) {
	wide := `{"Version":"2012-10-17","Id":"` + strings.Repeat("é", 80) + `","Statement":[],"Extra":"` + strings.Repeat("x", 200) + `"}`
	for _, c := range []struct{ name, file, text, want string }{
		{
			"without file name", "", `[]`,
			"1:1\n    expected an object with a Statement, found an array\n    1 | []\n      | ^^\n" +
				"    hint: one text holds one policy; an array of statements stands under Statement",
		},
		{
			"at the end of the text", "f", "{\n",
			"f:2:1\n    expected a name in double quotes, found the end of the text\n    2 | \n      | ^\n    hint: the text may have been cut off",
		},
		{
			"carriage return and tab", "f", "{\r\n\t1\r\n}",
			"f:2:2\n    expected a name in double quotes, found \"1\"\n    2 | ·1\n      |  ^\n    hint: strings and names stand in double quotes",
		},
		{
			"span of several lines", "f", "[\n1]",
			"f:1:1\n    expected an object with a Statement, found an array\n    1 | [\n      | ^\n" +
				"    hint: one text holds one policy; an array of statements stands under Statement",
		},
		{
			"escape sequence of a terminal", "a\x1b[2J", "{\"\x1b]0;\": 1}",
			"a·[2J:1:3\n    control character U+001B in a string\n    1 | {\"·]0;\": 1}\n      |   ^\n    hint: write it as \\u001b",
		},
		{
			"long line", "f", wide,
			"f:1:128 /Extra\n    unknown element \"Extra\"\n    1 | …" + strings.Repeat("é", 33) + `","Statement":[],` +
				`"Extra":"` + strings.Repeat("x", 40) + "…\n      | " + strings.Repeat(" ", 51) + "^^^^^^^",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			issues := policy.Parse([]byte(c.text)).Issues
			got := policy.FormatIssue(c.file, issues[len(issues)-1], []byte(c.text))
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestFormatIssueWithoutText(t *testing.T) {
	issue := policy.Parse([]byte(`{"Statement": [], "a/b~c": 1}`)).Issues[1]
	if got, want := policy.FormatIssue("f", issue, nil), "f:1:19 /a~1b~0c\n    unknown element \"a/b~c\""; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The issue's place may belong to another text; that must not panic.
func TestFormatIssueWithAnotherText(t *testing.T) {
	issue := policy.Parse([]byte(`{"Statement": [], "Extra": 1}`)).Issues[1]
	for size := range 30 {
		if got := policy.FormatIssue("f", issue, make([]byte, size)); !strings.HasPrefix(got, "f:1:19 /Extra\n") {
			t.Errorf("%d bytes: %q", size, got)
		}
	}
}

func TestLongNamesAreCut(t *testing.T) {
	issues := policy.Parse([]byte(`{"Statement": [], "x` + strings.Repeat("é", 5000) + `": 1}`)).Issues
	if message := issues[1].Message; len(message) > 120 || !strings.HasSuffix(message, `é…"`) {
		t.Errorf("message %q", message)
	}
}
