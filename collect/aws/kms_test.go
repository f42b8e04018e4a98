package aws

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

const (
	fakeKey  = "arn:aws:kms:eu-west-1:111122223333:key/1234"
	fakeRole = "arn:aws:iam::111122223333:role/app"
)

// fakeKMS has one key with an alias and the grants of a JSON list. What is not
// here is refused: DescribeKey, ListResourceTags.
func fakeKMS(t *testing.T, alias, grants string) *fakeAWS {
	t.Helper()
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
	f.text("ListKeys", `{"Keys":[{"KeyId":"1234","KeyArn":"`+fakeKey+`"}],"Truncated":false}`)
	f.text("ListAliases", `{"Aliases":[{"AliasName":"`+alias+`","TargetKeyId":"1234"}],"Truncated":false}`)
	f.text("GetKeyPolicy", `{"Policy":"{\"Statement\":[]}"}`)
	f.text("ListGrants", `{"Grants":[`+grants+`],"Truncated":false}`)
	return f
}

func fakeKeyOf(t *testing.T) (*snapshot.Snapshot, *snapshot.Resource) {
	t.Helper()
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	r := s.Resource(fakeKey)
	if r == nil {
		t.Fatalf("no key; gaps %v", s.Data().Gaps)
	}
	return s, r
}

// A grant is never wider than AWS keeps it: no constraint is dropped, not even
// one of a kind that nobody knows.
func TestConstraintsOfGrants(t *testing.T) {
	tests := []struct {
		name, constraints string
		want              authz.Grant
	}{
		{"none", ``, authz.Grant{}},
		{"empty", `,"Constraints":{}`, authz.Grant{}},
		{"source", `,"Constraints":{"SourceArn":"arn:aws:s3:::b"}`, authz.Grant{SourceARN: "arn:aws:s3:::b"}},
		{"of new kinds", `,"Constraints":{"Zone":null,"TagEquals":{"a":"b"},"RegionEquals":"x"}`, authz.Grant{OtherConstraints: []string{"RegionEquals", "TagEquals"}}},
		{
			"both", `,"Constraints":{"EncryptionContextSubset":{"a":"b"},"RegionEquals":"x"}`,
			authz.Grant{ContextSubset: map[string]string{"a": "b"}, OtherConstraints: []string{"RegionEquals"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fakeKMS(t, "alias/orders", `{"GrantId":"plain","GranteePrincipal":"`+fakeRole+`","Operations":["Encrypt"]},`+
				`{"GrantId":"tied","GranteePrincipal":"`+fakeRole+`","Operations":["Decrypt"]`+test.constraints+`}`)
			_, r := fakeKeyOf(t)
			if len(r.Grants) != 2 {
				t.Fatalf("grants %+v", r.Grants)
			}
			want := test.want
			want.ID, want.Grantee, want.Operations = "tied", fakeRole, []string{"Decrypt"}
			if got := r.Grants[1]; fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if r.Grants[0].OtherConstraints != nil || r.Grants[0].SourceARN != "" {
				t.Errorf("the other grant is %+v", r.Grants[0])
			}
		})
	}
}

// Who manages a key stands in DescribeKey's answer, and in an alias that only
// AWS's own keys have.
func TestManagerOfKeys(t *testing.T) {
	describe := func(manager string) func(*fakeAWS) {
		return func(f *fakeAWS) {
			f.text("DescribeKey", `{"KeyMetadata":{"KeyId":"1234","KeyManager":"`+manager+`"}}`)
		}
	}
	refused := func(*fakeAWS) {}
	tests := []struct {
		name, alias string
		change      func(*fakeAWS)
		want        string
		layer       authz.Layer
		gap         bool
	}{
		{"AWS's", "alias/aws/s3", describe("AWS"), "AWS", "", false},
		{"customer's", "alias/orders", describe("CUSTOMER"), "CUSTOMER", "", false},
		{"refused", "alias/orders", refused, "", authz.LayerRCP, true},
		{"refused, with AWS's alias", "alias/aws/s3", refused, "AWS", authz.LayerNone, true},
		{"an answer without it", "alias/orders", func(f *fakeAWS) { f.text("DescribeKey", `{"KeyMetadata":{"KeyId":"1234"}}`) }, "", authz.LayerRCP, true},
		{"everything refused", "alias/aws/s3", func(f *fakeAWS) {
			f.answers["ListAliases"] = func(_ int, r *http.Request, w http.ResponseWriter) { refuse(r, w) }
		}, "", authz.LayerRCP, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.change(fakeKMS(t, test.alias, ""))
			s, r := fakeKeyOf(t)
			g := gapOf(s, "kms:DescribeKey")
			if r.KeyManager != test.want || (g != nil) != test.gap || g != nil && (g.Layer != test.layer || g.Subject != fakeKey) {
				t.Errorf("manager %q, gap %+v", r.KeyManager, g)
			}
		})
	}
}

// The aliases that are stored lead to their key, in the Regions that were read.
func TestAliasesLeadToTheirKeys(t *testing.T) {
	fakeKMS(t, "alias/orders", "")
	s, _ := fakeKeyOf(t)
	if r := s.Resource("arn:aws:kms:eu-west-1:111122223333:alias/orders"); r == nil || r.ARN != fakeKey {
		t.Errorf("the alias leads to %v", r)
	}
	st, _, err := s.StackFor(authz.Principal{}, "arn:aws:kms:us-east-1:111122223333:key/1")
	if err != nil || !st.Lacks(authz.LayerResource) || st.ResourceNotCollected {
		t.Errorf("a key of a Region that was not chosen: %+v, %v", st, err)
	}
	if a := s.Account("111122223333"); !slices.Equal(a.Regions, []string{"eu-west-1"}) {
		t.Errorf("Regions %v", a.Regions)
	}
}
