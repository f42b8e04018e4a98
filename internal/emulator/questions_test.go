package emulator

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// A question has an answer that was derived by hand from AWS's rules; why says
// how. want holds facts of the answer: "decision" and "decidedBy" of can, a
// principal or target with its verdict of the others; "none" means that it must
// not be there.
type question struct {
	name, why string
	args      []string
	exit      int
	want      map[string]string
}

func can(name, why string, exit int, decision, by string, args ...string) question {
	want := map[string]string{"decision": decision}
	if by != "" {
		want["decidedBy"] = by
	}
	return question{name, why, append([]string{"can"}, args...), exit, want}
}

func lists(name, why string, want map[string]string, args ...string) question {
	return question{name, why, args, 0, want}
}

func questions(w *World) []question {
	return slices.Concat(organizationQuestions(w), identityQuestions(w), bucketQuestions(w), reachQuestions(w))
}

// Source of the order of layers: IAM User Guide "Policy evaluation logic".
func organizationQuestions(w *World) []question {
	management, prod, dev, security := w.Account("management"), w.Account("prod"), w.Account("dev"), w.Account("security")
	data, site, shared := prod.Bucket("data").ARN(""), dev.Bucket("site").ARN(""), prod.Bucket("shared").ARN("/q3.csv")
	auditor := security.ARN("user/audit/auditor")
	return []question{
		can("SCP cuts prod's administrator", "AdministratorAccess allows s3:DeleteBucket, the SCP of Production denies it",
			1, "ExplicitlyDenied", "scp", prod.ARN("role/Admin"), "s3:DeleteBucket", data),
		can("the SCP leaves the rest", "the SCP denies DeleteBucket and two Regions' strangers, nothing else",
			0, "Allowed", "", prod.ARN("role/Admin"), "s3:PutBucketTagging", data),
		can("dev's administrator is not cut", "the SCP hangs on Production, dev is in Development",
			0, "Allowed", "", dev.ARN("role/Admin"), "s3:DeleteBucket", site),
		can("nobody cuts the management account", "SCPs never touch it; alice is an administrator by her group",
			0, "Allowed", "", management.ARN("user/staff/alice"), "s3:DeleteBucket", management.Bucket("home").ARN("")),
		can("a Region that the SCP denies", "aws:RequestedRegion is none of the two: the SCP's second statement denies",
			1, "ExplicitlyDenied", "scp", prod.ARN("role/Admin"), "ec2:RunInstances", "*", "--context", "aws:RequestedRegion=ap-south-1"),
		can("RCP denies an outsider", "the bucket's policy lets the outside account, the RCP denies who is not of the organization, whatever the caller's own policies say",
			1, "ExplicitlyDenied", "rcp", "arn:aws:iam::"+Outsider+":root", "s3:GetObject", shared, "--context", "aws:PrincipalOrgID=o-elsewhere"),
		can("RCP denies who is in no organization", "a negated IfExists operator holds where the key is absent",
			1, "ExplicitlyDenied", "rcp", "arn:aws:iam::"+Outsider+":root", "s3:GetObject", shared, "--absent", "aws:PrincipalOrgID"),
		can("RCP leaves a member", "the auditor's account is in the organization; bucket policy and own policy both allow, as cross-account access needs",
			0, "Allowed", "", auditor, "s3:GetObject", shared),
		lists("who reads what is shared", "the auditor from another account; the administrator and the readers of its own; not the outsider, whom the RCP denies",
			map[string]string{auditor: "allowed", prod.ARN("role/Admin"): "allowed", "arn:aws:iam::" + Outsider + ":root": "none", "*": "none"},
			"who-can", "s3:GetObject", shared),
	}
}

func identityQuestions(w *World) []question {
	prod, security := w.Account("prod"), w.Account("security")
	data, orders, auditor := prod.Bucket("data").ARN("/x"), prod.Key("orders").ARN, security.ARN("user/audit/auditor")
	deployer, operator, audit := prod.ARN("role/ci/deployer"), prod.ARN("role/operator"), prod.ARN("role/audit")
	instance := func(label string) string { return prod.Instance(label).ARN(prod.ID) }
	return []question{
		can("boundary leaves S3", "identity policy and boundary both allow s3:PutObject",
			0, "Allowed", "", deployer, "s3:PutObject", data),
		can("boundary takes the rest", "the identity policy allows iam:CreateUser, the boundary does not",
			1, "ImplicitlyDenied", "boundary", deployer, "iam:CreateUser", "*"),
		can("tag of the own team", "aws:ResourceTag/team is blue, as the role's own tag",
			0, "Allowed", "", operator, "ec2:StopInstances", instance("web"), "--context", "aws:RequestedRegion="+Virginia),
		can("tag of another team", "aws:ResourceTag/team is red: the condition fails, nothing else allows",
			1, "ImplicitlyDenied", "", operator, "ec2:StopInstances", instance("web-eu"), "--context", "aws:RequestedRegion="+Ireland),
		can("no tag", "a key that is not there fails StringEquals",
			1, "ImplicitlyDenied", "", operator, "ec2:StopInstances", instance("bare"), "--context", "aws:RequestedRegion="+Virginia),
		can("cross-account role without its condition", "sts:ExternalId is not given: it depends on it",
			3, "Unknown", "", auditor, "sts:AssumeRole", audit),
		can("cross-account role with it", "trust policy and own policy allow",
			0, "Allowed", "", auditor, "sts:AssumeRole", audit, "--context", "sts:ExternalId="+ExternalID),
		can("cross-account role with another one", "the trust policy does not allow",
			1, "ImplicitlyDenied", "", auditor, "sts:AssumeRole", audit, "--context", "sts:ExternalId=other"),
		can("KMS grant", "worker has no policy; the grant lets it decrypt",
			0, "Allowed", "", prod.ARN("role/app/worker"), "kms:Decrypt", orders),
		can("KMS grant ends", "Encrypt is not among the grant's operations",
			1, "ImplicitlyDenied", "", prod.ARN("role/app/worker"), "kms:Encrypt", orders),
		lists("who decrypts", "worker by the grant; the administrator, as the key policy leaves it to IAM; not the web role",
			map[string]string{prod.ARN("role/app/worker"): "allowed", prod.ARN("role/Admin"): "allowed", prod.ARN("role/app/web"): "none"},
			"who-can", "kms:Decrypt", orders),
		can("percent signs stay", "the resource is home-…/100%25/…: decoded once too often it would be 100%",
			0, "Allowed", "", w.Account("management").ARN("user/staff/b+o=b,c.d@e-f"), "s3:GetObject", w.Account("management").Bucket("home").ARN("/100%25/b+o=b,c.d@e-f/x")),
		can("percent signs are not made", "nothing allows 100%/…",
			1, "ImplicitlyDenied", "", w.Account("management").ARN("user/staff/b+o=b,c.d@e-f"), "s3:GetObject", w.Account("management").Bucket("home").ARN("/100%/b+o=b,c.d@e-f/x")),
		can("unicode and plus stay", "the resource names größe+a%2Fb/日本",
			0, "Allowed", "", w.Account("management").ARN("user/staff/b+o=b,c.d@e-f"), "s3:GetObject", w.Account("management").Bucket("home").ARN("/größe+a%2Fb/日本/x")),
	}
}

// Source: S3 User Guide "Access control list (ACL) overview" (READ on a bucket
// is s3:ListBucket) and "Blocking public access".
func bucketQuestions(w *World) []question {
	dev, security, prod := w.Account("dev"), w.Account("security"), w.Account("prod")
	return []question{
		lists("public by policy", "Principal * without a condition, and nothing blocks",
			map[string]string{"*": "allowed"}, "who-can", "s3:GetObject", dev.Bucket("site").ARN("/index.html")),
		lists("a public object is no public list", "the policy allows GetObject only",
			map[string]string{"*": "none"}, "who-can", "s3:ListBucket", dev.Bucket("site").ARN("")),
		lists("public by ACL", "AllUsers have READ, lists are in force (ObjectWriter), nothing blocks",
			map[string]string{"*": "allowed"}, "who-can", "s3:ListBucket", dev.Bucket("by-acl").ARN("")),
		lists("public ACL, bucket blocks", "IgnorePublicAcls of the bucket",
			map[string]string{"*": "none", dev.ARN("user/carol"): "allowed"}, "who-can", "s3:ListBucket", dev.Bucket("acl-blocked").ARN("")),
		lists("public ACL, account blocks", "IgnorePublicAcls of the account",
			map[string]string{"*": "none"}, "who-can", "s3:ListBucket", security.Bucket("logs").ARN("")),
		lists("private", "the web role and the account's readers, nobody from outside",
			map[string]string{"*": "none", prod.ARN("role/app/web"): "allowed", prod.ARN("role/app/worker"): "none"},
			"who-can", "s3:GetObject", prod.Bucket("data").ARN("/x")),
		can("anyone lists by ACL", "as above, asked as anyone", 0, "Allowed", "", "*", "s3:ListBucket", dev.Bucket("by-acl").ARN("")),
		can("anyone is blocked", "as above, asked as anyone", 1, "ImplicitlyDenied", "", "*", "s3:ListBucket", dev.Bucket("acl-blocked").ARN("")),
	}
}

func reachQuestions(w *World) []question {
	prod, security := w.Account("prod"), w.Account("security")
	data, audit, auditor := prod.Bucket("data").ARN(""), prod.ARN("role/audit"), security.ARN("user/audit/auditor")
	return []question{
		lists("an instance is its role", "the profile's role reads the bucket",
			map[string]string{data: "allowed", prod.ARN("role/app/web"): "allowed"}, "reach", prod.Instance("web").ID),
		lists("the instance of the other Region, too", "the same profile",
			map[string]string{data: "allowed"}, "reach", prod.Instance("web-eu").ID),
		{
			"an instance without a profile is nobody", "it has no credentials, so there is nobody to ask about",
			[]string{"reach", prod.Instance("bare").ID, data},
			2,
			map[string]string{data: "none"},
		},
		lists("the auditor reaches prod", "the trust policy asks for sts:ExternalId",
			map[string]string{audit: "conditional"}, "reach", auditor, audit),
		lists("the auditor with the external id", "the condition holds",
			map[string]string{audit: "allowed"}, "reach", auditor, audit, "--context", "sts:ExternalId="+ExternalID),
		lists("the auditor with another one", "the condition fails",
			map[string]string{audit: "none"}, "reach", auditor, audit, "--context", "sts:ExternalId=other"),
		lists("the auditor reads prod's bucket", "through the role, which has ReadOnlyAccess",
			map[string]string{data: "conditional"}, "reach", auditor, data),
	}
}

// facts turns an answer into names with values, whatever the verb.
func (a *answerJSON) facts() map[string]string {
	out := map[string]string{}
	if a.Decision != "" {
		out["decision"], out["decidedBy"] = a.Decision, a.DecidedBy
	}
	for _, p := range a.Principals {
		out[p.Principal] = surest(out[p.Principal], p.Verdict)
	}
	for _, p := range a.Paths {
		out[p.Target] = surest(out[p.Target], p.Verdict)
	}
	return out
}

// surest of two verdicts: who may something in two ways may it in the surer.
func surest(a, b string) string {
	for _, v := range []string{"allowed", "conditional", "undetermined"} {
		if a == v || b == v {
			return v
		}
	}
	return b
}

// asked asks all questions of a snapshot and holds the answers against what
// was derived by hand.
func asked(t *testing.T, d *desk, w *World) {
	for _, q := range questions(w) {
		a, r := d.ask(q.args...)
		got := a.facts()
		for _, name := range slices.Sorted(maps.Keys(q.want)) {
			is := got[name]
			if is == "" {
				is = "none"
			}
			if is != q.want[name] {
				t.Errorf("%s (%s): %s is %s, want %s, as %s", q.name, strings.Join(q.args, " "), name, is, q.want[name], q.why)
			}
		}
		if r.exit != q.exit {
			t.Errorf("%s (%s): exit %d, want %d; incomplete %v, missing %v, gaps %v %s", q.name, strings.Join(q.args, " "), r.exit, q.exit, a.Incomplete, a.MissingContext, a.Gaps, r.stderr)
		}
	}
}
