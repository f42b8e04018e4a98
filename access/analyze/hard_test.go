package analyze_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
)

// TestHardPoliciesEnd: policies made to have many combinations, or patterns
// that are hard to tell apart, end in time; what could not be worked out is
// said, and nothing is left out.
func TestHardPoliciesEnd(t *testing.T) {
	keys := []string{"aws:SourceAccount", "aws:SourceVpc", "aws:SourceVpce", "aws:userid", "aws:PrincipalOrgID", "aws:SourceOwner"}
	many := func(statements int) string {
		var out []string
		for i := range statements {
			var conditions []string
			for j, k := range keys {
				conditions = append(conditions, fmt.Sprintf(`%q:"v-%d-%d"`, k, i, j))
			}
			out = append(out, fmt.Sprintf(`{"Effect":"Allow","Principal":{"AWS":"4444555566%02d"},"Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{%s}}}`, i, strings.Join(conditions, ",")))
		}
		return `{"Version":"2012-10-17","Statement":[` + strings.Join(out, ",") + `]}`
	}
	tangled := func(n int) string {
		var allow, deny []string
		for i := range n {
			allow = append(allow, fmt.Sprintf(`"arn:aws:iam::444455556666:role/*%c*%c*"`, 'a'+i%26, 'a'+(i*7+3)%26))
			deny = append(deny, fmt.Sprintf(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*%c?%c*"}}}`, 'a'+i%26, 'a'+(i*5+1)%26))
		}
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":[` +
			strings.Join(allow, ",") + `]}}},` + strings.Join(deny, ",") + `]}`
	}
	for name, text := range map[string]string{"20 statements of 6 keys": many(20), "60 statements of 6 keys": many(60), "tangled 12": tangled(12), "tangled 60": tangled(60)} {
		began := time.Now()
		found := analyze.External(subject("AWS::S3::Bucket", "arn:aws:s3:::demo", text), organization())
		took := time.Since(began)
		unsure := 0
		for _, a := range found {
			if a.Undetermined != "" {
				unsure++
			}
		}
		t.Logf("%s: %d findings, %d undetermined, %s", name, len(found), unsure, took)
		if len(found) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
		if took > time.Minute {
			t.Errorf("%s took %s", name, took)
		}
	}
}
