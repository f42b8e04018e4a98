package finding

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// noon is the moment from which the times in the tests count.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const (
	home   = "111122223333"
	member = "222233334444"
	vendor = "444455556666"

	bucketARN = "arn:aws:s3:::shop-data"
	roleARN   = "arn:aws:iam::111122223333:role/deploy"
)

// reading is access of a vendor to the bucket.
func reading() Candidate {
	return Candidate{
		Type: TypeExternalAccess, Resource: bucketARN, ResourceType: snapshot.TypeBucket, Account: home, Region: "eu-west-1",
		Principal: map[string]string{"AWS": vendor}, Actions: []string{"s3:GetObject"},
		Sources:  []Source{{Type: "POLICY"}},
		Evidence: []Evidence{{Layer: "resource", Policy: "shop-data", File: "a.json", Line: 3}},
		Witness:  &Witness{Principal: "arn:aws:iam::444455556666:root", Action: "s3:GetObject", Resource: bucketARN + "/k"},
	}
}

// with changes a copy of a candidate.
func with(c Candidate, change func(*Candidate)) Candidate {
	change(&c)
	return c
}

func denied() Candidate {
	return Candidate{Type: TypeExternalAccess, Resource: bucketARN, ResourceType: snapshot.TypeBucket, Account: home, Error: ErrorAccessDenied}
}

// always is the Scope with one judgement for all.
func always(j Judgement) Scope { return func(*Finding) Judgement { return j } }

func judged() Scope { return always(Judgement{Coverage: Judged}) }

func refused() Scope {
	return always(Judgement{Gap: &Gap{Account: home, Call: "s3:GetBucketPolicy", Reason: "AccessDenied"}})
}

// keep applies transitions to findings.
func keep(findings []Finding, changes []Transition) []Finding {
	at := make(map[string]int)
	out := append([]Finding(nil), findings...)
	for i := range out {
		at[out[i].ID] = i
	}
	for _, t := range changes {
		if i, known := at[t.Finding.ID]; known {
			out[i] = t.Finding
			continue
		}
		at[t.Finding.ID] = len(out)
		out = append(out, t.Finding)
	}
	return out
}

func day(n int) time.Time { return noon.Add(time.Duration(n) * 24 * time.Hour) }

func until(t time.Time) *time.Time { return &t }

// build makes a snapshot of an organization with two members, changed.
func build(t testing.TB, change func(*snapshot.Data)) *snapshot.Snapshot {
	t.Helper()
	d := snapshot.Data{
		TakenAt:       noon,
		Organizations: []snapshot.Organization{{ID: "o-shop", ManagementAccount: home, Root: "r-1"}},
		Accounts: []snapshot.Account{
			{ID: home, Organization: "o-shop", Parent: "r-1", OrganizationKnown: true, Collected: []string{"AWS::IAM", snapshot.TypeBucket, snapshot.TypeKey}},
			{ID: member, Organization: "o-shop", Parent: "r-1", OrganizationKnown: true},
		},
		Documents: map[string]string{},
	}
	b := snapshot.NewBuilder(d)
	open := `{"Version":"2012-10-17","Statement":[]}`
	policy, trust := b.Attach("shop-data", open, "", 0), b.Attach("trust", open, "", 0)
	b.Data().Identities = []snapshot.Identity{{Kind: snapshot.KindRole, ARN: roleARN, Name: "deploy", Account: home, Trust: &trust}}
	b.Data().Resources = []snapshot.Resource{{
		ARN: bucketARN, Type: snapshot.TypeBucket, Name: "shop-data", Account: home, Region: "eu-west-1",
		Policy: &policy, PolicyRead: true, Bucket: &snapshot.Bucket{Ownership: "BucketOwnerEnforced", ACL: &[]authz.ACLGrant{}},
	}}
	if change != nil {
		change(b.Data())
	}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// same compares values, and shows both as JSON.
func same(t *testing.T, got, want any) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return
	}
	g, _ := json.Marshal(got)
	w, _ := json.Marshal(want)
	t.Errorf("got\n%s\nwant\n%s", g, w)
}
