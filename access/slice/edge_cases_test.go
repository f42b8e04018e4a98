package slice_test

import (
	"errors"
	"strings"
	"testing"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/snapshot"
)

// A bucket policy that was refused leaves the bucket undetermined and unread.
func TestRefusedPolicyIsSeen(t *testing.T) {
	data := sampleData(t)
	const bucket = "arn:aws:s3:::kestrel-data-lake"
	for i := range data.Resources {
		if r := &data.Resources[i]; r.ARN == bucket {
			r.Policy, r.PolicyRead = nil, false
		}
	}
	data.Gaps = append(data.Gaps, snapshot.Gap{
		Account: "222233334444", Call: "s3:GetBucketPolicy", Reason: "AccessDenied", MissingAction: "s3:GetBucketPolicy",
		Layer: "resource", Subject: bucket, Type: snapshot.TypeBucket,
	})
	x := explorerOf(t, data)
	for _, s := range []*slice.Slice{to(t, x, bucket, slice.Options{}), from(t, x, prod+"user/alice", whole())} {
		unread, open, named := false, false, false
		for _, n := range s.Nodes {
			unread = unread || n.ARN == bucket && n.Unread
		}
		for _, e := range s.Edges {
			open = open || nodeOf(s, e.To).ARN == bucket && e.Verdict == permission.Undetermined && e.Word == "not read"
		}
		for _, g := range s.Gaps {
			named = named || g.Subject == bucket
		}
		if !unread || !open || !named || !s.Incomplete {
			t.Errorf("from %q to %q: unread %v, undetermined %v, gap named %v, incomplete %v", s.From, s.To, unread, open, named, s.Incomplete)
		}
	}
}

// Names that try to break out pass through as they are.
func TestHostileNames(t *testing.T) {
	const name = "<img src=x onerror=alert(1)>\u202e\u0000\"';--"
	data := sampleData(t)
	for i := range data.Resources {
		if r := &data.Resources[i]; r.ARN == "arn:aws:s3:::kestrel-data-lake" {
			r.Name = name
			r.Tags = map[string]string{"note": name}
		}
	}
	x := explorerOf(t, data)
	for _, s := range []*slice.Slice{to(t, x, "arn:aws:s3:::kestrel-data-lake", slice.Options{}), from(t, x, prod+"user/alice", whole())} {
		found := false
		for _, n := range s.Nodes {
			found = found || n.Name == name
		}
		if !found {
			t.Errorf("from %q to %q: the name is changed", s.From, s.To)
		}
	}
	e, err := slice.Explain(x.Asker(), slice.Request{Principal: "alice", Action: "s3:ListBucket", Resource: "arn:aws:s3:::kestrel-data-lake"})
	if err != nil || !strings.Contains(e.Sentence, name) || e.Resource.Name != name {
		t.Errorf("%v: %+v", err, e)
	}
	if f := slice.NewDirectory(x.Asker().Snapshot, x.Asker().Catalog).Search("ONERROR", 3); f.Total == 0 || f.Results[0].Name != name {
		t.Errorf("search: %+v", f)
	}
}

// What does not exist is an error that names what is spelled nearly the same.
func TestUnknownNames(t *testing.T) {
	x := sampleExplorer(t)
	var principal *snapshot.UnknownPrincipalError
	if _, err := slice.From(x, "alicia", slice.Options{}); !errors.As(err, &principal) || len(principal.Near) == 0 {
		t.Errorf("from: %v", err)
	}
	var resource *answer.UnknownResourceError
	if _, err := slice.To(x, "arn:aws:s3:::kestrel-audits", slice.Options{}); !errors.As(err, &resource) || len(resource.Near) == 0 {
		t.Errorf("to: %v", err)
	}
	var several *reach.NotOneError
	if _, err := slice.To(x, "arn:aws:s3:::kestrel-*", slice.Options{}); !errors.As(err, &several) {
		t.Errorf("to a glob: %v", err)
	}
	for _, bad := range []string{"", "arn:aws", "no such thing", "arn:aws:iam::222233334444:user/nobody"} {
		if _, err := slice.To(x, bad, slice.Options{}); err == nil {
			t.Errorf("to %q is answered", bad)
		}
		if _, err := slice.Between(x, "alice", bad, slice.Options{}); err == nil {
			t.Errorf("between alice and %q is answered", bad)
		}
	}
	if _, err := slice.Explain(x.Asker(), slice.Request{Principal: "nobody at all", Action: "s3:GetObject", Resource: "*"}); !errors.As(err, &principal) {
		t.Errorf("explain: %v", err)
	}
	if s, err := slice.To(x, "kestrel-audit", slice.Options{}); err != nil || s.To != "arn:aws:s3:::kestrel-audit" {
		t.Errorf("to a bucket by its name: %v", err)
	}
}

// lonely is a world of roles that trust each other round and round, and of one
// user without any policy.
func lonely(t *testing.T) *reach.Explorer {
	t.Helper()
	b := snapshot.NewBuilder(snapshot.Data{Accounts: []snapshot.Account{{ID: "111122223333", Name: "one", OrganizationKnown: true, Collected: []string{"AWS::IAM", "AWS::S3::Bucket"}}}})
	role := func(name, trusts string) snapshot.Identity {
		trust := b.Attach("", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/`+trusts+`"},"Action":"sts:AssumeRole"}}`, "", 0)
		return snapshot.Identity{Kind: "role", ARN: "arn:aws:iam::111122223333:role/" + name, Name: name, Account: "111122223333", Trust: &trust}
	}
	b.Data().Identities = []snapshot.Identity{
		role("a", "c"), role("b", "a"), role("c", "b"),
		{Kind: "user", ARN: "arn:aws:iam::111122223333:user/idle", Name: "idle", Account: "111122223333"},
	}
	b.Data().Resources = []snapshot.Resource{{ARN: "arn:aws:s3:::empty", Type: snapshot.TypeBucket, Name: "empty", Account: "111122223333", PolicyRead: true}}
	return explorerOf(t, *b.Data())
}

func TestCyclesEnd(t *testing.T) {
	x := lonely(t)
	s := from(t, x, "role/a", slice.Options{})
	if len(s.Nodes) != 3 || len(s.Edges) != 3 {
		t.Errorf("%d nodes, %d edges", len(s.Nodes), len(s.Edges))
	}
	s = to(t, x, "role/a", slice.Options{})
	if got := sources(s); len(got) < 2 {
		t.Errorf("role a is reached by %v", got)
	}
}

func TestNothingIsReached(t *testing.T) {
	x := lonely(t)
	s := from(t, x, "idle", slice.Options{})
	if len(s.Nodes) != 1 || len(s.Edges) != 0 || s.Summary != (slice.Summary{}) || len(s.Columns) != 5 || !s.Nodes[0].Root {
		t.Errorf("%+v", s)
	}
	for _, want := range []string{`"edges":[]`, `"gaps":[]`, `"notCollected":[]`, `"object":null`, `"members":[]`} {
		if !strings.Contains(text(t, s), want) {
			t.Errorf("lacks %s: %s", want, text(t, s))
		}
	}
	b, err := slice.Between(x, "idle", "arn:aws:s3:::empty", slice.Options{})
	if err != nil || len(b.Nodes) != 2 || len(b.Edges) != 0 {
		t.Errorf("%v: %+v", err, b)
	}
}

// Without resources in the source, patterns are what is reached.
func TestPatternsWithoutResources(t *testing.T) {
	data := sampleData(t)
	data.Resources = nil
	data.NotCollected = []snapshot.NotCollected{{What: snapshot.MissingResources, Source: "sample"}}
	x := explorerOf(t, data)
	s := from(t, x, prod+"user/alice", slice.Options{})
	groups := 0
	for _, n := range s.Nodes {
		if n.Column == slice.ColumnResources {
			t.Errorf("%s is a resource", n.Name)
		}
		if n.Kind == slice.NodeResourceGroup {
			groups++
		}
	}
	if groups == 0 || s.Summary.Allowed+s.Summary.Conditional+s.Summary.Undetermined == 0 || len(s.NotCollected) != 1 {
		t.Errorf("%d groups, %+v, %v", groups, s.Summary, s.NotCollected)
	}
}
