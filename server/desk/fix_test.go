package desk_test

import (
	"slices"
	"strings"
	"testing"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// TestFixesOfTheSample: every finding that has a fix is resolved once the fix is
// applied, and nothing else is opened by it.
func TestFixesOfTheSample(t *testing.T) {
	b := newBench(t)
	s := sampleOf(t)
	b.analyze(s)
	data, err := sample.Data()
	b.ok(err)
	var fixed []string
	for _, f := range b.find("status=ACTIVE") {
		fix, err := b.Fix(t.Context(), s, f.ID)
		if err != nil {
			if f.Error == "" && !strings.Contains(f.Resource, "aws-reserved") {
				t.Errorf("%s: %v", f.Resource, err)
			}
			continue
		}
		apply(t, &data, &f, fix)
		fixed = append(fixed, f.ID)
	}
	next, err := snapshot.NewBuilder(data).Build()
	b.ok(err)
	n := b.analyze(next)
	if n.New != 0 || n.Resolved != len(fixed) || len(fixed) < 15 {
		t.Errorf("%d fixes, then %+v", len(fixed), n)
	}
	for _, f := range b.find("status=ACTIVE") {
		if slices.Contains(fixed, f.ID) {
			t.Errorf("still active: %s %v", f.Resource, f.Principal)
		}
	}
}

// apply carries a fix out in a snapshot's content.
func apply(t *testing.T, d *snapshot.Data, f *finding.Finding, fix *analyze.Fix) {
	t.Helper()
	attached := func(a *snapshot.Attachment) *snapshot.Attachment {
		if fix.Document == "" {
			return nil
		}
		key := snapshot.NewBuilder(*d).Document(fix.Document)
		return &snapshot.Attachment{Name: a.Name, Document: key}
	}
	for i := range d.Identities {
		if id := &d.Identities[i]; id.ARN == f.Resource {
			id.Trust = attached(id.Trust)
			return
		}
	}
	at := slices.IndexFunc(d.Resources, func(r snapshot.Resource) bool { return r.ARN == f.Resource })
	r := &d.Resources[at]
	switch fix.Kind {
	case analyze.ChangeSharing:
		r.SharedWith = nil
	case analyze.RevokeGrant:
		_, who := firstOf(f.Principal)
		r.Grants = slices.DeleteFunc(slices.Clone(r.Grants), func(g authz.Grant) bool { return g.Grantee == who })
	case analyze.ChangeACL:
		r.Bucket.ACL = &[]authz.ACLGrant{}
	case analyze.SetBlock:
		r.Bucket.PublicAccessBlock = &authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	default:
		r.Policy = attached(r.Policy)
	}
}

func firstOf(m map[string]string) (key, value string) {
	for key, value := range m {
		return key, value
	}
	return "", ""
}

// TestPreview: what another policy would do, without doing it.
func TestPreview(t *testing.T) {
	b := newBench(t)
	s := sampleOf(t)
	b.analyze(s)
	const bucket = "arn:aws:s3:::kestrel-shipping-labels"
	list, err := b.Preview(t.Context(), s, bucket, policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"AWS":"555566667777"},"Action":"s3:GetObject","Resource":"`+bucket+`/*"}]}`)))
	b.ok(err)
	var got []string
	for _, p := range list {
		got = append(got, p.ChangeType)
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{analyze.ChangeGone, analyze.ChangeNew}) {
		t.Errorf("%+v", list)
	}
	if now := b.find("resource=" + bucket); len(now) != 1 || now[0].Status != finding.StatusActive {
		t.Errorf("a preview changed something: %+v", now)
	}
}
