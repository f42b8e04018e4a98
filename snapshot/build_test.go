package snapshot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sightline/iam/authz"
)

func TestBuildRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *Data)
		want   []string
	}{
		{"identity described twice", func(d *Data) {
			twin := d.Identities[0]
			twin.Attached = []string{readARN}
			d.Identities = append(d.Identities, twin)
		}, []string{"user " + aliceARN, "attached policies", readARN}},
		{"inline policies that differ", func(d *Data) {
			twin := d.Identities[0]
			twin.Inline = []Attachment{{Name: "own", Document: d.Policies[1].Document, File: "b.json", Line: 4}}
			d.Identities = append(d.Identities, twin)
		}, []string{aliceARN, "inline policies", `"own"`, "b.json:4"}},
		{"resource described twice", func(d *Data) {
			twin := d.Resources[0]
			twin.Policy = nil
			d.Resources = append(d.Resources, twin)
		}, []string{bucketARN, "policy", "none"}},
		{"resource in two accounts", func(d *Data) {
			twin := d.Resources[0]
			twin.Account = outside
			d.Resources = append(d.Resources, twin)
		}, []string{bucketARN, member, outside}},
		{"account in two organizations", func(d *Data) {
			d.Accounts = append(d.Accounts, Account{ID: member, Organization: "o-2"})
		}, []string{"account " + member, "organization", "o-1", "o-2"}},
		{"customer policy with two texts", func(d *Data) {
			d.Policies = append(d.Policies, Managed{ARN: readARN, Attachment: d.Policies[1].Attachment})
		}, []string{"managed policy " + readARN}},
		{"text that is missing", func(d *Data) { d.Identities[0].Inline[0].Document = "00ff" }, []string{aliceARN, `"own"`, "00ff", "missing"}},
		{"text under a wrong key", func(d *Data) { d.Documents[d.Policies[0].Document] = "{}" }, []string{"not the SHA-256"}},
		{"text that is no UTF-8", func(d *Data) {
			d.Documents[documentKey("\xff")] = "\xff"
			d.Identities[0].Inline[0].Document = documentKey("\xff")
		}, []string{aliceARN, "UTF-8"}},
		{"text that is too long", func(d *Data) {
			text := strings.Repeat(" ", MaxDocumentBytes+1)
			d.Documents[documentKey(text)] = text
			d.Identities[0].Inline[0].Document = documentKey(text)
		}, []string{aliceARN, "longer than"}},
		{"name that is no UTF-8", func(d *Data) { d.Resources[0].Name = "a\\ufffd\xd4" }, []string{bucketARN, "not valid UTF-8"}},
		{"kind that does not exist", func(d *Data) { d.Identities[0].Kind = "robot" }, []string{aliceARN, "robot"}},
		{"kind that the ARN denies", func(d *Data) { d.Identities[0].Kind = KindRole }, []string{aliceARN, "not that of a role"}},
		{"account that the ARN denies", func(d *Data) { d.Identities[0].Account = outside }, []string{aliceARN, outside}},
		{"identity without a name", func(d *Data) { d.Identities[0].Name = "" }, []string{aliceARN, "no name"}},
		{"identity that is no ARN", func(d *Data) { d.Identities[0].ARN = "alice" }, []string{`"alice"`, "not the ARN"}},
		{"resource that is no ARN", func(d *Data) { d.Resources[0].ARN = "papers" }, []string{`"papers"`, "not an ARN"}},
		{"resource without a type", func(d *Data) { d.Resources[0].Type = "" }, []string{bucketARN, "no type"}},
		{"unit in a circle", func(d *Data) { d.Organizations[0].Units[1].Parent = "ou-dev" }, []string{"o-1", "its own ancestor"}},
		{"unit that hangs in the air", func(d *Data) { d.Organizations[0].Units[1].Parent = "ou-x" }, []string{"ou-x", "neither the root nor a unit"}},
		{"account that hangs in the air", func(d *Data) { d.Accounts[0].Parent = "ou-x" }, []string{"account " + member, "ou-x"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := world()
			test.change(b.Data())
			_, err := b.Build()
			if err == nil {
				t.Fatal("was built")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestBuildMergesWhatAgrees(t *testing.T) {
	plain := worldWith(t, nil)
	twice := worldWith(t, func(d *Data) {
		d.Identities = append(d.Identities, d.Identities...)
		d.Resources = append(d.Resources, d.Resources...)
		d.Accounts = append(d.Accounts, d.Accounts...)
		d.Policies = append(d.Policies, d.Policies...)
		d.Organizations = append(d.Organizations, d.Organizations...)
	})
	if plain.ID() != twice.ID() {
		t.Errorf("the same content twice has another ID, counts %+v and %+v", plain.Counts(), twice.Counts())
	}
}

func TestIDFollowsContent(t *testing.T) {
	base := worldWith(t, nil).ID()
	same := map[string]func(d *Data){
		"time":         func(d *Data) { d.TakenAt = d.TakenAt.Add(time.Hour) },
		"order":        func(d *Data) { slices.Reverse(d.Identities); slices.Reverse(d.Resources); slices.Reverse(d.Accounts) },
		"inner order":  func(d *Data) { slices.Reverse(d.Organizations[0].Units); slices.Reverse(d.Organizations[0].SCPs) },
		"unused text":  func(d *Data) { d.Documents[documentKey("{}")] = "{}" },
		"nil or empty": func(d *Data) { d.Gaps, d.Identities[4].Groups = []Gap{}, []string{} },
	}
	for name, change := range same {
		if worldWith(t, change).ID() != base {
			t.Errorf("%s changes the ID", name)
		}
	}
	other := map[string]func(d *Data){
		"tag":     func(d *Data) { d.Identities[0].Tags["team"] = "blue" },
		"no tag":  func(d *Data) { d.Resources[0].Tags = nil },
		"gap":     func(d *Data) { d.Gaps = []Gap{{Call: "x", Reason: "y"}} },
		"sample":  func(d *Data) { d.Sample = true },
		"text":    func(d *Data) { d.Identities[0].Inline[0].Document = d.Policies[1].Document },
		"acl nil": func(d *Data) { d.Resources[0].Bucket.ACL = nil },
		"lacking": func(d *Data) { d.NotCollected = []NotCollected{{What: MissingTags, Source: "x"}} },
	}
	for name, change := range other {
		if worldWith(t, change).ID() == base {
			t.Errorf("%s does not change the ID", name)
		}
	}
}

func TestBuilderIsEmptyAfterBuild(t *testing.T) {
	b := world()
	build(t, b)
	if s := build(t, b); s.Counts() != (Counts{}) {
		t.Errorf("still holds %+v", s.Counts())
	}
}

// What looks like the escape of an invalid byte is fine where it is meant.
func TestBuildTakesBackslashes(t *testing.T) {
	for _, name := range []string{`\ufffd`, `\\ufffd`, "\ufffd", `\`} {
		worldWith(t, func(d *Data) { d.Resources[0].Name = name })
	}
}

func TestBuildAddsAccounts(t *testing.T) {
	b := &Builder{}
	b.Data().Identities = []Identity{{Kind: KindUser, ARN: bobARN, Name: "bob", Account: member}}
	s := build(t, b)
	if s.Account(member) == nil || len(s.IdentitiesOf(member)) != 1 {
		t.Errorf("accounts %v", s.Data().Accounts)
	}
}

func TestMerge(t *testing.T) {
	b := world()
	b.Data().NotCollected = []NotCollected{{What: MissingTags, Source: "world.json"}}
	extra := &Builder{}
	carol := "arn:aws:iam::444444444444:user/carol"
	text := extra.Attach("own", `{"Version":"2012-10-17","Statement":[]}`, "d.json", 1)
	*extra.Data() = Data{
		TakenAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Sources: []Source{{Name: "d.json", Kind: "authorization-details"}},
		Accounts: []Account{
			{ID: "444444444444", Collected: []string{"AWS::IAM"}},
			{ID: member, Name: "dev", Collected: []string{"AWS::SQS::Queue"}},
		},
		Identities: []Identity{{Kind: KindUser, ARN: carol, Name: "carol", Account: "444444444444", Inline: []Attachment{text}}},
		Resources: []Resource{{
			ARN: oldARN, Type: TypeBucket, Account: member,
			Tags: map[string]string{"a": "b"}, TagsRead: true, Bucket: &Bucket{PublicAccessBlock: &authz.PublicAccessBlock{}},
		}},
		NotCollected: []NotCollected{{What: MissingSCPs, Source: "d.json"}, {What: MissingACLs, Source: "d.json"}},
		Documents:    extra.Data().Documents,
	}
	if err := b.Merge(*extra.Data()); err != nil {
		t.Fatal(err)
	}
	s := build(t, b)
	if s.Identity(carol) == nil || s.Identity(aliceARN) == nil || len(s.Data().Sources) != 2 {
		t.Error("something was lost")
	}
	if old := s.Resource(oldARN); !old.TagsRead || old.Tags["a"] != "b" || old.Bucket.Ownership != "ObjectWriter" {
		t.Errorf("bucket %+v", old)
	}
	if a := s.Account(member); a.Organization != "o-1" || len(a.Collected) != 6 {
		t.Errorf("account %+v", a)
	}
	if !s.TakenAt().Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("taken at %v", s.TakenAt())
	}
	if !s.Lacks("444444444444", MissingSCPs) || s.Lacks(management, MissingSCPs) || s.Lacks("444444444444", MissingTags) || !s.Lacks(member, MissingTags) {
		t.Errorf("not collected: %v", s.Data().NotCollected)
	}
	if got := s.NotCollected(); len(got) != 3 || got[0] != (NotCollected{What: MissingACLs, Source: "d.json"}) {
		t.Errorf("not collected, in short: %v", got)
	}
	st, _, err := s.StackFor(principal(t, s, "alice"), "*")
	if err != nil || len(st.SCP) != 4 {
		t.Errorf("a source without SCPs hides those of the other: %v, %v", st.SCP, err)
	}
}

func TestMergeNamesTheSourcesThatDiffer(t *testing.T) {
	b, c := world(), world()
	c.Data().Sources[0].Name = "later.json"
	c.Data().Identities[0].Boundary = ""
	err := b.Merge(*c.Data())
	if err == nil {
		t.Fatal("was merged")
	}
	for _, want := range []string{"world.json", "later.json", aliceARN, "permissions boundary", limitARN} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q does not say %q", err, want)
		}
	}
}

func TestMergeSettlesAWSManagedPoliciesByVersion(t *testing.T) {
	tests := []struct{ first, second, want string }{{"v9", "v10", "v10"}, {"v10", "v9", "v10"}, {"v2", "v2", ""}, {"", "v2", ""}}
	for _, test := range tests {
		t.Run(test.first+" and "+test.second, func(t *testing.T) {
			source := func(name, version, text string) *Builder {
				b := &Builder{}
				b.Data().Sources = []Source{{Name: name}}
				b.Data().Policies = []Managed{{ARN: awsReadARN, VersionID: version, Attachment: b.Attach("ReadOnlyAccess", text, "", 0)}}
				return b
			}
			b := source("a", test.first, allowAll)
			err := b.Merge(*source("b", test.second, allowRead).Data())
			if (err == nil) != (test.want != "") {
				t.Fatalf("error %v", err)
			}
			if err == nil {
				if m := build(t, b).Managed(awsReadARN); m.VersionID != test.want {
					t.Errorf("kept %q", m.VersionID)
				}
			}
		})
	}
}

func TestMergeIsTheSameInAnyOrder(t *testing.T) {
	parts := func() (a, b Data) {
		all := *world().Data()
		a, b = all, all
		a.Identities, b.Identities = slices.Clone(all.Identities[:3]), slices.Clone(all.Identities[3:])
		a.Resources, b.Resources = slices.Clone(all.Resources[:2]), slices.Clone(all.Resources[2:])
		return a, b
	}
	merged := func(list ...Data) string {
		b := &Builder{}
		for _, d := range list {
			if err := b.Merge(d); err != nil {
				t.Fatal(err)
			}
		}
		return build(t, b).ID()
	}
	a, b := parts()
	c, d := parts()
	if first, second := merged(a, b), merged(d, c); first != second || first != worldWith(t, nil).ID() {
		t.Error("the order of the sources changes the content")
	}
}
