package emulator

import (
	"slices"
	"strings"
	"testing"
)

// permission is the IAM action that a call needs, where it is not called as the
// operation.
// Source: Service Authorization Reference, "Actions defined by Amazon S3".
func permission(operation string) string {
	switch operation {
	case "s3:ListBuckets":
		return "s3:ListAllMyBuckets"
	case "s3:GetPublicAccessBlock":
		return "s3:GetBucketPublicAccessBlock"
	case "s3control:GetPublicAccessBlock":
		return "s3:GetAccountPublicAccessBlock"
	default:
		return operation
	}
}

// TestEachCallRefused: a refused call is a gap that names the call and the
// permission; all the rest is read; no answer is wrong.
func TestEachCallRefused(t *testing.T) {
	t.Parallel()
	m := fullScan(t)
	t.Logf("%d operations: %s", len(m.operations), strings.Join(m.operations, " "))
	m.each(Deny, nil, func(operation string, d *desk, a answerJSON, r result) {
		if fatal(operation) {
			if r.exit != 2 {
				t.Errorf("%s: exit %d, want 2", operation, r.exit)
			}
			m.nothingStored(operation, d, r)
			return
		}
		if want := map[bool]int{true: 0, false: 3}[harmless(operation)]; r.exit != want {
			t.Errorf("%s: exit %d, want %d; %s", operation, r.exit, want, r.stderr)
		}
		if r.exit == 2 {
			return
		}
		if !harmless(operation) {
			m.named(operation, a)
		}
		m.restRead(operation, d)
		m.neverWrong(operation, d)
	})
}

// named demands a gap that names the call and what is missing, and no gap of
// another call.
func (m *matrix) named(operation string, a answerJSON) {
	if len(a.Gaps) == 0 {
		m.Errorf("%s: no gap", operation)
	}
	for _, g := range a.Gaps {
		if g.Call != operation || g.MissingAction != permission(operation) {
			m.Errorf("%s: gap of %q with missing action %q", operation, g.Call, g.MissingAction)
			return
		}
	}
}

// lost tells which things of the full scan a refused call may take away.
func lost(operation, arn, home string) bool {
	prefix := map[string]string{
		"ec2:DescribeInstances": "arn:aws:ec2:", "eks:ListClusters": "arn:aws:eks:", "eks:DescribeCluster": "arn:aws:eks:",
		"rds:DescribeDBInstances": "arn:aws:rds:", "rds:DescribeDBClusters": "arn:aws:rds:", "kms:ListKeys": "arn:aws:kms:",
		"s3:ListBuckets": "arn:aws:s3:", "iam:GetAccountAuthorizationDetails": "arn:aws:iam:",
	}[operation]
	return prefix != "" && strings.HasPrefix(arn, prefix) || operation == "sts:AssumeRole" && !strings.Contains(arn, home)
}

// restRead proves that one refused call does not cost anything else.
func (m *matrix) restRead(operation string, d *desk) {
	var got []string
	s := d.export()
	for _, r := range s.Resources {
		got = append(got, r.ARN)
	}
	for _, i := range s.Identities {
		got = append(got, i.ARN)
	}
	slices.Sort(got)
	home := m.w.Account("management").ID
	missing := func(arn string) bool {
		_, found := slices.BinarySearch(got, arn)
		return !found && !lost(operation, arn, home)
	}
	for _, r := range m.stored.Resources {
		if missing(r.ARN) {
			m.Errorf("without %s: %s is missing", operation, r.ARN)
		}
	}
	for _, i := range m.stored.Identities {
		if missing(i.ARN) {
			m.Errorf("without %s: %s is missing", operation, i.ARN)
		}
	}
}

// TestEachCallBroken: the same with answers that no client can trust. Two
// attempts a call, or the test would wait for the others.
func TestEachCallBroken(t *testing.T) {
	if raced {
		t.Skip("the same code runs under the race detector in TestEachCallRefused")
	}
	t.Parallel()
	m := fullScan(t)
	m.asks = m.fewer()
	for _, c := range []struct {
		name string
		do   Behaviour
		// same are calls whose answer may be like that and is true.
		same []string
	}{
		{"truncated", Truncate, nil},
		{"halved", Halve, nil},
		{"reset", Reset, nil},
		{"HTML 200", HTML(200), nil},
		// S3's answer for us-east-1 is an empty element.
		{"empty", Empty, []string{"s3:GetBucketLocation"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := *m
			n.T = t
			n.each(c.do, []string{"AWS_MAX_ATTEMPTS=2"}, func(operation string, d *desk, a answerJSON, r result) {
				n.broken(operation, c.same, d, a, r)
			})
		})
	}
}

func (m *matrix) broken(operation string, same []string, d *desk, a answerJSON, r result) {
	switch {
	case slices.Contains(same, operation):
	case r.exit == 2 && fatal(operation):
		m.nothingStored(operation, d, r)
		return
	case r.exit == 2:
		m.Errorf("%s: exit 2: %s", operation, r.stderr)
		return
	case r.exit != 3 && !harmless(operation):
		m.Errorf("%s: exit %d, and no gap tells of it: %+v", operation, r.exit, a.Gaps)
	}
	for _, g := range a.Gaps {
		if g.Call != operation {
			m.Errorf("%s: a gap of another call: %+v", operation, g)
		}
	}
	m.restRead(operation, d)
	m.neverWrong(operation, d)
}

// samePicture scans twice, once with answers of another form that mean the same.
func samePicture(t *testing.T, rule Rule) {
	t.Parallel()
	w := seeded(t)
	d, other := atDesk(t, proxy(t, w).URL), atDesk(t, proxy(t, w, rule).URL)
	d.scan(0, "--organization", twoRegions)
	other.scan(0, "--organization", twoRegions)
	want, got := d.export().lines(), other.export().lines()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("not as it was: %s", line)
		}
	}
}

// lines are the entries of a snapshot as text, without the times at which the
// emulator saw roles used.
func (s exported) lines() (list []string) {
	add := func(kind string, entry any) { list = append(list, kind+" "+jsonText(entry)) }
	for _, o := range s.Organizations {
		add("organization", o)
	}
	for _, a := range s.Accounts {
		add("account", a)
	}
	for _, i := range s.Identities {
		i.LastUsed = nil
		add("identity", i)
	}
	for _, p := range s.Policies {
		add("policy", p)
	}
	for _, r := range s.Resources {
		add("resource", r)
	}
	for _, n := range s.NotCollected {
		add("not collected", n)
	}
	for id, text := range s.Documents {
		list = append(list, id+" "+text)
	}
	return list
}

// TestThrottled: calls are tried again, and the picture is the same.
func TestThrottled(t *testing.T) { samePicture(t, Rule{Do: Throttle, Times: 1}) }

// TestPaged: lists in pages, the first of them empty, give the same picture as
// lists in one piece.
func TestPaged(t *testing.T) { samePicture(t, Rule{Do: Page}) }

// TestEncoded: IAM sends policy documents percent-encoded, the emulator only
// some of them; the picture is the same.
func TestEncoded(t *testing.T) { samePicture(t, Rule{Service: "iam", Do: Encode}) }
