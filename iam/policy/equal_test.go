package policy_test

import (
	"bytes"
	"testing"

	"sightline/iam/policy"
)

// variants are texts of which no two are equal.
func variants() []string {
	base := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", `
	return []string{
		`{"Version": "2012-10-17", "Statement": []}`,
		`{"Version": "2008-10-17", "Statement": []}`,
		`{"Statement": []}`,
		`{"Id": "x", "Version": "2012-10-17", "Statement": []}`,
		base + `"Action": "*"}]}`,
		base + `"Action": "*"}, {"Effect": "Allow", "Action": "*"}]}`,
		`{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*"}]}`,
		base + `"Action": "*", "Sid": "x"}]}`,
		base + `"Action": "s3:*"}]}`,
		base + `"Action": []}]}`,
		base + `"Action": ["s3:*", "ec2:*"]}]}`,
		base + `"Action": ["ec2:*", "s3:*"]}]}`,
		base + `"NotAction": "*"}]}`,
		base + `"Action": "*", "Resource": "*"}]}`,
		base + `"Action": "*", "NotResource": "*"}]}`,
		base + `"Action": "*", "Principal": "*"}]}`,
		base + `"Action": "*", "NotPrincipal": "*"}]}`,
		base + `"Action": "*", "Principal": {}}]}`,
		base + `"Action": "*", "Principal": {"AWS": "*"}}]}`,
		base + `"Action": "*", "Principal": {"Service": "*"}}]}`,
		base + `"Action": "*", "Principal": {"Federated": "*"}}]}`,
		base + `"Action": "*", "Principal": {"CanonicalUser": "*"}}]}`,
		base + `"Action": "*", "Condition": {"Bool": {"a:b": true}}}]}`,
		base + `"Action": "*", "Condition": {"BoolIfExists": {"a:b": true}}}]}`,
		base + `"Action": "*", "Condition": {"Bool": {"a:B": true}}}]}`,
		base + `"Action": "*", "Condition": {"Bool": {"a:b": false}}}]}`,
		base + `"Action": "*", "Condition": {"Bool": {"a:b": []}}}]}`,
		base + `"Action": "*", "Condition": {"NumericEquals": {"a:b": 10}}}]}`,
		base + `"Action": "*", "Condition": {"NumericEquals": {"a:b": 10.0}}}]}`,
		base + `"Action": "*", "Condition": {"bool": {"a:b": true}}}]}`,
		`{"Statement": 1}`, `{"Statement": 2}`, `{`, ``,
		base + `"Action": 1}]}`, base + `"Action": 2}]}`,
	}
}

// Equal and the printed bytes must tell the same, on every pair.
func TestEqualAgreesWithPrint(t *testing.T) {
	texts := variants()
	for i, a := range texts {
		for j, b := range texts {
			first, second := policy.Parse([]byte(a)), policy.Parse([]byte(b))
			if got := policy.Equal(first, second); got != (i == j) {
				t.Errorf("Equal is %v for\n%s\n%s", got, a, b)
			}
			if got := bytes.Equal(policy.Print(first), policy.Print(second)); got != (i == j) {
				t.Errorf("the prints are equal: %v, for\n%s\n%s", got, a, b)
			}
		}
	}
}

func TestEqualIgnoresTheWayOfWriting(t *testing.T) {
	plain := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Condition":{"Bool":{"a:b":"true"}}}}`))
	for _, text := range []string{
		`{"Statement": [{"Action": ["*"], "Effect": "Allow", "Condition": {"Bool": {"a:b": [true]}}}], "Version": "2012-10-17"}`,
		`{"Comment": "x", "Version": "2012-10-17", "Statement": [{"Sid": "", "Effect": "Allow", "Action": "\u002a",
		  "Condition": {"Null": {}, "Bool": {"a:b": "true"}}}]}`,
	} {
		if other := policy.Parse([]byte(text)); !policy.Equal(plain, other) {
			t.Errorf("not equal: %s", text)
		}
	}
}

func TestEqualNil(t *testing.T) {
	doc := policy.Parse([]byte(`{"Statement": []}`))
	if !policy.Equal(nil, nil) || policy.Equal(doc, nil) || policy.Equal(nil, doc) {
		t.Error("nil equals nil only")
	}
}
