package finding

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"sightline/snapshot"
)

func TestValidate(t *testing.T) {
	whole := func(change func(*Analyzer)) Analyzer {
		a := Analyzer{Name: "outside", Kind: KindExternal, Zone: Zone{Kind: ZoneOrganization}}
		change(&a)
		return a
	}
	unused := func(a *Analyzer) { a.Kind = KindUnused }
	internal := func(i ...Inclusion) func(*Analyzer) {
		return func(a *Analyzer) { a.Kind, a.Include = KindInternal, i }
	}
	for _, c := range []struct {
		sentence string
		change   func(*Analyzer)
		want     string // part of the error; "" for none
	}{
		{"the usual analyzer is one", func(*Analyzer) {}, ""},
		{"a name may begin with _", func(a *Analyzer) { a.Name = "_a.b-C9" }, ""},
		{"a name is needed", func(a *Analyzer) { a.Name = "" }, "name: is missing"},
		{"a name does not begin with a digit", func(a *Analyzer) { a.Name = "9a" }, `"9a" has '9' in place 1`},
		{"a name has no blanks", func(a *Analyzer) { a.Name = "a b" }, "place 2"},
		{"a name has no letters beyond ASCII", func(a *Analyzer) { a.Name = "aé" }, "place 2"},
		{"a name of 255 characters is one", func(a *Analyzer) { a.Name = strings.Repeat("a", 255) }, ""},
		{"a longer one is refused", func(a *Analyzer) { a.Name = strings.Repeat("a", 256) }, "256 characters, the limit is 255"},
		{"an unknown type is refused", func(a *Analyzer) { a.Kind = "other" }, "write external, internal or unused"},
		{"no zone is refused", func(a *Analyzer) { a.Zone = Zone{} }, "zone: "},
		{"unused analyzers have 90 days by default", unused, ""},
		{"365 days are taken", func(a *Analyzer) { a.Kind, a.UnusedAge = KindUnused, 365 }, ""},
		{"366 days are refused", func(a *Analyzer) { a.Kind, a.UnusedAge = KindUnused, 366 }, "give 1 to 365 days"},
		{"days below one are refused", func(a *Analyzer) { a.Kind, a.UnusedAge = KindUnused, -1 }, "give 1 to 365 days"},
		{"an external analyzer has no days", func(a *Analyzer) { a.UnusedAge = 9 }, "leave it out"},
		{"an account and a tag may be excluded", func(a *Analyzer) { a.Exclude = []Exclusion{{Account: home}, {TagKey: "team"}} }, ""},
		{"an exclusion of both is refused", func(a *Analyzer) { a.Exclude = []Exclusion{{Account: home, TagKey: "team"}} }, "make two"},
		{"an exclusion of nothing is refused", func(a *Analyzer) { a.Exclude = []Exclusion{{}} }, "names neither"},
		{"an internal analyzer watches something", internal(), "choose the resources"},
		{"by ARN", internal(Inclusion{Resources: []string{bucketARN}}), ""},
		{"by type and account", internal(Inclusion{ResourceTypes: []string{"AWS::S3::Bucket"}, Accounts: []string{home}}), ""},
		{"not by wildcard", internal(Inclusion{Resources: []string{"arn:aws:s3:::*"}}), "without wildcards"},
		{"not by a word", internal(Inclusion{ResourceTypes: []string{"bucket"}}), "write it as AWS::S3::Bucket"},
		{"not by a name", internal(Inclusion{Accounts: []string{"prod"}}), "12 digits"},
		{"not by nothing", internal(Inclusion{}), "give 1 to"},
		{"others watch everything", func(a *Analyzer) { a.Include = []Inclusion{{Accounts: []string{home}}} }, "leave it out"},
		{"service principals may be reported", func(a *Analyzer) { a.ServicePrincipals = true }, ""},
		{"but not by unused analyzers", func(a *Analyzer) { a.Kind, a.ServicePrincipals = KindUnused, true }, "leave it out"},
		{"a tag needs a key", func(a *Analyzer) { a.Tags = map[string]string{"": "x"} }, "no key"},
		{"a tag's value is limited", func(a *Analyzer) { a.Tags = map[string]string{"k": strings.Repeat("x", 257)} }, "too long"},
		{"two rules of one name are refused", func(a *Analyzer) { a.Rules = []ArchiveRule{vendorRule(nil), vendorRule(nil)} }, "two rules"},
	} {
		a, err := New(whole(c.change), noon)
		var invalid *InvalidError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.sentence, err)
		}
		if c.want == "" && (a.ID != AnalyzerID(a.Name) || a.Status != AnalyzerActive || !a.CreatedAt.Equal(noon)) {
			t.Errorf("%s: %+v", c.sentence, a)
		}
	}
	if bad := whole(func(a *Analyzer) { a.Status = "BUSY" }); bad.Validate() == nil {
		t.Error("an unknown status is taken")
	}
}

func TestAnalyzerJSON(t *testing.T) {
	a, err := New(Analyzer{
		Name: "data", Kind: KindInternal, Zone: Zone{Kind: ZoneAccounts, Accounts: []string{home, member}},
		Include: []Inclusion{{Resources: []string{bucketARN}}}, Exclude: []Exclusion{{TagKey: "team", TagValue: "red"}},
		Tags: map[string]string{"k": "v"}, Rules: []ArchiveRule{vendorRule(until(day(1)))},
	}, noon)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(a)
	for _, part := range []string{`"type":"internal"`, `"zone":"accounts:111122223333,222233334444"`, `"exclude":[{"tagKey":"team","tagValue":"red"}]`, `"ruleName":"vendor"`, `"filter":{"principal.AWS":{"eq":["444455556666"]}}`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
	var back Analyzer
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	same(t, back, a)
	if got := a.ARN("aws", "eu-west-1", home); got != "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/data" {
		t.Error(got)
	}
}

func TestParseZone(t *testing.T) {
	for text, want := range map[string]string{
		"account:111122223333": "", "organization": "", "organization:o-shop": "", "accounts:111122223333,222233334444": "",
		"": "write account:ID", "account": "needs one account id", "account:": "needs one account id", "accounts:": "names no account", "accounts": "names no account",
		"organization:": "write account:ID", "organization:shop": "begins with o-", "account:prod": "12 digits", "account:111122223333,222233334444": "and has 2", "everything": "write account:ID",
	} {
		z, err := ParseZone(text)
		switch {
		case want == "" && (err != nil || z.String() != text):
			t.Errorf("%q gives %q, %v", text, z, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestParseExclusion(t *testing.T) {
	for _, text := range []string{"account=111122223333", "tag=team", "tag=team:red", "tag=team:a:b"} {
		if e, err := ParseExclusion(text); err != nil || e.String() != text {
			t.Errorf("%s gives %s, %v", text, e, err)
		}
	}
	for _, text := range []string{"", "account", "account=prod", "tag=", "tag=:x", "region=x"} {
		if _, err := ParseExclusion(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestExcludesAndIncludes(t *testing.T) {
	a := Analyzer{Exclude: []Exclusion{{Account: member}, {TagKey: "team", TagValue: "red"}, {TagKey: "sandbox"}}}
	for _, c := range []struct {
		account string
		tags    map[string]string
		want    bool
	}{
		{member, nil, true},
		{home, nil, false},
		{home, map[string]string{"team": "red"}, true},
		{home, map[string]string{"team": "blue"}, false},
		{home, map[string]string{"sandbox": ""}, true},
		{home, map[string]string{"sandbox": "x"}, true},
	} {
		if a.Excludes(c.account, c.tags) != c.want {
			t.Errorf("%s %v: want %v", c.account, c.tags, c.want)
		}
	}
	if !a.Includes("x", "y", "z") {
		t.Error("an analyzer that chooses nothing watches everything")
	}
	a.Include = []Inclusion{{Resources: []string{bucketARN}}, {ResourceTypes: []string{snapshot.TypeKey}, Accounts: []string{home}}}
	if !a.Includes(bucketARN, snapshot.TypeBucket, member) || !a.Includes("k", snapshot.TypeKey, home) || a.Includes("k", snapshot.TypeKey, member) || a.Includes("b", snapshot.TypeBucket, home) {
		t.Error("what is chosen is not what is watched")
	}
}
