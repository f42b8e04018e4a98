package aws

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Entries that stand on two pages, that are of another account or whose
// document is damaged do not lose the rest.
func TestOddEntries(t *testing.T) {
	f := newFake(t)
	f.answers["GetAccountAuthorizationDetails"] = func(_ int, r *http.Request, w http.ResponseWriter) {
		if r.PostForm.Get("Marker") == "" {
			fmt.Fprint(w, details(user("ann", "{}")+user("bad", "%7B%22a%22:%22%FF%22%7D")+
				strings.ReplaceAll(user("eve", "{}"), own, foreign), `<IsTruncated>true</IsTruncated><Marker>two</Marker>`))
			return
		}
		fmt.Fprint(w, details(user("ann", `{"Version":"2012-10-17"}`), `<IsTruncated>false</IsTruncated>`))
	}
	f.text("DescribeDBClusters", `<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster>`+
		`<DBClusterArn>arn:aws:rds:eu-west-1:`+foreign+`:cluster:c</DBClusterArn></DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`)
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Identities()) != 2 || len(s.Data().Resources) != 0 {
		t.Errorf("%d identities, %d resources", len(s.Identities()), len(s.Data().Resources))
	}
	text := fmt.Sprint(s.Data().Gaps)
	for _, want := range []string{"inline policy p: the policy document is no valid UTF-8", "user/eve", "cluster:c"} {
		if !strings.Contains(text, want) {
			t.Errorf("no gap says %q", want)
		}
	}
	for _, id := range s.Identities() {
		if id.Name == "ann" && s.Data().Documents[id.Inline[0].Document] == "{}" {
			t.Error("the earlier of two entries counts")
		}
	}
}

// Pages that name each other in a circle end in a gap.
func TestPagesInACircle(t *testing.T) {
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
	f.answers["DescribeInstances"] = func(call int, _ *http.Request, w http.ResponseWriter) {
		fmt.Fprintf(w, `<DescribeInstancesResponse><reservationSet/><nextToken>%d</nextToken></DescribeInstancesResponse>`, call%2)
	}
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil || gapOf(s, "ec2:DescribeInstances") == nil {
		t.Errorf("%v", err)
	}
}

// Credentials that expire in the middle end the collection: an almost empty
// picture would take the place of the last one.
func TestCredentialsExpireMeanwhile(t *testing.T) {
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details(user("ann", "{}"), "<IsTruncated>false</IsTruncated>"))
	f.answers["DescribeInstances"] = func(_ int, _ *http.Request, w http.ResponseWriter) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `<Response><Errors><Error><Code>ExpiredToken</Code><Message>gone</Message></Error></Errors></Response>`)
	}
	if _, err := collected(t, Options{Regions: []string{"eu-west-1"}}); err == nil || !strings.Contains(err.Error(), "sign in again") {
		t.Errorf("%v", err)
	}
}

// An operation that is throttled to the end each time is given up, so that a
// thousand buckets do not each wait for it.
func TestGivenUp(t *testing.T) {
	f := newFake(t)
	f.text("GetAccountAuthorizationDetails", details("", "<IsTruncated>false</IsTruncated>"))
	var buckets strings.Builder
	for i := range 200 {
		fmt.Fprintf(&buckets, "<Bucket><Name>b%d</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>", i)
	}
	f.text("GET /?max-buckets=1000&x-id=ListBuckets", `<ListAllMyBucketsResult><Buckets>`+buckets.String()+`</Buckets></ListAllMyBucketsResult>`)
	slow := func(_ int, _ *http.Request, w http.ResponseWriter) {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, `<Error><Code>SlowDown</Code><Message>reduce your rate</Message></Error>`)
	}
	for i := range 200 {
		f.answers[fmt.Sprintf("GET /b%d?policy", i)] = slow
	}
	start := time.Now()
	s, err := collected(t, Options{Regions: []string{"eu-west-1"}})
	if err != nil || time.Since(start) > time.Minute {
		t.Fatalf("%v after %s", err, time.Since(start))
	}
	asked := 0
	for i := range 200 {
		asked += f.calls[fmt.Sprintf("GET /b%d?policy", i)]
	}
	if g := gapOf(s, "s3:GetBucketPolicy"); g == nil || asked > 60 || !strings.Contains(fmt.Sprint(s.Data().Gaps), "given up") {
		t.Errorf("%d calls, gap %v", asked, g)
	}
}
