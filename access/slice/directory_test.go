package slice_test

import (
	"fmt"
	"strings"
	"testing"

	"sightline/access/slice"
	"sightline/iam/catalog"
	"sightline/snapshot"
)

func directory(t testing.TB) *slice.Directory {
	t.Helper()
	return slice.NewDirectory(sampleExplorer(t).Asker().Snapshot, catalog.Embedded())
}

func TestSearchRanks(t *testing.T) {
	d := directory(t)
	for query, want := range map[string]struct{ kind, name string }{
		"alice":                                {"user", "alice"},
		"ALICE":                                {"user", "alice"},
		"arn:aws:iam::222233334444:user/alice": {"user", "alice"},
		"payments":                             {"role", "payments-app"},
		"reader":                               {"role", "payments-reader"},
		"222233334444":                         {"account", "prod"},
		"prod":                                 {"account", "prod"},
		"s3:getobject":                         {"action", "s3:GetObject"},
		"GetSecretValue":                       {"action", "secretsmanager:GetSecretValue"},
		"i-0b7e41d29c5a8f013":                  {"instance", "bastion-1"},
		"kestrel-audit":                        {"resource", "kestrel-audit"},
		"ec2.amazonaws.com":                    {"service", "ec2.amazonaws.com"},
		"token.actions":                        {"provider", "token.actions.githubusercontent.com"},
		"anyone":                               {"anyone", "anyone"},
		"  kestrel-audit ":                     {"resource", "kestrel-audit"},
	} {
		f := d.Search(query, 5)
		if len(f.Results) == 0 || string(f.Results[0].Kind) != want.kind || f.Results[0].Name != want.name {
			t.Errorf("%q: %+v, want %v", query, f.Results, want)
		}
		if len(f.Results) > 5 || f.Truncated != (f.Total > len(f.Results)) {
			t.Errorf("%q: %d of %d, truncated %v", query, len(f.Results), f.Total, f.Truncated)
		}
	}
	for _, none := range []string{"", "  ", "no such thing", "\x1f", "\x1e\x1f"} {
		if f := d.Search(none, 5); f.Total != 0 || f.Results == nil {
			t.Errorf("%q finds %+v", none, f)
		}
	}
}

func TestSearchFindsTagsAndAccounts(t *testing.T) {
	d := directory(t)
	f := d.Search("restricted", 50)
	if f.Total == 0 {
		t.Error("no tag value is found")
	}
	found := d.Search("staging", 1000)
	inAccount := 0
	for _, r := range found.Results {
		if r.AccountName == "staging" && !strings.Contains(r.Name+r.ARN, "staging") {
			inAccount++
		}
	}
	if inAccount == 0 {
		t.Error("nothing is found by the name of its account")
	}
}

func TestListsPage(t *testing.T) {
	d := directory(t)
	all := d.Principals(slice.PrincipalFilter{})
	if all.Total != 45 || len(all.Items) != 45 {
		t.Errorf("%d principals, %d listed", all.Total, len(all.Items))
	}
	var paged []string
	for offset := 0; offset < all.Total; offset += 10 {
		p := d.Principals(slice.PrincipalFilter{Offset: offset, Limit: 10})
		for _, one := range p.Items {
			paged = append(paged, one.ARN)
		}
	}
	for i, one := range all.Items {
		if paged[i] != one.ARN || i > 0 && strings.ToLower(all.Items[i-1].Name) > strings.ToLower(one.Name) {
			t.Errorf("place %d: %s, on its page %s", i, one.ARN, paged[i])
		}
	}
	for _, c := range []struct {
		got  slice.Page
		want int
	}{
		{d.Principals(slice.PrincipalFilter{Kind: "group"}), 5},
		{d.Principals(slice.PrincipalFilter{Query: "SightlineReader"}), 4},
		{d.Principals(slice.PrincipalFilter{Query: "SightlineReader", Account: "222233334444"}), 1},
		{d.Resources(slice.ResourceFilter{Type: "aws::s3::bucket", Query: "kestrel-audit"}), 1},
		{d.Resources(slice.ResourceFilter{Query: "no such"}), 0},
		{d.Resources(slice.ResourceFilter{Offset: 1000}), 75},
	} {
		if c.got.Total != c.want || c.got.Items == nil {
			t.Errorf("%+v, want %d", c.got, c.want)
		}
	}
}

func TestThings(t *testing.T) {
	d := directory(t)
	for text, want := range map[string]string{
		"*":                                    "anyone/anyone/with or without an AWS account",
		"arn:aws:iam::222233334444:user/alice": "user/alice/user in prod",
		"222233334444":                         "account/prod/account 222233334444",
		"arn:aws:s3:::kestrel-audit":           "resource/kestrel-audit/bucket, eu-west-1",
		"arn:aws:s3:::kestrel-audit/a/b.gz":    "resource/a/b.gz/in kestrel-audit",
		"arn:aws:iam::222233334444:root":       "user/root/root user of prod",
		"arn:aws:iam::777788889999:root":       "account/777788889999/account outside",
		"lambda.amazonaws.com":                 "service/lambda.amazonaws.com/AWS service",
		"s3:GetObject":                         "action/s3:GetObject/action of s3",
	} {
		if got := d.Thing(text); fmt.Sprintf("%s/%s/%s", got.Kind, got.Name, got.Detail) != want || got.ARN != text {
			t.Errorf("%s: %+v, want %s", text, got, want)
		}
	}
}

// large is a directory of many resources, made up without policies.
func large(b *testing.B, n int) *slice.Directory {
	b.Helper()
	data := snapshot.Data{Accounts: []snapshot.Account{{ID: "111122223333", Name: "one"}}, Documents: map[string]string{}}
	for i := range n {
		name := fmt.Sprintf("Bucket-%d-reports-%d", i, i*7919%1000)
		data.Resources = append(data.Resources, snapshot.Resource{
			ARN: "arn:aws:s3:::" + strings.ToLower(name), Name: name, Type: snapshot.TypeBucket, Account: "111122223333",
		})
	}
	s, err := snapshot.NewBuilder(data).Build()
	if err != nil {
		b.Fatal(err)
	}
	return slice.NewDirectory(s, catalog.Embedded())
}

func BenchmarkSearch(b *testing.B) {
	d := large(b, 1_000_000)
	for _, query := range []string{"bucket-99", "reports", "arn:aws:s3:::bucket-77-reports-563", "nothing at all"} {
		b.Run(query, func(b *testing.B) {
			for range b.N {
				d.Search(query, 20)
			}
		})
	}
	b.Run("page", func(b *testing.B) {
		d.Resources(slice.ResourceFilter{})
		b.ResetTimer()
		for range b.N {
			d.Resources(slice.ResourceFilter{Query: "reports-77", Offset: 100})
		}
	})
}
