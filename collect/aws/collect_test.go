package aws

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

func details(users, rest string) string {
	return `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><UserDetailList>` + users +
		`</UserDetailList><GroupDetailList/><RoleDetailList/><Policies/>` + rest +
		`</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`
}

func user(name, document string) string {
	return fmt.Sprintf(`<member><UserName>%[1]s</UserName><Arn>arn:aws:iam::111122223333:user/%[1]s</Arn><UserId>AIDA%[1]s</UserId>`+
		`<UserPolicyList><member><PolicyName>p</PolicyName><PolicyDocument>%[2]s</PolicyDocument></member></UserPolicyList></member>`, name, document)
}

// Documents come encoded, on several pages; everything else is refused.
func TestPagesOfEncodedDocuments(t *testing.T) {
	f := newFake(t)
	const document = `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a+b%20c/*"}]}`
	encoded := strings.ReplaceAll(url.QueryEscape(document), "+", "%20")
	f.answers["GetAccountAuthorizationDetails"] = func(_ int, r *http.Request, w http.ResponseWriter) {
		if r.PostForm.Get("Marker") == "" {
			fmt.Fprint(w, details(user("ann", encoded), `<IsTruncated>true</IsTruncated><Marker>two</Marker>`))
			return
		}
		fmt.Fprint(w, details(user("bob", document), `<IsTruncated>false</IsTruncated>`))
	}
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.Identities()); n != 2 {
		t.Fatalf("%d identities", n)
	}
	for _, id := range s.Identities() {
		if text := s.Data().Documents[id.Inline[0].Document]; text != document {
			t.Errorf("%s: %s", id.Name, text)
		}
	}
	for _, c := range Calls() {
		if g := gapOf(s, c.Name); g != nil && g.MissingAction != c.Action {
			t.Errorf("%s: needs %q", c.Name, g.MissingAction)
		}
	}
	for _, call := range []string{"ec2:DescribeInstances", "s3:ListBuckets", "kms:ListKeys", "organizations:DescribeOrganization", "s3control:GetPublicAccessBlock"} {
		if gapOf(s, call) == nil {
			t.Errorf("no gap for %s", call)
		}
	}
}

// The second page fails: what the first held is kept, and the gap says that
// there may be more.
func TestListThatBreaksOff(t *testing.T) {
	f := newFake(t)
	f.answers["GetAccountAuthorizationDetails"] = func(_ int, r *http.Request, w http.ResponseWriter) {
		if r.PostForm.Get("Marker") == "" {
			fmt.Fprint(w, details(user("ann", "{}"), `<IsTruncated>true</IsTruncated><Marker>two</Marker>`))
			return
		}
		w.WriteHeader(http.StatusBadRequest)
	}
	f.text("DescribeInstances", `<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>`)
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	g := gapOf(s, detailsCall)
	if g == nil || g.MissingAction != "" || len(s.Identities()) != 1 {
		t.Fatalf("gap %v, %d identities", g, len(s.Identities()))
	}
	if near, known := s.Knows("arn:aws:iam::111122223333:role/other"); !known {
		t.Errorf("a role of the page that broke off counts as not there (near %v)", near)
	}
	if st, _, err := s.StackFor(authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::111122223333:user/zoe", Account: "111122223333"}, "*"); err != nil || len(st.Unread) == 0 {
		t.Errorf("a user of the page that broke off: %v, %v", st, err)
	}
}

// A list that names its own page again, an answer that says "more" and not
// where, one without the list, a web page and nothing at all: none is a list.
func TestAnswersThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"the same page again": `<DescribeInstancesResponse><reservationSet/><nextToken>x</nextToken></DescribeInstancesResponse>`,
		"no list":             `<DescribeInstancesResponse></DescribeInstancesResponse>`,
		"a web page":          `<!DOCTYPE html><html><body>Welcome</body></html>`,
		"nothing":             ``,
		"cut off":             `<DescribeInstancesResponse><reservationSet><item><instancesSet>`,
		"JSON":                `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
			f.text("DescribeInstances", body)
			s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
			if err != nil {
				t.Fatal(err)
			}
			g := gapOf(s, "ec2:DescribeInstances")
			if g == nil || g.Type != snapshot.TypeInstance || g.Region != "eu-west-1" || g.Reason == "" {
				t.Errorf("gap %+v", g)
			}
		})
	}
}

// A throttled call is tried again and leaves no gap.
func TestThrottled(t *testing.T) {
	f := newFake(t)
	f.answers["GetAccountAuthorizationDetails"] = func(call int, _ *http.Request, w http.ResponseWriter) {
		if call == 1 {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`)
			return
		}
		fmt.Fprint(w, details(user("ann", "{}"), "<IsTruncated>false</IsTruncated>"))
	}
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil || len(s.Identities()) != 1 || gapOf(s, detailsCall) != nil {
		t.Errorf("%v", err)
	}
}

// S3 Control puts the account before the host; a custom endpoint is one host.
func TestCustomEndpointIsOneHost(t *testing.T) {
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
	f.text("GET /v20180820/configuration/publicAccessBlock?", `<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>`)
	f.answers["GET /?max-buckets=1000&x-id=ListBuckets"] = func(_ int, _ *http.Request, w http.ResponseWriter) {
		fmt.Fprint(w, `<ListAllMyBucketsResult><Owner><ID>c1</ID></Owner><Buckets><Bucket><Name>b</Name><BucketRegion>eu-north-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`)
	}
	f.text("GET /b?policy", `{"Statement":[]}`)
	f.text("GET /b?acl", `<AccessControlPolicy><Owner><ID>c1</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>c1</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`)
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	a, r := s.Account("111122223333"), s.Resource("arn:aws:s3:::b")
	if a.PublicAccessBlock == nil || !a.PublicAccessBlock.BlockPublicACLs {
		t.Errorf("account settings %v, gaps %v", a.PublicAccessBlock, s.Data().Gaps)
	}
	if r == nil || r.Policy == nil || r.Region != "eu-north-1" || r.Bucket.ACL == nil || (*r.Bucket.ACL)[0].Grantee != "111122223333" {
		t.Errorf("bucket %+v", r)
	}
	if gapOf(s, "s3:GetBucketTagging") == nil || gapOf(s, "s3:GetBucketOwnershipControls") == nil || gapOf(s, "s3:GetPublicAccessBlock") == nil {
		t.Errorf("gaps %v", s.Data().Gaps)
	}
}
