package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/symbolic"
)

func covers(pattern, text string) bool { return glob.New(pattern).Match(text) }

// aclActions are what the permissions of a bucket's list mean.
// Source: S3 User Guide "Access control list overview" (acl-overview).
var aclActions = map[string][]string{
	"READ":      {"s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"},
	"WRITE":     {"s3:PutObject"}, // deleting is left to an object's owner
	"READ_ACP":  {"s3:GetBucketAcl"},
	"WRITE_ACP": {"s3:PutBucketAcl"},
}

// acl: grants of a bucket's access control list. IgnorePublicAcls voids those
// to the two global groups.
//
// Where public access is restricted and the policy is public, nobody from
// outside gets in by any way.
// Source: S3 User Guide "Blocking public access": RestrictPublicBuckets "blocks
// all cross-account access to the bucket (except by AWS service principals)".
func (e *external) acl() (out []Access) {
	if e.shut() {
		return nil
	}
	for _, g := range e.subject.ACL {
		a := Access{Condition: map[string]string{}, Source: SourceACL}
		switch {
		case g.Grantee == authz.GranteeAllUsers || g.Grantee == authz.GranteeAuthenticatedUsers:
			if e.block().IgnorePublicACLs {
				continue
			}
			a.Kind, a.Principal, a.Public = "AWS", "*", true
		case g.Grantee == e.subject.Owner || slices.Contains(e.trust.Canonical, g.Grantee):
			continue
		case e.inside(g.Grantee) || strings.Contains(g.Grantee, "LogDelivery"):
			continue // the group of S3's own log delivery is a service
		case isAccount(g.Grantee):
			a.Kind, a.Principal = "AWS", g.Grantee
		default:
			a.Kind, a.Principal = "CanonicalUser", g.Grantee
		}
		for _, action := range permissionActions(g.Permission) {
			out = e.deniedToo(out, a, action)
		}
	}
	return out
}

func permissionActions(permission string) []string {
	if permission != "FULL_CONTROL" {
		return aclActions[permission]
	}
	return slices.Concat(aclActions["READ"], aclActions["WRITE"], aclActions["READ_ACP"], aclActions["WRITE_ACP"])
}

func isAccount(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

func (e *external) inside(account string) bool {
	return account == e.subject.Account || slices.Contains(e.trust.Accounts, account)
}

// grants of a KMS key: each names one principal and operations.
func (e *external) grants() (out []Access) {
	for _, g := range e.subject.Grants {
		account := accountOf(g.Grantee)
		if account == "" || e.inside(account) {
			continue // services are no external access
		}
		a := Access{Kind: "AWS", Principal: g.Grantee, Condition: map[string]string{}}
		for _, op := range g.Operations {
			out = e.deniedToo(out, a, "kms:"+op)
		}
	}
	return out
}

// deniedToo adds one action of an access that no policy grants, unless the
// resource's policy or a control policy denies it to the whole of the
// principal.
func (e *external) deniedToo(out []Access, a Access, action string) []Access {
	answer := e.undenied(&a, action)
	if answer.Verdict == symbolic.Proved {
		return out
	}
	a.Request, a.Undetermined = answer.Request, answer.Why
	at := slices.IndexFunc(out, func(o Access) bool { return o.same(&a) && o.Source == a.Source })
	one := shown{[]string{action}, answer.Request}
	if at < 0 {
		a.Actions, a.shown = []string{action}, []shown{one}
		return append(out, a)
	}
	out[at].shown = append(out[at].shown, one)
	if !slices.Contains(out[at].Actions, action) {
		out[at].Actions = append(out[at].Actions, action)
	}
	return out
}

// undenied looks for a request of an access that nothing denies.
func (e *external) undenied(a *Access, action string) symbolic.Answer {
	s := e.subject
	docs := s.documents()
	q := policyQuestion{subject: s, trust: e.trust, catalog: e.catalog, facts: e.facts}
	p := symbolic.New(symbolic.Options{Callers: true, Types: q.keyType, Resource: s.ARN, ActionsLike: e.catalog.Match})
	ask := symbolic.Query{Callers: symbolic.OnlyAWS | symbolic.OnlyAnonymous}
	who := map[string]any{"Action": action, "Resource": e.own()}
	if a.Kind == "CanonicalUser" {
		ask.Callers = symbolic.OnlyCanonicalUser
	}
	if a.Principal != "*" {
		who["Principal"] = map[string]string{a.Kind: a.Principal}
	}
	ask.All = []*symbolic.Rule{
		p.Perimeter(statement(who)).Rules[0],
		p.Perimeter(e.trust.outside(s.Account, docs, nil)).Rules[0],
	}
	if e.facts.NeedsCaller(action) {
		ask.Callers &^= symbolic.OnlyAnonymous
	}
	if s.Policy != nil && !e.facts.OnlyGrants(action) {
		ask.None = append(ask.None, p.Resource(s.Policy.Document).Denies...)
	}
	if further, never := q.rcp(p); e.facts.RCPReachesAction(action) {
		ask.Some, ask.None = further, append(ask.None, never...)
	}
	return p.Solve(ask)
}

// sharing of snapshots and images.
func (e *external) sharing() (out []Access) {
	s := e.subject
	action := map[string]string{
		typeVolumeSnapshot: "ec2:CreateVolume", typeImage: "ec2:RunInstances",
		typeDBSnapshot: "rds:RestoreDBInstanceFromDBSnapshot", typeClusterSnapshot: "rds:RestoreDBClusterFromSnapshot",
	}[s.Type]
	if action == "" {
		return nil
	}
	if slices.Contains(s.SharedWith, "all") && !s.Encrypted {
		return []Access{shared("*", action, s.ARN)}
	}
	for _, account := range s.SharedWith {
		if account != "all" && !e.inside(account) {
			out = append(out, shared(account, action, s.ARN))
		}
	}
	return out
}

func shared(with, action, arn string) Access {
	account := with
	if with == "*" {
		account = "999999999999"
	}
	return Access{
		Kind: "AWS", Principal: with, Public: with == "*", Actions: []string{action}, Condition: map[string]string{},
		Request: &symbolic.Request{
			Caller: symbolic.Caller{Kind: symbolic.CallerAWS, Text: "arn:aws:iam::" + account + ":user/example"},
			Action: action, Resource: arn,
		},
	}
}
