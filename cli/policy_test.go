package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// policies are the files of the golden answers.
const policies = "testdata/policy/"

// TestPolicyGolden keeps what a person reads of the checks. Run with -update
// after a change that is meant.
func TestPolicyGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"new-access":    {"check-no-new-access", "--existing", policies + "deploy-before.json", "--new", policies + "deploy-after.json"},
		"not-granted":   {"check-access-not-granted", "--actions", "iam:PassRole,s3:DeleteObject", policies + "deploy-after.json"},
		"public-bucket": {"check-no-public-access", "--resource-type", "AWS::S3::Bucket", policies + "bucket.json"},
		"public-trust":  {"check-no-public-access", "--resource-type", "AWS::IAM::AssumeRolePolicyDocument", policies + "trust.json"},
		"compare":       {"compare", policies + "deploy-before.json", policies + "deploy-after.json"},
		"compare-equal": {"compare", policies + "deploy-before.json", policies + "deploy-before.json"},
		"format":        {"format", policies + "bucket.json"},
	} {
		t.Run(name, func(t *testing.T) {
			args = append([]string{"policy"}, args...)
			a := newDesk(t).run(args...)
			if a.stderr != "" {
				t.Fatal(a.stderr)
			}
			checkVisible(t, a.stdout)
			compareGolden(t, "policy-"+name, "$ sightline "+strings.Join(args, " ")+"\n"+a.stdout)
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the answer changed; got\n%s\nwant\n%s", got, want)
	}
}

// TestHostilePolicies: whatever stands in a policy, no form of an answer makes
// a terminal obey it.
func TestHostilePolicies(t *testing.T) {
	d := newDesk(t)
	path := d.write("p\x1b[31m\u202e.json", `{"Version":"2012-10-17","Id":"i`+hostile+`","Statement":[{"Sid":"s`+hostile+`","Effect":"Allow",`+
		`"Principal":{"AWS":"*","Service":"x`+hostile+`"},"Action":"s3:x`+hostile+`*","Resource":"arn:aws:s3:::b`+hostile+`*",`+
		`"Condition":{"StringEquals":{"aws:k`+hostile+`":"v`+hostile+`"},"Strange`+hostile+`":{"k":"v"}}},`+
		`{"Sid":"t`+hostile+`","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::c`+hostile+`*",`+
		`"Condition":{"StringEquals":{"aws:k`+hostile+`":"v`+hostile+`"}}}]}`)
	other := d.write("other.json", `{"Version":"2012-10-17","Statement":[]}`)
	for _, args := range [][]string{
		{"compare", path, other},
		{"compare", path, path},
		{"check-no-new-access", "--existing", other, "--new", path},
		{"check-no-new-access", "--existing", path, "--new", other},
		{"check-access-not-granted", "--actions", "s3:*", path},
		{"check-access-not-granted", "--actions", "s3:\x1b\u202e", path},
		{"check-no-public-access", "--resource-type", "AWS::S3::Bucket", path},
		{"format", path},
	} {
		args = append([]string{"policy"}, args...)
		a, j := d.run(args...), d.run(append(args, "--output", "json")...)
		for _, text := range []string{a.stdout, a.stderr, j.stdout, j.stderr} {
			checkVisible(t, text)
		}
		if _, err := oneValue(j.stdout); err != nil || j.status != a.status || a.status == 2 {
			t.Errorf("%q: %v, status %d and %d, %.300s", args, err, a.status, j.status, a.stderr)
		}
	}
}
