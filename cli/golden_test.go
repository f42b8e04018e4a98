package cli_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden keeps what a person reads as an answer. Run with -update after a
// change that is meant, and read the difference.
func TestGolden(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:222233334444:key/"
	findingOf := findingsOfSample(t)
	for _, c := range []struct {
		name, snapshot string
		args           []string
	}{
		{"sample-what-can-instance", "sample", []string{"what-can", "i-0b7e41d29c5a8f013"}},
		{"sample-what-can-role", "sample", []string{"what-can", "payments-reader"}},
		{"sample-what-can-boundary", "sample", []string{"what-can", "ci-deploy"}},
		{"sample-what-can-user", "sample", []string{"what-can", "alice"}},
		{"sample-who-can-public", "sample", []string{"who-can", "s3:GetObject", "arn:aws:s3:::kestrel-shipping-labels"}},
		{"sample-who-can-backups", "sample", []string{"who-can", "*", "arn:aws:s3:::kestrel-backups-eu"}},
		{"sample-who-can-key", "sample", []string{"who-can", "kms:Decrypt", key + "2e8d7c3b-5a6f-4b9e-8c2d-7f1a0b4e6d22"}},
		{"sample-who-can-gap", "sample", []string{"who-can", "kms:Decrypt", key + "1f9e6b2a-4c7d-4e8f-b1a3-6d5c0e9f7a11"}},
		{"sample-reach-etl", "sample", []string{"reach", "i-0a1b2c3d4e5f60718"}},
		{"sample-reach-lake", "sample", []string{"reach", "i-0a1b2c3d4e5f60718", "arn:aws:s3:::kestrel-data-lake"}},
		{"sample-reach-anyone", "sample", []string{"reach", "*"}},
		{"sample-can-denied", "sample", []string{"can", "bastion-admin", "s3:DeleteObject", "arn:aws:s3:::kestrel-backups-eu/db.dump"}},
		{"sample-can-unknown", "sample", []string{"can", "alice", "sts:AssumeRole", "arn:aws:iam::222233334444:role/payments-reader"}},
		{"details-what-can-role", details, []string{"what-can", "OverprivilegedEC2"}},
		{"details-what-can-user", details, []string{"what-can", "obama"}},
		{"details-who-can", details, []string{"who-can", "s3:GetObject", "arn:aws:s3:::any"}},
		{"details-who-can-assume", details, []string{"who-can", "sts:AssumeRole", "arn:aws:iam::012345678901:role/OverprivilegedEC2"}},
		{"sample-findings", "sample", []string{"findings", "list"}},
		{"sample-findings-public", "sample", []string{"findings", "list", "--filter", "isPublic=true"}},
		{"sample-finding-bucket", "sample", []string{"findings", "show", findingOf("kestrel-shipping-labels"), "--fix"}},
		{"sample-finding-role", "sample", []string{"findings", "show", findingOf("role/tidewater-support"), "--fix"}},
		{"sample-finding-github", "sample", []string{"findings", "show", findingOf("role/pr-preview"), "--fix"}},
		{"sample-finding-acl", "sample", []string{"findings", "show", findingOf("kestrel-press-kit"), "--fix"}},
		{"sample-finding-unread", "sample", []string{"findings", "show", findingOf("1f9e6b2a-4c7d-4e8f-b1a3-6d5c0e9f7a11"), "--fix"}},
		{"sample-preview", "sample", []string{"findings", "preview", "--resource", "arn:aws:s3:::kestrel-shipping-labels", "--policy", "testdata/policy/bucket.json"}},
		{"details-findings", details, []string{"findings", "list"}},
		{"details-reach", details, []string{"reach", "OverprivilegedEC2"}},
		{"details-reach-user", details, []string{"reach", "userwithlotsofpermissions"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newDesk(t).run(append(c.args, "--snapshot", c.snapshot)...)
			if a.stderr != "" {
				t.Fatal(a.stderr)
			}
			checkVisible(t, a.stdout)
			got := "$ sightline " + strings.Join(c.args, " ") + "\n" + withoutTimes(a.stdout)
			path := filepath.Join("testdata", "golden", c.name+".txt")
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
		})
	}
}

// withoutTimes keeps the form of times, which are those of the run.
func withoutTimes(text string) string {
	return regexp.MustCompile(`20[2-9]\d-\d\d-\d\d( \d\d:\d\d UTC)?`).ReplaceAllStringFunc(text, func(at string) string {
		return regexp.MustCompile(`\d`).ReplaceAllString(at, "0")
	})
}

// findingsOfSample finds the ids of findings by a part of their resource.
func findingsOfSample(t *testing.T) func(part string) string {
	t.Helper()
	a := newDesk(t).run("findings", "list", "--snapshot", "sample", "--output", "json")
	var list struct {
		Findings []struct{ ID, Resource string }
	}
	if err := json.Unmarshal([]byte(a.stdout), &list); err != nil {
		t.Fatal(err, a.stderr)
	}
	return func(part string) string {
		for _, f := range list.Findings {
			if strings.HasSuffix(f.Resource, part) {
				return f.ID
			}
		}
		return "none"
	}
}
