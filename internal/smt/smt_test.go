package smt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sightline/iam/policy"
)

func document(statements string) *policy.Document {
	return policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[` + statements + `]}`))
}

func allow(condition string) string {
	return `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{` + condition + `}}`
}

// TestDifferences asks for what one statement allows and another does not, where
// the corpus has no case.
func TestDifferences(t *testing.T) {
	solver := solver(t)
	in := func(resource string) string {
		return `{"Effect":"Allow","Action":"s3:GetObject","Resource":"` + resource + `"}`
	}
	for _, tt := range []struct {
		a, b string
		want Verdict
	}{
		{in("arn:aws:s3:::b/*/${aws:username}/*"), in("arn:aws:s3:::b/*"), Unsatisfiable},
		{in("arn:aws:s3:::b/x${aws:username}y/*"), in("arn:aws:s3:::b/?${aws:username}*/*"), Unsatisfiable},
		{in("arn:aws:s3:::b/?${aws:username}*/*"), in("arn:aws:s3:::b/x${aws:username}y/*"), Satisfiable},
		{in("arn:aws:s3:::b/*-${aws:username}"), in("arn:aws:s3:::b/*${aws:username}"), Unsatisfiable},
		{in("arn:aws:s3:::b/${aws:username}${aws:userid}"), in("arn:aws:s3:::b/${aws:userid}${aws:username}"), Satisfiable},
		{in("arn:aws:s3:::b/*a*${aws:username}*b*"), in("arn:aws:s3:::b/*${aws:username}*"), Unsatisfiable},
		{in("arn:aws:s3:::b/*${aws:username}*"), in("arn:aws:s3:::b/*a*${aws:username}*b*"), Satisfiable},
		{in("arn:aws:s3"), in("arn:aws:s3:*:*:*"), Unsatisfiable},
		{allow(`"NumericEquals":{"s3:max-keys":["-0.50","+007"]}`), allow(`"NumericEquals":{"s3:max-keys":["7.0","-0.5"]}`), Unsatisfiable},
		{allow(`"DateEquals":{"aws:CurrentTime":"1800000000"}`), allow(`"DateEquals":{"aws:CurrentTime":"2027-01-15T08:00:00Z"}`), Unsatisfiable},
		{allow(`"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}`), allow(`"IpAddress":{"aws:SourceIp":"::/0"}`), Satisfiable},
		{allow(`"Null":{"aws:SourceIp":"false"}`), allow(`"IpAddress":{"aws:SourceIp":["::/0","0.0.0.0/0"]}`), Unsatisfiable},
		{allow(`"IpAddress":{"aws:SourceIp":"2001:db8::1/32"}`), allow(`"Null":{"aws:SourceIp":"true"}`), Unsatisfiable},
		{allow(`"ForAnyValue:StringLike":{"aws:TagKeys":"*"}`), allow(`"Null":{"aws:TagKeys":"false"}`), Unsatisfiable},
		{allow(`"StringEqualsIfExists":{"aws:TagKeys":"a"},"ForAnyValue:StringLike":{"aws:TagKeys":"*"}`), allow(`"Null":{"aws:TagKeys":["true","false"]}`), Unsatisfiable},
		{allow(`"StringEquals":{"aws:PrincipalTag/a":"\"\\ é"}`), allow(`"StringLike":{"aws:PrincipalTag/a":"?\\?é"}`), Unsatisfiable},
		{allow(`"ArnLike":{"aws:SourceArn":"arn:aws:s3:::?"}`), allow(`"StringLike":{"aws:SourceArn":"arn:aws:s3:::*"}`), Unsatisfiable},
		{allow(`"ArnLike":{"aws:SourceArn":"*"}`), allow(`"ArnLike":{"aws:SourceArn":"arn:*:*:*:*:*"}`), Unsatisfiable},
	} {
		q, err := Difference(Identity, document(tt.a), document(tt.b))
		if err != nil {
			t.Errorf("%s: %v", tt.a, err)
			continue
		}
		if a, err := solver.Ask(context.Background(), q); err != nil || a.Verdict != tt.want {
			t.Errorf("%s less %s: %s, %v, want %s", tt.a, tt.b, a.Verdict, err, tt.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for statement, want := range map[string]string{
		`{"Effect":"Allow","Action":"s3:Gét","Resource":"*"}`:                                           "the folding of 'é'",
		`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::😀"}`:                                "UTF-16",
		`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:${aws:username}:::*"}`:                   "before the fifth colon",
		`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*${aws:username}?*${aws:userid}*"}`: "a question mark and a variable",
		`{"Effect":"Permit","Action":"s3:*","Resource":"*"}`:                                            "statement 0 is broken",
		allow(`"StringMatches":{"aws:username":"a"}`):                                                   `the unknown operator "StringMatches"`,
		allow(`"StringEquals":{"s3:max-keys":"5"},"NumericLessThan":{"s3:max-keys":"5"}`):               "is compared as",
		allow(`"NumericLessThan":{"s3:max-keys":"many"}`):                                               `"many" is no number`,
		allow(`"DateLessThan":{"aws:CurrentTime":"2026"}`):                                              "no date of a form",
		allow(`"IpAddress":{"aws:SourceIp":"localhost"}`):                                               "no range of addresses",
		allow(`"IpAddress":{"aws:SourceIp":"::ffff:1.2.3.4"}`):                                          "written as IPv6",
		allow(`"BinaryEquals":{"x:y":"QQ=="}`):                                                          "binary",
		allow(`"ArnLike":{"aws:SourceArn":"arn:aws"}`):                                                  "is no ARN",
		allow(`"ArnLike":{"aws:SourceArn":"arn:aws:iam::1:user/${aws:username}"}`):                      "a variable in an ARN condition",
		allow(`"StringEqualsIgnoreCase":{"aws:userid":"${aws:username}"}`):                              "it has a variable",
		allow(`"StringEquals":{"aws:userid":[]}`):                                                       "without values",
	} {
		_, err := NoNewAccess(Identity, document(statement), document(statement))
		var refusal *RefusalError
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, want) {
			t.Errorf("%s:\n got %v\nwant %s", statement, err, want)
		}
	}
}

// TestTimeIsLimited gives the solver a question that it cannot answer at once.
func TestTimeIsLimited(t *testing.T) {
	s := solver(t)
	s.Limit = time.Second
	var patterns []string
	for i := range 14 {
		patterns = append(patterns, fmt.Sprintf(`{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::*%c*%c*"}`, 'a'+i, 'n'+(i*5)%13))
	}
	d := document(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::` + strings.Repeat("?", 24) + `"},` + strings.Join(patterns, ","))
	script, err := NoNewAccess(Identity, document(""), d)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Ask(context.Background(), script.Whole)
	if err != nil || a.CPU > 5*time.Second {
		t.Errorf("%v after %v of processor time: %v", a.Verdict, a.CPU, err)
	}
	t.Logf("%s after %v of processor time", a.Verdict, a.CPU)
}

func TestNodes(t *testing.T) {
	for text, want := range map[string]string{
		"5": "5", "(- 5)": "-5", "(/ 21 40)": "21/40", "(- (/ 1 2))": "-1/2", "2.50": "5/2",
	} {
		n, _, err := readNode(text)
		if err != nil || n.number().RatString() != want {
			t.Errorf("%s reads %s, %v, want %s", text, n.number().RatString(), err, want)
		}
	}
	n, _, err := readNode(`((a "x""\u{5c}\u{1f}") (b (c)))`)
	if err != nil || n.list[0].list[1].atom != "x\"\\\x1f" || n.list[1].list[1].list[0].atom != "c" {
		t.Errorf("read %+v, %v", n, err)
	}
	for _, cut := range []string{"", "(", `"x`, "(a (b)"} {
		if _, _, err := readNode(cut); err == nil {
			t.Errorf("%q is read", cut)
		}
	}
}
