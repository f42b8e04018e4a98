package analyze_test

import (
	"fmt"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/snapshot"
)

// crowd is an account of many roles around one bucket: a third may read it, a
// third with MFA alone, a third has nothing to do with it.
func crowd(t testing.TB, people int) *snapshot.Snapshot {
	t.Helper()
	b := &snapshot.Builder{}
	d := b.Data()
	d.TakenAt = time.Unix(0, 0)
	d.Accounts = []snapshot.Account{{ID: owner, OrganizationKnown: true, Collected: []string{"AWS::IAM", snapshot.TypeBucket, snapshot.TypeAccessPoint}}}
	const allow = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%q,"Resource":%q}]}`
	texts := []string{
		fmt.Sprintf(allow, "s3:Get*", "arn:aws:s3:::ledger/*"),
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"arn:aws:s3:::ledger*",
			"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`,
		fmt.Sprintf(allow, "dynamodb:*", "*"),
	}
	none := b.Attach("", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`, "", 0)
	for i := range people {
		name := fmt.Sprintf("role-%05d", i)
		d.Identities = append(d.Identities, snapshot.Identity{
			Kind: snapshot.KindRole, Name: name, ARN: "arn:aws:iam::" + owner + ":role/" + name, Account: owner, UniqueID: fmt.Sprintf("AROA%012d", i),
			Trust: &none, Inline: []snapshot.Attachment{b.Attach("own", texts[i%3], "", 0)},
		})
	}
	policy := b.Attach("", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::ledger/*",
		"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, "", 0)
	d.Resources = []snapshot.Resource{{
		ARN: "arn:aws:s3:::ledger", Type: snapshot.TypeBucket, Account: owner, PolicyRead: true, Policy: &policy, TagsRead: true,
		Bucket: &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced},
	}}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func insideOf(t testing.TB, s *snapshot.Snapshot, zone string, include ...finding.Inclusion) analyze.Result {
	t.Helper()
	z, err := finding.ParseZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	a, err := finding.New(finding.Analyzer{Name: "inside", Kind: finding.KindInternal, Zone: z, Include: include}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Inside(s, &a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A resource that many thousand principals reach is judged for each of them.
// AWS stops at 3,000.
func TestManyPrincipals(t *testing.T) {
	people := 20_001
	s := crowd(t, people)
	began := time.Now()
	r := insideOf(t, s, "account:"+owner, finding.Inclusion{ResourceTypes: []string{"AWS::S3::Bucket"}})
	took := time.Since(began)
	if want := people; len(r.Candidates) != want { // two shapes for each with MFA: the bucket, and its objects
		for _, c := range r.Candidates[:min(8, len(r.Candidates))] {
			t.Log(c.Principal, c.Actions, c.Condition, c.Undetermined)
		}
		t.Errorf("%d candidates, want %d", len(r.Candidates), want)
	}
	t.Logf("%d principals in %s", people, took)
	if took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}
