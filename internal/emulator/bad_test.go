package emulator

import (
	"net"
	"strings"
	"testing"
	"time"
)

// soon is how long a scan that cannot work may take.
const soon = 30 * time.Second

// TestNothingWorks: what a user sees who has the wrong address, old
// credentials or no permission: one line, soon, and nothing is stored.
func TestNothingWorks(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	but := func(do Behaviour, names ...string) string { return proxy(t, w, Rule{Do: do, Not: names}).URL }
	tests := []struct {
		name, endpoint string
		args           []string
		says           string
	}{
		{"nobody listens", "http://" + closed.Addr().String(), []string{"--organization"}, closed.Addr().String()},
		{"expired credentials", but(Expire), []string{"--organization"}, "expired"},
		{"expired credentials, one account", but(Expire), nil, "expired"},
		{"no permission", but(Deny, "sts:GetCallerIdentity"), []string{"--organization"}, "organizations:"},
		{"no permission, one account", but(Deny, "sts:GetCallerIdentity"), nil, "refused"},
		{"a web page", but(HTML(200)), []string{"--organization"}, "web page"},
		{"a page of an error", but(HTML(404)), []string{"--organization"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := atDesk(t, test.endpoint)
			r := d.run(append([]string{"scan", twoRegions}, test.args...)...)
			if r.exit != 2 || r.took > soon || !strings.Contains(r.stderr, test.says) {
				t.Errorf("exit %d after %s: %s", r.exit, r.took.Round(time.Millisecond), r.stderr)
			}
			m := &matrix{T: t, w: w}
			m.nothingStored(test.name, d, r)
			t.Logf("%s: %s", r.took.Round(time.Millisecond), r.stderr)
		})
	}
}

// TestOneRoleRefused: an account that lets nobody in is a gap; the others are
// read, and what touches it is not answered for sure.
func TestOneRoleRefused(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	legacy, prod := w.Account("legacy"), w.Account("prod")
	// Credentials that expire meanwhile end the scan: all that is left would be
	// refused, and an almost empty picture would take the place of the last.
	t.Run("expired", func(t *testing.T) {
		d := atDesk(t, proxy(t, w, Rule{Service: "sts", Operation: "AssumeRole", Subject: legacy.ID, Do: Expire}).URL)
		r := d.run("scan", "--organization", twoRegions)
		if r.exit != 2 || r.took > soon || strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, "sign in again") {
			t.Errorf("exit %d after %s: %s", r.exit, r.took, r.stderr)
		}
		m := &matrix{T: t, w: w}
		m.nothingStored("expired", d, r)
	})
	for name, do := range map[string]Behaviour{"refused": Deny} {
		t.Run(name, func(t *testing.T) {
			d := atDesk(t, proxy(t, w, Rule{Service: "sts", Operation: "AssumeRole", Subject: legacy.ID, Do: do}).URL)
			a, r := d.ask("scan", "--organization", twoRegions)
			if r.exit != 3 || r.took > soon || a.Accounts != len(w.Accounts) {
				t.Fatalf("exit %d after %s, %d accounts: %s", r.exit, r.took, a.Accounts, r.stderr)
			}
			if len(a.Gaps) != 1 || a.Gaps[0].Call != "sts:AssumeRole" || a.Gaps[0].Account != legacy.ID {
				t.Errorf("gaps %+v", a.Gaps)
			}
			if r.stderr != "" && strings.Count(r.stderr, "\n") > 1 {
				t.Errorf("standard error: %s", r.stderr)
			}
			s := d.export()
			if s.identity(prod.ARN("role/Admin")) == nil || s.resource(prod.Bucket("data").ARN("")) == nil {
				t.Error("prod was not read")
			}
			// Within prod nothing hangs on legacy.
			if o := d.inside([]string{"can", prod.ARN("role/Admin"), "s3:PutBucketTagging", prod.Bucket("data").ARN("")}); o.facts["decision"] != "Allowed" {
				t.Errorf("prod's administrator: %+v", o)
			}
		})
	}
}

// TestUnreadIsSaid: who asks about something that may be there, and was not
// read, is not told that it is not there.
func TestUnreadIsSaid(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	prod := w.Account("prod")
	admin, data := prod.ARN("role/Admin"), prod.Bucket("data").ARN("")
	for _, test := range []struct {
		operation string
		question  []string
	}{
		{"iam:GetAccountAuthorizationDetails", []string{"can", admin, "s3:GetObject", data + "/x"}},
		{"ec2:DescribeInstances", []string{"reach", prod.Instance("web").ID}},
		{"s3:ListBuckets", []string{"who-can", "s3:ListBucket", data}},
		{"kms:ListKeys", []string{"who-can", "kms:Decrypt", prod.Key("orders").ARN}},
		{"sts:AssumeRole", []string{"can", admin, "s3:GetObject", data + "/x"}},
	} {
		t.Run(test.operation, func(t *testing.T) {
			d := atDesk(t, proxy(t, w, On(test.operation, Deny)).URL)
			d.scan(3, "--organization", twoRegions)
			o := d.inside(test.question)
			if o.exit == 3 || o.exit == 2 && (strings.Contains(o.stderr, "not read") || strings.Contains(o.stderr, test.operation)) {
				return
			}
			t.Errorf("exit %d: %s", o.exit, o.stderr)
		})
	}
}
