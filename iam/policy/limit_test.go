package policy_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"sightline/iam/policy"
)

// oddTexts are texts that cannot stand in a golden file.
func oddTexts() []string {
	return []string{
		"", " \n", "\uFEFF", "\uFEFF{\"Statement\": []}", " \uFEFF{}", "{}\x00", "\x00", "{\"\xff\": 1}",
		"{\"Id\": \"\xed\xa0\x80\"}", `{"Id": "\ud800\u0041"}`, `{"Id": "\udc00"}`, `{"Id": "\ud83d\ude00"}`,
		`{"Id": "\u00`, `{"Id": "\ud83d\u00`, `{"Id": "\u00EF\u00Eg"}`, `{"Id": "\`, `{"Id"`, `{"Id":`, `{`, `[`, `[1,`, `-`, `1e`, `1e+`, `1.`, `tru`, `"`,
		"{\"Id\":\r\n\t\"a\"\r\n}", "{\"Id\": \"a\u2028\x7f\"}", "\xff", "{\"a\":1}\xff",
	}
}

func TestOddTexts(t *testing.T) {
	for _, text := range oddTexts() {
		checkSpans(t, []byte(text))
		checkLaws(t, []byte(text))
		checkIssues(t, []byte(text))
		checkJSON(t, []byte(text))
	}
}

// TestFaults pins the one issue of texts that cannot stand in a golden file.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "1:1 syntax: the text is empty"},
		{"only a byte order mark", "\uFEFF", "1:2 syntax: the text is empty"},
		{"zero byte", "\x00", `1:1 syntax: expected a value, found "\x00"`},
		{"zero byte behind", "{}\x00", `1:3 syntax: text after the end of the document: "\x00"`},
		{"no UTF-8 in a name", "{\n\"\xff\": 1}", "2:2 invalid-text: the byte 0xFF is no UTF-8"},
		{"no UTF-8 outside", "{\xff}", `1:2 syntax: expected a name in double quotes, found the byte 0xFF, which is no UTF-8`},
		{"encoded surrogate", "{\"Id\": \"é\xed\xa0\x80\"}", "1:10 /Id invalid-text: the byte 0xED is no UTF-8"},
		{"byte order mark inside", "{ \uFEFF}", `1:3 syntax: expected a name in double quotes, found "\ufeff"`},
		{"half an escape", `{"Id": "\ud83d\u00EG"}`, `1:9 /Id syntax: expected four hexadecimal digits after \u`},
		{"word of another language", `[None]`, `1:2 /0 syntax: expected a value, found "None"`},
		{"percent-encoded within a string", `"%7B%22Version%22%7D"`, "1:1 wrong-type: expected an object with a Statement, found a string"},
		{"too large", strings.Repeat(" ", policy.MaxSize+1), "1:1 too-large: the text has 1048577 bytes; a policy may have 1048576 at most"},
		{"ten megabytes", strings.Repeat("[", 10<<20), "1:1 too-large: the text has 10485760 bytes; a policy may have 1048576 at most"},
		{"nested arrays", strings.Repeat("[", 100_000), "1:65 " + strings.Repeat("/0", 64) + " too-deep: values are nested more than 64 deep"},
		{"nested objects", strings.Repeat(`{"a":`, 100_000), "1:321 " + strings.Repeat("/a", 64) + " too-deep: values are nested more than 64 deep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := policy.Parse([]byte(c.text))
			if !doc.Broken || len(doc.Issues) != 1 {
				t.Fatalf("broken %v, issues %v", doc.Broken, doc.Issues)
			}
			if got := doc.Issues[0].Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestManyStatements(t *testing.T) {
	text := func(n int) []byte {
		s := strings.Repeat(`,{"Effect":"Deny","Action":"*"}`, n)
		return []byte(`{"Statement":[` + s[1:] + `]}`)
	}
	if doc := policy.Parse(text(policy.MaxStatements)); doc.Broken || len(doc.Statements) != policy.MaxStatements {
		t.Errorf("broken %v, %d statements", doc.Broken, len(doc.Statements))
	}
	doc := policy.Parse(text(policy.MaxStatements + 1))
	if !doc.Broken || len(doc.Issues) != 1 || doc.Issues[0].Code != policy.CodeTooLarge || doc.Issues[0].Pointer != "/Statement" {
		t.Errorf("broken %v, issues %v", doc.Broken, doc.Issues)
	}
}

func TestDeepestNesting(t *testing.T) {
	text := strings.Repeat("[", policy.MaxDepth) + strings.Repeat("]", policy.MaxDepth)
	if issue, unreadable := fault(policy.Parse([]byte(text))); unreadable {
		t.Errorf("%d levels are allowed: %v", policy.MaxDepth, issue)
	}
}

func TestByteOrderMarkIsSkipped(t *testing.T) {
	doc := policy.Parse([]byte("\uFEFF" + `{"Version": "2012-10-17", "Statement": []}`))
	if doc.Broken || doc.Version != policy.Version2012 {
		t.Errorf("broken %v, version %q", doc.Broken, doc.Version)
	}
	if len(doc.Issues) != 2 || doc.Issues[0].Code != policy.CodeByteOrderMark {
		t.Errorf("issues %v", doc.Issues)
	}
}

// samplePolicy has every kind of element, escapes and wide characters.
func samplePolicy() string {
	return `{"Version": "2012-10-17", "Id": "é", "Statement": [{"Sid": "\u0041😀", "Effect": "Allow",
  "Principal": {"AWS": ["111122223333", "*"], "Service": "ec2.amazonaws.com"}, "NotAction": ["s3:*", "iam:*"],
  "Resource": "arn:aws:s3:::b/${aws:username}/*", "Condition": {"NumericEquals": {"s3:max-keys": [1, -2.5e+3]},
  "Bool": {"aws:SecureTransport": true}, "StringEqual": {"a:b": null}}}, {"Efect": "Deny"}]}`
}

func TestTruncatedEverywhere(t *testing.T) {
	text := samplePolicy()
	for end := range len(text) {
		cut := []byte(text[:end])
		if doc := policy.Parse(cut); !doc.Broken || len(doc.Issues) != 1 {
			t.Fatalf("cut at %d: broken %v, issues %v", end, doc.Broken, doc.Issues)
		}
		checkSpans(t, cut)
		checkJSON(t, cut)
	}
}

// TestDamagedEverywhere puts one wrong byte into every place.
func TestDamagedEverywhere(t *testing.T) {
	text := samplePolicy()
	for at := range len(text) {
		for _, c := range []byte("\x00\n\"\\{}[],:0aN\xff") {
			damaged := []byte(text)
			damaged[at] = c
			checkSpans(t, damaged)
			checkLaws(t, damaged)
			checkIssues(t, damaged)
			checkJSON(t, damaged)
		}
	}
}

func TestManyIssuesAreCounted(t *testing.T) {
	text := `{"Statement": [` + strings.Repeat("1,", 299) + `1]}`
	doc := policy.Parse([]byte(text))
	if len(doc.Issues) != policy.MaxIssues+1 || len(doc.Statements) != 300 {
		t.Fatalf("%d issues, %d statements", len(doc.Issues), len(doc.Statements))
	}
	last := doc.Issues[policy.MaxIssues]
	if last.Code != policy.CodeMoreIssues || last.Message != "200 more issues are not shown" || last.Span.Start.Offset != len(text) {
		t.Errorf("last issue: %#v", last)
	}
}

// hostileTexts are of the largest size and made to be slow.
func hostileTexts() map[string]string {
	var members, folded strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&members, `"k%d":1,`, i)
		fmt.Fprintf(&folded, `"K%d":1,"k%d":1,`, i/2, i/2)
	}
	statement := func(s string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",` + s + `}]}`
	}
	fill := func(s string) string { return strings.Repeat(s, (policy.MaxSize-200)/len(s)) }
	return map[string]string{
		"elements":        statement(members.String() + `"x":1`),
		"operators":       statement(`"Condition":{` + members.String() + `"x":1}`),
		"keys":            statement(`"Condition":{"Bool":{` + folded.String()[:600_000] + `"x":1}}`),
		"duplicates":      statement(fill(`"Sid":"",`) + `"x":1`),
		"values":          `{"Version":"2012-10-17","Statement":{"Resource":[` + fill(`"",`) + `""]}}`,
		"variables":       `{"Version":"2012-10-17","Statement":{"Resource":"` + fill("${") + `"}}`,
		"open variable":   `{"Version":"2012-10-17","Statement":{"Resource":"` + fill("${a, ") + `"}}`,
		"wide characters": `{"Id":"` + fill("é") + `"}`,
		"escapes":         `{"Id":"` + fill(`\u00e9`) + `"}`,
		"long operator":   statement(`"Condition":{"` + strings.Repeat("StringEquals", 50_000) + `":{}}`),
		"many statements": `{"Statement":[` + fill("{},") + `{}]}`,
		"spaces":          fill(" \n"),
	}
}

func TestHostileTextsAreQuick(t *testing.T) {
	for name, text := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			if len(text) > policy.MaxSize {
				t.Fatalf("%d bytes are refused at once", len(text))
			}
			start := time.Now()
			doc := policy.Parse([]byte(text))
			for _, issue := range doc.Issues {
				policy.FormatIssue("f.json", issue, doc.Raw)
			}
			policy.Print(doc)
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("took %v", took)
			} else if testing.Verbose() {
				t.Log(took)
			}
		})
	}
}

// largePolicy is realistic text of about the size.
func largePolicy(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"Version": "2012-10-17", "Statement": [`)
	for i := 0; b.Len() < size-1000; i++ {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `
    {
      "Sid": "Statement%d",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "ec2:DescribeInstances"],
      "Resource": ["arn:aws:s3:::bucket-%d/*", "arn:aws:s3:::bucket-%d"],
      "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue", "aws:ResourceTag/team": ["blue", "green"]}}
    }`, i, i, i)
	}
	b.WriteString("]}")
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	for _, size := range []int{2_000, 1 << 20} {
		text := largePolicy(size)
		b.Run(fmt.Sprint(len(text)), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				policy.Parse(text)
			}
		})
	}
}
