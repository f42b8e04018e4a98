package cli_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden keeps what a person reads as an answer. Run with -update after a
// change that is meant, and read the difference.
func TestGolden(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:222233334444:key/"
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
		{"details-reach", details, []string{"reach", "OverprivilegedEC2"}},
		{"details-reach-user", details, []string{"reach", "userwithlotsofpermissions"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newDesk(t).run(append(c.args, "--snapshot", c.snapshot)...)
			if a.stderr != "" {
				t.Fatal(a.stderr)
			}
			checkVisible(t, a.stdout)
			got := "$ sightline " + strings.Join(c.args, " ") + "\n" + a.stdout
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
