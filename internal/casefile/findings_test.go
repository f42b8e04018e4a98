package casefile

import (
	"slices"
	"testing"
)

// The five rules of testdata/conformance/reason/README.md "How to compare
// findings": equal findings are equal tuples, others are not.
func TestExploded(t *testing.T) {
	aws := func(who string) Caller { return Caller{AWS: who} }
	tests := []struct {
		name      string
		a, b      []Finding
		tolerated []string
		equal     bool
	}{
		{"grouping", []Finding{{Principal: aws("1"), Actions: []string{"s3:A", "s3:B"}}}, []Finding{{Principal: aws("1"), Actions: []string{"s3:b"}}, {Principal: aws("1"), Actions: []string{"s3:A"}}}, nil, true},
		{"an account is its root user", []Finding{{Principal: aws("111122223333")}}, []Finding{{Principal: aws("arn:aws:iam::111122223333:root")}}, nil, true},
		{"a star with a fixed account is the account", []Finding{{Principal: aws("*"), Condition: map[string]string{"kms:CallerAccount": "1"}}}, []Finding{{Principal: aws("1")}}, nil, true},
		{"keys ignore case, values do not", []Finding{{Principal: aws("*"), Condition: map[string]string{"AWS:SourceIp": "a"}}}, []Finding{{Principal: aws("*"), Condition: map[string]string{"aws:SourceIp": "A"}}}, nil, false},
		{"keys ignore case", []Finding{{Principal: aws("*"), Condition: map[string]string{"AWS:SourceIp": "a"}}}, []Finding{{Principal: aws("*"), Condition: map[string]string{"aws:sourceip": "a"}}}, nil, true},
		{"tolerated keys", []Finding{{Principal: aws("*"), Condition: map[string]string{"sts:ExternalId": "7"}}}, []Finding{{Principal: aws("*")}}, []string{"sts:externalid"}, true},
		{"other keys", []Finding{{Principal: aws("*"), Condition: map[string]string{"aws:SourceVpc": "v"}}}, []Finding{{Principal: aws("*")}}, nil, false},
		{"public", []Finding{{Principal: aws("*"), IsPublic: true}}, []Finding{{Principal: aws("*")}}, nil, false},
		{"sources", []Finding{{Principal: aws("*"), Sources: []string{"POLICY", "BUCKET_ACL"}}}, []Finding{{Principal: aws("*"), Sources: []string{"POLICY"}}}, nil, false},
		{"kinds of principal", []Finding{{Principal: Caller{Federated: "x"}}}, []Finding{{Principal: Caller{CanonicalUser: "x"}}}, nil, false},
	}
	for _, test := range tests {
		if got := slices.Equal(Exploded(test.a, test.tolerated), Exploded(test.b, test.tolerated)); got != test.equal {
			t.Errorf("%s: equal is %v\n%q\n%q", test.name, got, Exploded(test.a, test.tolerated), Exploded(test.b, test.tolerated))
		}
	}
}
