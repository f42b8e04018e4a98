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

const (
	againRole   = "arn:aws:iam::111122223333:role/app/web"
	againBucket = "arn:aws:s3:::b"
	someTrust   = `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::414351767826:root"},"Action":"sts:AssumeRole"}]}`
)

func roleAnswer(arn, trust string) string {
	return `<GetRoleResponse><GetRoleResult><Role><Path>/app/</Path><RoleName>web</RoleName><Arn>` + arn + `</Arn><RoleId>AROA1</RoleId>` +
		`<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::111122223333:policy/limit</PermissionsBoundaryArn></PermissionsBoundary>` +
		`<Tags><member><Key>team</Key><Value>blue</Value></member></Tags><AssumeRolePolicyDocument>` + trust + `</AssumeRolePolicyDocument>` +
		`<CreateDate>2026-01-02T03:04:05Z</CreateDate></Role></GetRoleResult></GetRoleResponse>`
}

func rescanned(t *testing.T, arn string) snapshot.Reading {
	t.Helper()
	r, err := Rescan(t.Context(), Options{}, Target{ARN: arn, Account: "111122223333", Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	empty, err := snapshot.NewBuilder(snapshot.Data{}).Build()
	if err == nil {
		_, err = empty.Replace(r)
	}
	if err != nil {
		t.Errorf("the reading cannot be used: %v", err)
	}
	return r
}

// A role is read by one call; its trust policy comes percent-encoded.
func TestRescanRole(t *testing.T) {
	f := newFake(t)
	f.text("GetRole", roleAnswer(againRole, strings.ReplaceAll(url.QueryEscape(someTrust), "+", "%20")))
	r := rescanned(t, againRole)
	if len(r.Data.Identities) != 1 || len(r.Data.Gaps) != 0 || r.Gone || r.AccountBlock {
		t.Fatalf("%+v", r)
	}
	id := r.Data.Identities[0]
	if r.Data.Documents[id.Trust.Document] != someTrust || id.Boundary != "arn:aws:iam::111122223333:policy/limit" || id.Tags["team"] != "blue" ||
		id.UniqueID != "AROA1" || id.Created == nil || id.Name != "web" {
		t.Errorf("%+v, %v", id, r.Data.Documents)
	}
	if len(f.calls) != 2 || f.calls["GetRole"] != 1 {
		t.Errorf("calls %v", f.calls)
	}
}

func TestRescanOfWhatIsGone(t *testing.T) {
	missing := func(status int, body string) func(int, *http.Request, http.ResponseWriter) {
		return func(_ int, _ *http.Request, w http.ResponseWriter) { w.WriteHeader(status); fmt.Fprint(w, body) }
	}
	xml := func(code string) string {
		return `<ErrorResponse><Error><Type>Sender</Type><Code>` + code + `</Code><Message>not there</Message></Error></ErrorResponse>`
	}
	bare := `<Error><Code>NoSuchBucket</Code><Message>not there</Message></Error>`
	for _, test := range []struct {
		arn, call, body string
		status          int
	}{
		{againRole, "GetRole", xml("NoSuchEntity"), 404},
		{againRole, "GetRole", roleAnswer("arn:aws:iam::111122223333:role/other/web", "{}"), 200},
		{againBucket, "GET /b?policy", bare, 404},
		{fakeKey, "DescribeKey", `{"__type":"NotFoundException","message":"not there"}`, 400},
		{"arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "DescribeInstances", `<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code><Message>no</Message></Error></Errors></Response>`, 400},
		{"arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "DescribeInstances", `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>terminated</name></instanceState></item></instancesSet></item></reservationSet></DescribeInstancesResponse>`, 200},
		{"arn:aws:eks:eu-west-1:111122223333:cluster/c", "GET /clusters/c?", `{"__type":"ResourceNotFoundException","message":"no"}`, 404},
		{"arn:aws:rds:eu-west-1:111122223333:db:d", "DescribeDBInstances", xml("DBInstanceNotFound"), 404},
		{"arn:aws:rds:eu-west-1:111122223333:cluster:d", "DescribeDBClusters", xml("DBClusterNotFoundFault"), 404},
	} {
		f := newFake(t)
		f.answers[test.call] = missing(test.status, test.body)
		if strings.HasPrefix(test.body, `{"__type":"Res`) {
			f.answers[test.call] = func(_ int, _ *http.Request, w http.ResponseWriter) {
				w.Header().Set("X-Amzn-ErrorType", "ResourceNotFoundException")
				missing(test.status, test.body)(0, nil, w)
			}
		}
		r := rescanned(t, test.arn)
		if !r.Gone || len(r.Data.Resources)+len(r.Data.Identities) > 0 {
			t.Errorf("%s: %+v", test.arn, r)
		}
		for _, g := range r.Data.Gaps {
			if g.Subject == test.arn {
				t.Errorf("%s is gone, and yet: %s", test.arn, g)
			}
		}
	}
}

// Everything is refused: gaps for all layers, and nobody says that the thing
// is there, or that it is not.
func TestRescanRefused(t *testing.T) {
	for arn, layers := range map[string][]authz.Layer{
		againRole:   {authz.LayerResource, authz.LayerBoundary},
		againBucket: {authz.LayerResource, authz.LayerACL, authz.LayerPublicAccessBlock},
		fakeKey:     {authz.LayerResource, authz.LayerGrant, authz.LayerRCP},
		"arn:aws:ec2:eu-west-1:111122223333:instance/i-1": {authz.LayerIdentity},
		"arn:aws:eks:eu-west-1:111122223333:cluster/c":    {authz.LayerIdentity},
		"arn:aws:rds:eu-west-1:111122223333:db:d":         {authz.LayerNone},
		"arn:aws:rds:eu-west-1:111122223333:cluster:d":    {authz.LayerNone},
	} {
		newFake(t)
		r := rescanned(t, arn)
		if r.Gone || len(r.Data.Resources)+len(r.Data.Identities) > 0 {
			t.Errorf("%s: %+v", arn, r)
		}
		for _, layer := range layers {
			if !hasGap(r, arn, layer, "") {
				t.Errorf("%s: no gap about %q in %v", arn, layer, r.Data.Gaps)
			}
		}
	}
}

func hasGap(r snapshot.Reading, arn string, layer authz.Layer, call string) bool {
	for _, g := range r.Data.Gaps {
		if g.Subject == arn && g.Layer == layer && g.MissingAction != "" && (call == "" || g.Call == call) {
			return true
		}
	}
	return false
}

// The role of another account is refused: all of the thing is lost, by name.
func TestRescanInAnotherAccountRefused(t *testing.T) {
	const arn = "arn:aws:iam::444455556666:role/app"
	newFake(t)
	r, err := Rescan(t.Context(), Options{}, Target{ARN: arn})
	if err != nil || !hasGap(r, arn, authz.LayerResource, "sts:AssumeRole") || !hasGap(r, arn, authz.LayerBoundary, "sts:AssumeRole") {
		t.Errorf("%+v, %v", r, err)
	}
}

// Answers that tell nothing are no sign that the thing is gone.
func TestRescanAnswersThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":    ``,
		"a web page": `<!DOCTYPE html><html></html>`,
		"no role":    `<GetRoleResponse><GetRoleResult/></GetRoleResponse>`,
		"another":    strings.ReplaceAll(roleAnswer(againRole, "{}"), "<RoleName>web<", "<RoleName>bew<"),
		"cut off":    roleAnswer(againRole, "{}")[:120],
	} {
		f := newFake(t)
		f.text("GetRole", body)
		if r := rescanned(t, againRole); r.Gone || len(r.Data.Identities) > 0 || len(r.Data.Gaps) != 2 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	// A role whose trust policy is cut off is there; its trust policy is not.
	f := newFake(t)
	f.text("GetRole", roleAnswer(againRole, someTrust[:40]))
	r := rescanned(t, againRole)
	if len(r.Data.Identities) != 1 || r.Data.Identities[0].Trust.Document != "" || len(r.Data.Gaps) != 1 || r.Data.Gaps[0].Layer != authz.LayerResource {
		t.Errorf("%+v", r)
	}
}

// The bucket must still be the account's own: S3 is told whose it shall be.
func TestRescanAsksForTheOwner(t *testing.T) {
	f := newFake(t)
	owner := ""
	f.answers["GET /b?policy"] = func(_ int, r *http.Request, w http.ResponseWriter) {
		owner = r.Header.Get("X-Amz-Expected-Bucket-Owner")
		fmt.Fprint(w, `{"Statement":[]}`)
	}
	r := rescanned(t, againBucket)
	if owner != "111122223333" || len(r.Data.Resources) != 1 || r.Data.Resources[0].Policy == nil || !r.AccountBlock || r.Data.Accounts[0].ID != owner {
		t.Errorf("owner %q, %+v", owner, r)
	}
	if !hasGap(r, againBucket, authz.LayerACL, "s3:GetBucketAcl") || !hasGap(r, "", authz.LayerPublicAccessBlock, "s3control:GetPublicAccessBlock") {
		t.Errorf("gaps %v", r.Data.Gaps)
	}
}

func TestRescanCannot(t *testing.T) {
	newFake(t)
	for want, target := range map[string]Target{
		"rescan of AWS::SQS::Queue cannot be done yet: run scan":      {ARN: "arn:aws:sqs:eu-west-1:111122223333:q"},
		"rescan of AWS::S3::AccessPoint cannot be done yet: run scan": {ARN: "arn:aws:s3:eu-west-1:111122223333:accesspoint/p"},
		"rescan of iam:user cannot be done yet: run scan":             {ARN: "arn:aws:iam::111122223333:user/ann"},
		"not an ARN":                              {ARN: "b"},
		"which account it is of is not told":      {ARN: againBucket},
		"the ARN is not of account 444455556666":  {ARN: againRole, Account: "444455556666"},
		"is of partition aws-cn, the credentials": {ARN: "arn:aws-cn:iam::111122223333:role/r"},
	} {
		r, err := Rescan(t.Context(), Options{}, target)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || r.ARN != "" {
			t.Errorf("%+v: %v, want %q", target, err, want)
		}
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	if _, err := Rescan(t.Context(), Options{}, Target{ARN: againRole}); err == nil || !strings.Contains(err.Error(), "no AWS credentials") {
		t.Errorf("without credentials: %v", err)
	}
}
