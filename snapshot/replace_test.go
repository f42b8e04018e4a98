package snapshot

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"sightline/iam/authz"
)

const trustNobody = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}`

// readAgain makes a reading with the help of a builder for the documents.
func readAgain(arn string, fill func(b *Builder)) Reading {
	b := &Builder{}
	if fill != nil {
		fill(b)
	}
	return Reading{ARN: arn, Data: *b.Data()}
}

func roleAgain(uniqueID, trust string) Reading {
	return readAgain(appARN, func(b *Builder) {
		at := b.Attach("", trust, "", 1)
		b.Data().Identities = []Identity{{
			Kind: KindRole, ARN: appARN, Name: "app", Account: member, UniqueID: uniqueID, Trust: &at, Tags: map[string]string{"team": "red"},
		}}
	})
}

func replaced(t *testing.T, s *Snapshot, r Reading) *Snapshot {
	t.Helper()
	before := encoded(t, s)
	out, err := s.Replace(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, encoded(t, s)) {
		t.Error("the old snapshot changed")
	}
	back, err := Decode(bytes.NewReader(encoded(t, out)))
	if err != nil || back.ID() != out.ID() {
		t.Errorf("the new one cannot be read back: %v", err)
	}
	if !out.TakenAt().Equal(s.TakenAt()) {
		t.Errorf("taken at %v", out.TakenAt())
	}
	return out
}

// changed lists the lines of the file that two snapshots do not share, without
// the documents.
func changed(t *testing.T, a, b *Snapshot) (out []string) {
	t.Helper()
	lines := func(s *Snapshot) []string {
		text, _, _ := strings.Cut(string(encoded(t, s)), `"documents"`)
		list := strings.Split(text, "\n")
		for i := range list {
			list[i] = strings.TrimRight(list[i], ",]")
		}
		return list
	}
	x, y := lines(a), lines(b)
	for _, line := range y {
		if !slices.Contains(x, line) && !strings.HasPrefix(line, `"id"`) {
			out = append(out, line)
		}
	}
	for _, line := range x {
		if !slices.Contains(y, line) && !strings.HasPrefix(line, `"id"`) {
			out = append(out, "gone: "+line)
		}
	}
	return out
}

func trustOf(t *testing.T, s *Snapshot) *authz.Stack {
	t.Helper()
	st, _, err := s.StackFor(authz.Principal{}, appARN)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestReplaceRole(t *testing.T) {
	s := worldWith(t, func(d *Data) {
		d.Gaps = []Gap{
			{Account: member, Call: "iam:GetRole", Reason: "denied", Layer: authz.LayerResource, Subject: appARN, Type: TypeRole},
			{Account: member, Call: "iam:GetRolePolicy", Reason: "denied", Layer: authz.LayerIdentity, Subject: appARN},
			{Account: member, Call: "iam:GetRole", Reason: "denied", Layer: authz.LayerResource, Subject: adminARN, Type: TypeRole},
		}
	})
	out := replaced(t, s, roleAgain("AROAAPP", trustNobody))
	role := out.Identity(appARN)
	if !strings.Contains(out.Data().Documents[role.Trust.Document], "Deny") || role.Tags["team"] != "red" || len(role.Tags) != 1 {
		t.Errorf("role %+v", role)
	}
	if len(role.Attached) != 1 || len(role.InstanceProfiles) != 1 {
		t.Errorf("its policies are %v, its profiles %v", role.Attached, role.InstanceProfiles)
	}
	if got := changed(t, s, out); len(got) != 3 {
		t.Errorf("changed is more than the role and its gap: %s", strings.Join(got, "\n"))
	}
	if len(out.Data().Gaps) != 2 {
		t.Errorf("gaps %v", out.Data().Gaps)
	}
	if again := replaced(t, out, roleAgain("AROAAPP", trustNobody)); again.ID() != out.ID() || out.ID() == s.ID() {
		t.Errorf("ids %s, %s, %s", s.ID(), out.ID(), again.ID())
	}
	if s.Document(role.Trust.Document) != nil || out.Document(s.Data().Policies[0].Document) != s.Document(s.Data().Policies[0].Document) {
		t.Error("documents are not shared as they should be")
	}
}

// A role that was deleted and made again has none of the policies of the first.
func TestReplaceByAnotherRole(t *testing.T) {
	s := worldWith(t, nil)
	for name, test := range map[string]struct {
		old *Snapshot
		id  string
	}{
		"another id":      {s, "AROANEW"},
		"not held before": {replaced(t, s, Reading{ARN: appARN, Gone: true}), "AROAAPP"},
	} {
		out := replaced(t, test.old, roleAgain(test.id, trustEC2))
		st, _, err := out.StackFor(principal(t, out, appARN), "*")
		if err != nil || len(st.Identity) != 0 || !st.Lacks(authz.LayerIdentity) {
			t.Errorf("%s: %s, %v", name, describe(st), err)
		}
		if out.InstanceProfileRole(profileARN) != nil {
			t.Errorf("%s: the profile leads to the new role", name)
		}
	}
}

// What was refused is not known any more, and the rest of the role is.
func TestReplaceByRefusal(t *testing.T) {
	refused := func(layers ...authz.Layer) Reading {
		return readAgain(appARN, func(b *Builder) {
			for _, l := range layers {
				b.Data().Gaps = append(b.Data().Gaps, Gap{Account: member, Call: "iam:GetRole", Reason: "denied", MissingAction: "iam:GetRole", Layer: l, Subject: appARN, Type: TypeRole})
			}
		})
	}
	s := worldWith(t, nil)
	if trustOf(t, s).Resource == nil {
		t.Fatal("no trust policy to begin with")
	}
	out := replaced(t, s, refused(authz.LayerResource, authz.LayerBoundary))
	if st := trustOf(t, out); st.Resource != nil || !st.Lacks(authz.LayerResource) {
		t.Errorf("the old trust policy lives on: %s", describe(st))
	}
	p := principal(t, out, appARN)
	st, _, err := out.StackFor(p, "*")
	if err != nil || len(st.Identity) != 1 || !st.Lacks(authz.LayerBoundary) {
		t.Errorf("%s, %v", describe(st), err)
	}
	var ctx authz.Context
	out.ContextFor(p, appARN, &ctx)
	for _, key := range []string{authz.FoldKey("aws:PrincipalTag/team"), authz.FoldKey("aws:ResourceTag/team")} {
		if got := ctx.Lookup(key).State; got != authz.Undetermined {
			t.Errorf("%s is %v", key, got)
		}
	}
	// A gap about one layer is enough: nothing else was read either.
	half := replaced(t, s, refused(authz.LayerResource))
	if st, _, _ := half.StackFor(principal(t, half, appARN), "*"); !st.Lacks(authz.LayerBoundary) {
		t.Errorf("the boundary counts as read: %s", describe(st))
	}
	// Reading it again brings all of it back.
	if back := replaced(t, out, roleAgain("AROAAPP", trustEC2)); len(back.Data().Gaps) != 0 || trustOf(t, back).Resource == nil || len(back.Identity(appARN).Attached) != 1 {
		t.Errorf("gaps %v", back.Data().Gaps)
	}
	// Of one that the snapshot does not hold, nobody says that it is there.
	gone := replaced(t, s, Reading{ARN: appARN, Gone: true})
	if st := trustOf(t, replaced(t, gone, refused(authz.LayerResource))); !st.Lacks(authz.LayerResource) {
		t.Errorf("not held and refused: %s", describe(st))
	}
}

func TestReplaceBucket(t *testing.T) {
	s := worldWith(t, func(d *Data) {
		d.Gaps = []Gap{
			{Account: member, Call: "s3:GetBucketTagging", Reason: "denied", Subject: bucketARN, Type: TypeBucket},
			{Account: member, Call: "s3control:GetPublicAccessBlock", Reason: "denied", Layer: authz.LayerPublicAccessBlock, Type: TypeAccount},
		}
	})
	r := readAgain(bucketARN, func(b *Builder) {
		policy := b.Attach("", allowRead, "", 1)
		b.Data().Resources = []Resource{{
			ARN: bucketARN, Type: TypeBucket, Name: "papers", Account: member, PolicyRead: true, Policy: &policy, Bucket: &Bucket{Ownership: OwnershipEnforced},
		}}
		b.Data().Accounts = []Account{{ID: member, PublicAccessBlock: &authz.PublicAccessBlock{RestrictPublicBuckets: true}}}
		b.Data().Gaps = []Gap{{Account: member, Call: "s3:GetBucketAcl", Reason: "denied", Layer: authz.LayerACL, Subject: bucketARN, Type: TypeBucket}}
	})
	r.AccountBlock = true
	out := replaced(t, s, r)
	b := out.Resource(bucketARN)
	if b.Region != "eu-west-1" || b.Bucket.ACL != nil || b.TagsRead || b.Bucket.PublicAccessBlock != nil {
		t.Errorf("bucket %+v", b)
	}
	if a := out.Account(member); !a.PublicAccessBlock.RestrictPublicBuckets || a.Name != "dev" || a.Organization != "o-1" || len(a.Collected) != 5 {
		t.Errorf("account %+v", a)
	}
	if g := out.Data().Gaps; len(g) != 1 || g[0].Call != "s3:GetBucketAcl" {
		t.Errorf("gaps %v", g)
	}
	if len(changed(t, s, out)) != 7 { // the bucket, the account, a new gap and two that are gone
		t.Errorf("changed: %s", strings.Join(changed(t, s, out), "\n"))
	}
}

// A key keeps its aliases, which are listed and not read with it.
func TestReplaceKey(t *testing.T) {
	const alias = "arn:aws:kms:eu-west-1:222222222222:alias/orders"
	s := worldWith(t, func(d *Data) {
		d.Resources[3].Attributes, d.Resources[3].Name = map[string]string{"aliases": "alias/orders", "state": "Enabled"}, "alias/orders"
	})
	lost := func(b *Builder) {
		for _, l := range []authz.Layer{authz.LayerResource, authz.LayerGrant, authz.LayerRCP} {
			b.Data().Gaps = append(b.Data().Gaps, Gap{Account: member, Region: "eu-west-1", Call: "sts:AssumeRole", Reason: "denied", Layer: l, Subject: keyARN, Type: TypeKey})
		}
	}
	for name, r := range map[string]Reading{
		"read": readAgain(keyARN, func(b *Builder) {
			b.Data().Resources = []Resource{{ARN: keyARN, Type: TypeKey, Name: "1234", Account: member, Region: "eu-west-1", PolicyRead: true}}
		}),
		"refused": readAgain(keyARN, lost),
	} {
		out := replaced(t, s, r)
		k := out.Resource(alias)
		if k == nil || k.ARN != keyARN || k.Name != "alias/orders" || k.Policy != nil || k.Grants != nil || k.Attributes["state"] != "" || k.KeyManager != "" {
			t.Errorf("%s: %+v", name, k)
		}
		st, _, err := out.StackFor(principal(t, out, "alice"), alias)
		if refused := name == "refused"; err != nil || st.Lacks(authz.LayerResource) != refused || st.Lacks(authz.LayerGrant) != refused || (st.RCPReachUnknown != "") != refused {
			t.Errorf("%s: %s, %v", name, describe(st), err)
		}
	}
}

func TestReplaceWhatIsGone(t *testing.T) {
	s := worldWith(t, func(d *Data) {
		d.Gaps = []Gap{{Account: member, Call: "s3:GetBucketAcl", Reason: "denied", Layer: authz.LayerACL, Subject: bucketARN, Type: TypeBucket}}
	})
	out := replaced(t, s, Reading{ARN: bucketARN, Gone: true})
	if _, known := out.Knows(bucketARN); known || out.Resource(bucketARN) != nil || len(out.Data().Gaps) != 0 || out.Resource(pointARN) == nil {
		t.Errorf("the bucket is there: %v", out.Data().Gaps)
	}
	if len(out.Data().Resources) != len(s.Data().Resources)-1 {
		t.Error("something else is gone")
	}
	if again := replaced(t, out, Reading{ARN: bucketARN, Gone: true}); again.ID() != out.ID() {
		t.Error("gone twice is another content")
	}
}

func TestReplaceRefuses(t *testing.T) {
	gap := Gap{Account: member, Call: "iam:GetRole", Reason: "denied", Layer: authz.LayerResource, Subject: appARN}
	for want, r := range map[string]Reading{
		"not an ARN":         {ARN: "app"},
		"nothing was read":   {ARN: appARN},
		"there are 1":        {ARN: appARN, Gone: true, Data: Data{Identities: []Identity{{ARN: appARN, Kind: KindRole}}}},
		"there are 0":        {ARN: bucketARN, Gone: true, AccountBlock: true},
		"is another one":     {ARN: bucketARN, Data: Data{Resources: []Resource{{ARN: oldARN}}}},
		"user " + bobARN:     {ARN: appARN, Data: Data{Identities: []Identity{{ARN: bobARN, Kind: KindUser}}}},
		"something else":     {ARN: bucketARN, Gone: true, Data: Data{Gaps: []Gap{gap}}},
		"has no name":        {ARN: appARN, Data: Data{Identities: []Identity{{ARN: appARN, Kind: KindRole, Account: member}}}},
		"the text of policy": {ARN: bucketARN, Data: Data{Resources: []Resource{{ARN: "arn:aws:s3:::papers", Type: TypeBucket, Account: outside, Policy: &Attachment{Document: "00"}}}}},
	} {
		if _, err := worldWith(t, nil).Replace(r); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), r.ARN) {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

// A snapshot that is in use may be replaced meanwhile.
func TestReplaceWhileOthersAsk(t *testing.T) {
	s := fullWorld(t)
	alice := principal(t, s, "alice")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { _, _, _ = s.StackFor(alice, keyARN) })
		all.Go(func() { _, _ = s.Replace(roleAgain("AROAAPP", trustNobody)) })
		all.Go(func() { _ = encoded(t, s) })
	}
	all.Wait()
}

func TestCannotRescan(t *testing.T) {
	for want, sources := range map[string][]Source{
		"":                                 {{Name: "aws", Kind: SourceAWS}},
		"from files (a.json)":              {{Name: "a.json", Kind: "authorization-details"}},
		"joins AWS with files (a.json)":    {{Name: "aws", Kind: SourceAWS}, {Name: "a.json", Kind: "iam-collect"}},
		"does not say where it is from":    nil,
		"from files (a.json, b.json), and": {{Name: "a.json", Kind: "iam-collect"}, {Name: "b.json", Kind: "iam-collect"}},
	} {
		got := worldWith(t, func(d *Data) { d.Sources = sources }).CannotRescan()
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%v: %q", sources, got)
		}
	}
	if got := worldWith(t, func(d *Data) { d.Sample = true }).CannotRescan(); !strings.Contains(got, "sample") {
		t.Errorf("the sample: %q", got)
	}
}
