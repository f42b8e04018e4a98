package aws

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

const own, foreign = "111122223333", "999900001111"

// organized gives the fake an organization that lists some accounts.
func (f *fakeAWS) organized(accounts ...string) {
	f.text("DescribeOrganization", `{"Organization":{"Id":"o-abcdefghij","MasterAccountId":"`+own+`","FeatureSet":"ALL"}}`)
	f.text("ListRoots", `{"Roots":[{"Id":"r-1","PolicyTypes":[]}]}`)
	f.text("ListOrganizationalUnitsForParent", `{"OrganizationalUnits":[]}`)
	var list []string
	for _, id := range accounts {
		list = append(list, `{"Id":"`+id+`","Name":"a`+id[:3]+`","State":"ACTIVE"}`)
	}
	body := `{"Accounts":[` + strings.Join(list, ",") + `]}`
	f.text("ListAccounts", body)
	f.text("ListAccountsForParent", body)
}

// assumable lets the fake hand out credentials and IAM's details everywhere.
func (f *fakeAWS) assumable() {
	f.text("AssumeRole", `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`+
		`<SessionToken>t</SessionToken><Expiration>2036-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
}

// openSCPs tells which organization policies are open for an account's users.
func openSCPs(t *testing.T, s *snapshot.Snapshot, account string) bool {
	t.Helper()
	p := authz.Principal{Kind: authz.KindRoot, Account: account, ARN: "arn:aws:iam::" + account + ":root"}
	st, _, err := s.StackFor(p, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range st.Unread {
		if u.Layer == authz.LayerSCP {
			return true
		}
	}
	return false
}

// An account that the credentials' organization does not list is in another,
// or in none: what limits it is not known.
func TestForeignAccountIsInNoKnownOrganization(t *testing.T) {
	f := newFake(t)
	f.organized(own)
	f.assumable()
	s, err := collected(t, Options{Accounts: []string{own, foreign}, Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.Account(foreign); a == nil || a.Organization != "" || a.OrganizationKnown || !openSCPs(t, s, foreign) {
		t.Errorf("the foreign account: %+v, open %v", a, openSCPs(t, s, foreign))
	}
	if a := s.Account(own); a == nil || a.Organization != "o-abcdefghij" || openSCPs(t, s, own) {
		t.Errorf("the own account: %+v", a)
	}
}

// A refused DescribeOrganization leaves open what limits every account that is
// read, not the credentials' own alone.
func TestRefusedOrganizationConcernsEveryAccount(t *testing.T) {
	f := newFake(t)
	f.assumable()
	s, err := collected(t, Options{Accounts: []string{own, foreign}, Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{own, foreign} {
		if !openSCPs(t, s, id) {
			t.Errorf("account %s: nothing is open", id)
		}
	}
	for _, g := range s.Data().Gaps {
		if g.Call == describeCall && g.MissingAction != describeCall {
			t.Errorf("%+v", g)
		}
	}
}

// Who is in no organization says nothing of others.
func TestOwnAccountInNoOrganization(t *testing.T) {
	f := newFake(t)
	f.assumable()
	f.answers["DescribeOrganization"] = func(_ int, _ *http.Request, w http.ResponseWriter) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"AWSOrganizationsNotInUseException","Message":"none"}`)
	}
	s, err := collected(t, Options{Accounts: []string{own, foreign}, Regions: []string{"eu-west-1"}})
	if err != nil || openSCPs(t, s, own) || !openSCPs(t, s, foreign) {
		t.Errorf("%v", err)
	}
}

// Nobody of a closed account acts, and nobody gets in: it is named, and nothing
// is concluded of it.
func TestClosedAccount(t *testing.T) {
	f := newFake(t)
	f.organized(own, foreign)
	f.assumable()
	f.text("ListAccounts", `{"Accounts":[{"Id":"`+own+`","State":"ACTIVE"},{"Id":"`+foreign+`","State":"SUSPENDED"}]}`)
	s, err := collected(t, Options{Organization: true, Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Account(foreign) != nil || !strings.Contains(fmt.Sprint(s.Data().NotCollected), "account "+foreign) {
		t.Errorf("account %v, not collected %v", s.Account(foreign), s.Data().NotCollected)
	}
	if _, err := collected(t, Options{Organization: true, Accounts: []string{foreign}}); err == nil || !strings.Contains(err.Error(), "suspended") {
		t.Errorf("%v", err)
	}
}

// Of an organization whose tree can be read and whose accounts cannot be listed
// only the own account is read: that there are more is a gap.
func TestAccountsThatCannotBeListed(t *testing.T) {
	f := newFake(t)
	f.organized(own, foreign)
	f.assumable()
	delete(f.answers, "ListAccounts")
	s, err := collected(t, Options{Auto: true, Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if g := gapOf(s, "organizations:ListAccounts"); g == nil || g.Whole() || g.MissingAction != "organizations:ListAccounts" || len(s.Data().Accounts) != 1 {
		t.Errorf("gap %+v, accounts %v", g, s.Data().Accounts)
	}
}

// A list that names nobody somewhere is not read as one without that entry.
func TestListThatNamesNobody(t *testing.T) {
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
	f.text("GET /?max-buckets=1000&x-id=ListBuckets", `<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`)
	f.text("GET /b?acl", `<AccessControlPolicy><AccessControlList><Grant><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`)
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if g := gapOf(s, "s3:GetBucketAcl"); g == nil || s.Resource("arn:aws:s3:::b").Bucket.ACL != nil {
		t.Errorf("gap %v", g)
	}
}
