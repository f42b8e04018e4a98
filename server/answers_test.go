package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sightline/cli"
)

// TestAnswersAreThoseOfTheCommandLine asks every question both ways. The bytes
// are the same but for indentation.
func TestAnswersAreThoseOfTheCommandLine(t *testing.T) {
	const (
		labels = "arn:aws:s3:::kestrel-shipping-labels"
		key    = "arn:aws:kms:eu-west-1:222233334444:key/1f9e6b2a-4c7d-4e8f-b1a3-6d5c0e9f7a11"
		etl    = "i-0a1b2c3d4e5f60718"
	)
	d := stocked(t)
	for _, c := range []struct{ address, args string }{
		{query("can", "principal", "alice", "action", "iam:CreateUser"), "can alice iam:CreateUser"},
		{query("can", "principal", "bastion-admin", "action", "s3:DeleteObject", "resource", "arn:aws:s3:::kestrel-backups-eu/db.dump"), "can bastion-admin s3:DeleteObject arn:aws:s3:::kestrel-backups-eu/db.dump"},
		{query("can", "principal", "*", "action", "s3:GetObject", "resource", labels+"/a", "context", "aws:SourceIp=1.2.3.4", "context", "aws:CalledVia=a", "context", "aws:CalledVia=b,c", "absent", "aws:SourceVpc"), "can * s3:GetObject " + labels + "/a --context aws:SourceIp=1.2.3.4 --context aws:CalledVia=a --context aws:CalledVia=b,c --absent aws:SourceVpc"},
		{query("can", "principal", "payments-reader", "session", "i-0", "action", "kms:Decrypt", "resource", key), "can payments-reader kms:Decrypt " + key + " --session i-0"},
		{query("who-can", "action", "s3:GetObject", "resource", labels), "who-can s3:GetObject " + labels},
		{query("who-can", "action", "kms:Decrypt", "resource", key), "who-can kms:Decrypt " + key},
		{query("who-can", "action", "write", "resource", labels, "absent", "aws:SourceVpc"), "who-can write " + labels + " --absent aws:SourceVpc"},
		{query("what-can", "principal", "alice"), "what-can alice"},
		{query("what-can", "principal", etl, "service", "s3", "action", "s3:Get*"), "what-can " + etl + " --service s3 --action s3:Get*"},
		{query("what-can", "principal", "ci-deploy", "session", "x", "context", "aws:MultiFactorAuthPresent=true"), "what-can ci-deploy --session x --context aws:MultiFactorAuthPresent=true"},
		{query("reach", "from", etl), "reach " + etl},
		{query("reach", "from", "*"), "reach *"},
		{query("reach", "from", etl, "to", "arn:aws:s3:::kestrel-data-lake"), "reach " + etl + " arn:aws:s3:::kestrel-data-lake"},
	} {
		var stdout, stderr, want bytes.Buffer
		args := append(strings.Fields(c.args), "--output", "json", "--snapshot", "sample")
		if status := cli.Main(args, []string{"HOME=" + t.TempDir()}, strings.NewReader(""), &stdout, &stderr); status == 2 {
			t.Fatalf("%s: %s", c.args, stderr.String())
		}
		if err := json.Compact(&want, stdout.Bytes()); err != nil {
			t.Fatal(err)
		}
		for range 2 { // an explorer that answered before answers the same
			got := d.get(http.StatusOK, c.address)
			if kind := got.Header().Get("Content-Type"); kind != "application/json" {
				t.Errorf("%s: %s", c.address, kind)
			}
			if strings.TrimSpace(got.Body.String()) != strings.TrimSpace(want.String()) {
				t.Errorf("%s\nserver       %s\ncommand line %s", c.address, got.Body, &want)
			}
		}
	}
}

// TestProblems: what cannot be answered is refused with a sentence that says
// what and what to do.
func TestProblems(t *testing.T) {
	d := stocked(t)
	for _, c := range []struct {
		address string
		status  int
		words   string
	}{
		{query("can", "principal", "alice"), 422, "action is missing"},
		{query("can", "principal", "", "action", "s3:GetObject"), 422, "principal is missing"},
		{query("can", "principal", "alice", "action", "GetObject"), 400, "service:Name"},
		{query("can", "principal", "alicee", "action", "s3:GetObject"), 404, "did you mean user/alice?"},
		{query("can", "principal", "alice", "action", "s3:GetObject", "resource", "bucket"), 400, "not an ARN"},
		{query("can", "principal", "alice", "action", "s3:GetObject", "resource", "arn:aws:s3:::kestrel-shipping-label"), 404, "not in the snapshot; did you mean"},
		{query("can", "principal", "alice", "action", "s3:GetObject", "session", "x"), 400, "Session: alice is no role."},
		{query("can", "principal", "alice", "action", "s3:GetObject", "context", "x"), 400, "Context \"x\": write key=value"},
		{query("can", "principal", "alice", "action", "s3:GetObject", "context", "aws:a=1", "absent", "aws:A"), 400, "Absent aws:A: the key is also given"},
		{query("can", "principal", strings.Repeat("a", 2049), "action", "s3:GetObject"), 422, "principal: expected length <= 2048"},
		{query("can", "principal", "alice", "principal", "bob", "action", "s3:GetObject"), 400, `"principal" is given twice`},
		{query("can", "principal", "alice", "action", "s3:GetObject", "resourc", "*"), 422, `no parameter "resourc"`},
		{query("can", "principal", "alice", "action", "s3:GetObject", "resource", ""), 422, "Parameter resource is empty"},
		{query("explain", "principal", "alice", "action", "s3:GetObject", "resource", ""), 422, "Parameter resource is empty"},
		{query("can", "principal", "alice", "action", "s3:GetObject", "context", ""), 422, "Parameter context is empty"},
		{query("who-can", "action", "s3:GetObject", "resource", "*", "context", "aws:a=1", "context", ""), 422, "Parameter context is empty"},
		{query("what-can", "principal", "alice", "absent", ""), 422, "Parameter absent is empty"},
		{query("can", "principal", "developers", "action", "s3:GetObject"), 422, "a group cannot act; ask about one of its users"},
		{query("what-can", "principal", "arn:aws:iam::111122223333:group/nobody"), 404, "not the ARN of a user"},
		{query("reach", "from", "developers"), 422, "a group cannot act"},
		{query("paths", "from", "developers"), 422, "a group cannot act"},
		{query("paths", "to", "nothing"), 404, "Parameter to: write the ARN or the name of a resource, a role or a user; principal \"nothing\": not in the snapshot"},
		{query("paths", "from", "alice", "to", "nothing"), 404, "Parameter to: write"},
		{query("paths", "to", "arn:aws:s3"), 400, "Parameter to \"arn:aws:s3\": an ARN has six parts"},
		{query("who-can", "action", "s3:Get Object", "resource", "*"), 400, "access level"},
		{query("what-can", "principal", "alice", "service", "s33"), 400, `Service "s33": no such service`},
		{query("reach", "from", "nobody"), 404, "not in the snapshot"},
		{query("reach"), 422, "from is missing"},
		{query("paths"), 422, "from and to are missing"},
		{query("paths", "from", "alice", "level", "read,execute"), 422, `level: "execute" is none of list, read`},
		{query("paths", "from", "alice", "verdict", "yes"), 422, `verdict: "yes" is none of allowed`},
		{query("paths", "from", "alice", "limit", "1000"), 422, "limit: expected number <= 200"},
		{query("search", "q", ""), 422, "q is missing"},
		{query("search", "q", "a", "limit", "x"), 422, "limit: "},
		{query("principals", "kind", "cat"), 422, "kind: "},
		{query("principals", "offset", "-1"), 422, "offset: expected number >= 0"},
		{query("resources", "snapshot", "ffff"), 404, "no snapshot"},
		{query("can", "snapshot", "ffff", "principal", "alice", "action", "s3:GetObject"), 404, "no snapshot"},
		{query("reach", "snapshot", "ffff", "from", "alice"), 404, "no snapshot"},
		{query("status", "snapshot", "ffff"), 404, "no snapshot"},
		{"/api/v1/documents/" + strings.Repeat("0", 64), 404, "no policy document"},
		{"/api/v1/documents/0", 422, "sha256: expected length"},
		{"/api/v1/scans/99", 404, "no scan of that id"},
		{"/api/v1/search?q=%zz", 400, "cannot be read"},
		{"/api/v1/search?q=a;b", 400, "cannot be read"},
		{"/api/v1/nothing", 404, "no such address"},
		{"/api/v2/status", 404, "no such address"},
		{"/api/v1/can/", 404, "no such address"},
		{"/api/v1/search?q=" + strings.Repeat("a", 20_000), 414, "16 KiB"},
	} {
		a := d.get(c.status, c.address)
		if !strings.Contains(a.Body.String(), strings.ReplaceAll(c.words, `"`, `\"`)) || a.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.200s: %s, want %s", c.address, a.Body, c.words)
		}
		checkProblem(t, c.address, a.Body.Bytes(), c.status)
	}
	for _, c := range [][3]string{{"POST", "/api/v1/can", "GET"}, {"PUT", "/api/v1/scans", "GET, POST"}, {"DELETE", "/api/v1/session", ""}} {
		a := d.do(c[0], c[1])
		if c[2] != "" && (a.Code != http.StatusMethodNotAllowed || a.Header().Get("Allow") != c[2]) {
			t.Errorf("%v: %d, Allow %s", c, a.Code, a.Header().Get("Allow"))
		}
	}
}

func TestNoSnapshotYet(t *testing.T) {
	d := newDesk(t)
	d.signIn()
	for _, address := range []string{
		query("can", "principal", "alice", "action", "s3:GetObject"), query("gaps"), query("search", "q", "a"), query("reach", "from", "alice"),
	} {
		checkProblem(t, address, d.get(http.StatusConflict, address).Body.Bytes(), http.StatusConflict)
	}
	d.get(http.StatusServiceUnavailable, "/readyz")
	d.get(http.StatusOK, "/healthz")
	if body := d.get(http.StatusOK, "/api/v1/status").Body.String(); !strings.Contains(body, `"snapshot":null`) || !strings.Contains(body, `"scan":null`) {
		t.Errorf("status %s", body)
	}
	if body := d.get(http.StatusOK, "/api/v1/snapshots").Body.String(); strings.TrimSpace(body) != `{"snapshots":[]}` {
		t.Errorf("snapshots %s", body)
	}
}
