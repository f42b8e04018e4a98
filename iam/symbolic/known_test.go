package symbolic

import (
	"testing"

	"sightline/iam/glob"
	"sightline/iam/policy"
)

// TestKnownActions: over the actions that exist two policies can be equal that
// are not over all texts.
func TestKnownActions(t *testing.T) {
	names := []string{"s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "sqs:SendMessage"}
	match := func(pattern string) (out []string) {
		for _, n := range names {
			if glob.NewFold(pattern).Match(n) {
				out = append(out, n)
			}
		}
		return out
	}
	document := func(action string) *policy.Document {
		return policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + action + `,"Resource":"*"}]}`))
	}
	for _, row := range []struct {
		old, new     string
		known, texts Verdict
	}{
		{`"Action":["s3:getobject","s3:GetObjectAcl"]`, `"Action":"s3:Get*"`, Proved, Witness},
		{`"Action":"s3:Get*"`, `"Action":"s3:*"`, Witness, Witness},
		{`"Action":"s3:*"`, `"NotAction":"sqs:*"`, Proved, Witness},
		{`"NotAction":"s3:PutObject"`, `"Action":["s3:Get*","sqs:*","ec2:*"]`, Proved, Proved},
		{`"Action":"s3:*"`, `"Action":"nosuch:*"`, Proved, Witness},
	} {
		for known, want := range map[bool]Verdict{true: row.known, false: row.texts} {
			o := Options{}
			if known {
				o.KnownActions = match
			}
			p := New(o)
			old, fresh := p.Identity(document(row.old)), p.Identity(document(row.new))
			a := p.Solve(Query{All: fresh.Allows, None: old.Allows})
			if a.Verdict != want {
				t.Errorf("%s against %s, known %v: %s, want %s", row.new, row.old, known, a.Verdict, want)
			}
			if known && a.Request != nil && len(match(a.Request.Action)) != 1 {
				t.Errorf("the witness names %s", a.Request.Action)
			}
		}
	}
}
