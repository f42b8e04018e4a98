package reach_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/snapshot"
)

var update = flag.Bool("update", false, "write the goldens anew")

// threeAccounts is a chain of roles: alice, staging, transfer, archive.
func threeAccounts() *world {
	w := newWorld(home, second, third)
	w.user(home, "alice", allow("sts:AssumeRole", roleARN(home, "staging")))
	w.role(home, "staging", trusting(rootOf(home)), allow("sts:AssumeRole", "arn:aws:iam::*:role/transfer"))
	w.role(second, "transfer", trusting(roleARN(home, "staging")), allow("sts:AssumeRole", "*"))
	w.role(third, "archive", trusting(rootOf(second)), allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::vault arn:aws:s3:::vault/*"))
	w.bucket(third, "vault")
	w.bucket(third, "other")
	return w
}

// worlds are the small worlds with what is asked of them.
func worlds() map[string]struct {
	world    *world
	from, to string
	options  reach.Options
} {
	type question = struct {
		world    *world
		from, to string
		options  reach.Options
	}
	out := make(map[string]question)
	out["chain-over-three-accounts"] = question{world: threeAccounts(), from: "alice"}

	w := threeAccounts()
	w.b.Data().Identities[1].Boundary = w.managed(home, "limit", allow("s3:*", "*"))
	out["boundary-stops-a-hop"] = question{world: w, from: "alice"}

	w = threeAccounts()
	w.organization(deny("sts:AssumeRole", roleARN(third, "archive")))
	out["scp-stops-a-hop"] = question{world: w, from: "alice"}

	w = newWorld(home, second)
	w.user(home, "alice", allow("sts:AssumeRole", "*"))
	w.role(second, "vendor", trusting(rootOf(home), `"Condition":{"StringEquals":{"sts:ExternalId":"k7"}}`), allow("sqs:*", "*"))
	w.queue(second, "orders")
	out["external-id-is-a-condition"] = question{world: w, from: "alice"}

	w = newWorld(home, second)
	app := w.role(home, "app", trustingService("ec2.amazonaws.com"), allow("sts:AssumeRole", roleARN(second, "data")))
	w.instance(home, "i-0abc", app)
	w.role(second, "data", trusting(roleARN(home, "app")), allow("s3:*", "*"))
	w.bucket(second, "lake")
	w.bucket(home, "near")
	out["instance-to-role-to-role-to-bucket"] = question{world: w, from: "i-0abc"}

	w = newWorld(home)
	mute := w.role(home, "mute", trustingService("lambda.amazonaws.com"), allow("s3:*", "*"))
	w.instance(home, "i-0bad", mute)
	w.bucket(home, "near")
	out["instance-profile-of-a-role-that-does-not-trust-ec2"] = question{world: w, from: "i-0bad"}

	w = newWorld(home)
	w.role(home, "worker", trustingService("lambda.amazonaws.com"), allow("sqs:SendMessage", "*"))
	w.function(home, "resize", roleARN(home, "worker"))
	w.queue(home, "jobs")
	out["function-runs-as-a-role"] = question{world: w, from: "arn:aws:lambda:eu-west-1:" + home + ":function:resize"}

	w = newWorld(home)
	w.role(home, "a", trusting(roleARN(home, "b")), allow("sqs:SendMessage", "*"))
	w.role(home, "b", trusting(roleARN(home, "a")), allow("sqs:ReceiveMessage", "*"))
	w.queue(home, "jobs")
	out["cycle-of-two-roles"] = question{world: w, from: "role/a"}

	out["access-and-roles-through-a-group"] = question{world: grouped(), from: "bob"}

	w = newWorld(home)
	w.bucket(home, "press", allow("s3:GetObject", "arn:aws:s3:::press/*", `"Principal":"*"`))
	w.bucket(home, "private")
	blocked := w.bucket(home, "blocked", allow("s3:GetObject", "arn:aws:s3:::blocked/*", `"Principal":"*"`))
	blocked.Bucket.PublicAccessBlock = &authz.PublicAccessBlock{RestrictPublicBuckets: true}
	listed := w.bucket(home, "listed")
	listed.Bucket.Ownership, listed.Bucket.ACL = "ObjectWriter", &[]authz.ACLGrant{{Grantee: authz.GranteeAllUsers, Permission: "READ"}}
	w.role(home, "open", trusting("*"), allow("s3:ListBucket", "*"))
	out["anyone-reaches-public-buckets"] = question{world: w, from: "*"}

	out["without-resources-patterns-are-targets"] = question{world: details(), from: "alice"}
	out["without-resources-a-bucket-is-asked-about"] = question{world: details(), from: "alice", to: "arn:aws:s3:::data-1/x.csv"}

	w = newWorld(home)
	w.user(home, "alice", allow("sqs:* sts:AssumeRole", "*"))
	w.role(home, "dark", trusting(rootOf(home))).Trust = nil
	w.queue(home, "shut").PolicyRead = false
	w.queue(home, "seen")
	w.b.Data().Gaps = []snapshot.Gap{
		{Account: home, Region: "eu-west-1", Call: "sqs:GetQueueAttributes", Reason: "denied", Layer: authz.LayerResource, Subject: "arn:aws:sqs:eu-west-1:" + home + ":shut"},
		{Account: home, Call: "iam:GetRole", Reason: "denied", Layer: authz.LayerResource, Subject: roleARN(home, "dark"), Type: snapshot.TypeRole},
		{Account: home, Call: "s3:GetBucketPolicy", Reason: "denied", Layer: authz.LayerResource, Subject: "arn:aws:s3:::elsewhere", Type: snapshot.TypeBucket},
	}
	out["gaps-leave-paths-undetermined"] = question{world: w, from: "alice"}

	w = newWorld(home)
	w.role(home, "support", trusting(rootOf(partner)), allow("sqs:ReceiveMessage", "*"))
	w.role(home, "named", trusting(roleARN(partner, "deployer")), allow("sqs:SendMessage", "*"))
	w.queue(home, "jobs")
	w.queue(home, "shared", allow("sqs:SendMessage", "*", `"Principal":{"AWS":"`+partner+`"}`))
	out["account-outside"] = question{world: w, from: partner}

	w = newWorld(home)
	w.role(home, "ci", document(`{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::`+home+
		`:oidc-provider/ci.example"},"Condition":{"StringLike":{"ci.example:sub":"repo:acme/*"}}}`), allow("sqs:*", "*"))
	w.role(home, "people", document(`{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"arn:aws:iam::`+home+`:saml-provider/idp"}}`))
	w.queue(home, "jobs")
	out["web-identity"] = question{world: w, from: "arn:aws:iam::" + home + ":oidc-provider/ci.example"}
	out["saml"] = question{world: w, from: "arn:aws:iam::" + home + ":saml-provider/idp"}

	w = newWorld(home, second)
	w.user(home, "direct")
	w.user(home, "idle")
	w.user(home, "able", allow("sts:AssumeRole", "*"))
	w.role(home, "named", trusting(userARN(home, "direct")))
	w.role(home, "all", trusting(rootOf(home)))
	w.role(second, "far", trusting(userARN(home, "direct")))
	out["named-in-the-account-needs-no-policy"] = question{world: w, from: "direct"}
	out["account-trust-needs-a-policy-idle"] = question{world: w, from: "idle"}
	out["account-trust-needs-a-policy-able"] = question{world: w, from: "able"}

	w = newWorld(home)
	w.role(home, "worker", trustingService("lambda.amazonaws.com"), allow("sqs:SendMessage", "*"))
	w.queue(home, "jobs", allow("sqs:SendMessage", "*", `"Principal":{"Service":"events.amazonaws.com"}`))
	out["service-assumes"] = question{world: w, from: "lambda.amazonaws.com"}
	out["service-is-let-in-by-a-resource"] = question{world: w, from: "events.amazonaws.com"}

	out["depth-ends-a-chain"] = question{world: threeAccounts(), from: "alice", options: reach.Options{MaxDepth: 2}}
	out["paths-are-capped"] = question{world: threeAccounts(), from: "alice", options: reach.Options{MaxPaths: 1}}
	out["to-a-role-by-name"] = question{world: threeAccounts(), from: "alice", to: "role/transfer"}
	out["to-an-object"] = question{world: threeAccounts(), from: "alice", to: "arn:aws:s3:::vault/2026/a.csv"}

	// Of another account, and all that ann may touch are the point's objects.
	w = newWorld(home, second)
	point := "arn:aws:s3:eu-west-1:" + home + ":accesspoint/reports"
	w.user(second, "ann", allow("s3:*", point+"/object/*"))
	w.bucket(home, "docs", allow("s3:*", "arn:aws:s3:::docs arn:aws:s3:::docs/*", `"Principal":{"AWS":"`+rootOf(second)+`"}`))
	w.resource(snapshot.Resource{
		ARN: point, Type: snapshot.TypeAccessPoint, Name: "reports", Account: home, Region: "eu-west-1", PolicyRead: true, Underlying: "arn:aws:s3:::docs",
		Bucket: &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced, ACL: &[]authz.ACLGrant{}},
	}, []string{allow("s3:GetObject", point+"/object/*", `"Principal":{"AWS":"`+second+`"}`)})
	out["objects-through-an-access-point"] = question{world: w, from: "ann"}
	out["to-a-glob"] = question{world: threeAccounts(), from: "alice", to: "arn:aws:s3:::v*"}
	out["to-nothing-reached"] = question{world: threeAccounts(), from: "alice", to: "arn:aws:s3:::other"}
	return out
}

func grouped() *world {
	w := newWorld(home)
	w.user(home, "bob", allow("sqs:DeleteMessage", "*")).Groups = []string{"arn:aws:iam::" + home + ":group/devs"}
	w.group(home, "devs", allow("s3:GetObject", "arn:aws:s3:::docs/*"), allow("sts:AssumeRole", roleARN(home, "lead")), allow("sqs:SendMessage sqs:ReceiveMessage", "*"))
	w.role(home, "lead", trusting(rootOf(home)), allow("s3:PutObject", "arn:aws:s3:::docs/*"))
	w.bucket(home, "docs")
	w.queue(home, "jobs")
	return w
}

// details is like a file of account authorization details: identities alone.
func details() *world {
	w := newWorld()
	w.b.Data().Accounts = []snapshot.Account{{ID: home, Collected: []string{"AWS::IAM"}}}
	w.user(home, "alice", allow("sts:AssumeRole", roleARN(home, "app")), allow("s3:GetObject", "arn:aws:s3:::data-1/*"))
	w.role(home, "app", trusting(rootOf(home)), allow("s3:GetObject s3:PutObject", "arn:aws:s3:::data-*/*"),
		allow("sqs:SendMessage", "arn:aws:sqs:*:*:jobs", `"Condition":{"Bool":{"aws:SecureTransport":"true"}}`))
	for _, what := range []string{snapshot.MissingResources, snapshot.MissingResourcePolicies, snapshot.MissingSCPs, snapshot.MissingRCPs, snapshot.MissingOrganization} {
		w.b.Data().NotCollected = append(w.b.Data().NotCollected, snapshot.NotCollected{What: what, Source: "details.json"})
	}
	return w
}

func TestWorlds(t *testing.T) {
	for name, q := range worlds() {
		t.Run(name, func(t *testing.T) {
			answer, err := reach.From(q.world.asker(t), q.from, q.to, q.options)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, filepath.Join("testdata", name+".txt"), draw(answer))
		})
	}
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n got:\n%s\n want:\n%s", file, got, want)
	}
}
