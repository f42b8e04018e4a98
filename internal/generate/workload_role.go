package generate

import (
	"fmt"

	"sightline/snapshot"
)

// workloadRole makes a role of a team: mostly what compute runs as, some for
// people, pipelines, other accounts and partners.
func (a *account) workloadRole(i int) snapshot.Identity {
	team := a.team()
	name := fmt.Sprintf("app-%s-%d", team, i)
	var r snapshot.Identity
	switch p := a.rand.IntN(100); {
	case p < 45:
		r = a.functionRole(name)
	case p < 60:
		r = a.instanceRole(name)
	case p < 72:
		r = a.role(name, trust(service("ecs-tasks"), nil))
	case p < 82:
		r = a.role(name, trust(awsPrincipal(rootARN(a.id)), condition{"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"aws:PrincipalTag/team": team}}))
	case p < 88:
		r = a.role(name, a.githubTrust(team, a.chance(80)))
	case p < 95:
		r = a.role(name, trust(awsPrincipal(roleARN(a.neighbour(), "ci-pipeline")), nil))
	case p < 98:
		r = a.partnerRole(name)
	default:
		r = a.role(name, trust(awsPrincipal(a.anyRole()), nil), a.attach(policyTemplate{"assume-app", document(allow(list("sts:AssumeRole"), list("arn:aws:iam::*:role/app-*")))}))
	}
	a.equip(&r, team)
	return r
}

func (a *account) functionRole(name string) snapshot.Identity {
	a.functionRoles = append(a.functionRoles, name)
	return a.role(name, trust(service("lambda"), nil), a.attachAWS(lambdaBasic))
}

func (a *account) instanceRole(name string) snapshot.Identity {
	a.instanceRoles = append(a.instanceRoles, name)
	r := a.role(name, trust(service("ec2"), nil))
	r.InstanceProfiles = []string{a.arn("iam", "", "instance-profile/"+name)}
	if a.chance(2) {
		r.Attached = append(r.Attached, a.attachAWS(adminAccess))
	}
	return r
}

// partnerRole trusts a partner's account, one in three without external id.
func (a *account) partnerRole(name string) snapshot.Identity {
	when := one("StringEquals", "sts:ExternalId", "partner-"+a.id)
	if a.chance(33) {
		when = nil
	}
	r := a.role(name, trust(awsPrincipal(rootARN(outsider)), when))
	r.ARN = a.roleARN("partner/" + name)
	return r
}

// equip gives a role shared policies, sometimes one of its own, and to one in
// five the boundary.
func (a *account) equip(r *snapshot.Identity, team string) {
	r.Tags = map[string]string{"team": team}
	r.Attached = distinct(append(r.Attached, a.shared(1+a.rand.IntN(3))...))
	if a.chance(30) {
		r.Inline = append(r.Inline, a.b.Attach("inline", a.ownPolicy(team), "", 0))
	}
	if a.chance(20) {
		r.Boundary = a.attach(boundary())
	}
}

// ownPolicy names a few resources of the team.
func (a *account) ownPolicy(team string) string {
	n := a.rand.IntN(40)
	s := []statement{
		allow(list("s3:GetObject", "s3:PutObject"), list(fmt.Sprintf("arn:aws:s3:::%s-%d-%d/*", team, a.number, n))),
		allow(list("sqs:SendMessage"), list(a.arn("sqs", "*", fmt.Sprintf("%s-%d", team, n)))),
	}
	switch a.rand.IntN(4) {
	case 0:
		s = append(s, allow(list("kms:Decrypt", "kms:GenerateDataKey"), everything).when(one("StringLike", "kms:ViaService", "s3.*.amazonaws.com")))
	case 1:
		s = append(s, deny(list("s3:DeleteObject"), list("arn:aws:s3:::"+team+"-*/archive/*"), nil))
	case 2:
		s = append(s, statement{Effect: "Allow", Action: list("s3:ListBucket"), NotResource: list("arn:aws:s3:::backup-*")})
	}
	return document(s...)
}

// neighbour is another account nearby.
func (a *account) neighbour() string {
	n := a.number + 1 + a.rand.IntN(5)
	if n >= a.opts.Accounts {
		n = firstMember(a.opts)
	}
	return accountID(n)
}

// anyRole is a role that this account has already.
func (a *account) anyRole() string {
	if len(a.roles) == 0 {
		return rootARN(a.id)
	}
	d := a.b.Data()
	return d.Identities[len(d.Identities)-1-a.rand.IntN(len(a.roles))].ARN
}

// distinct keeps the first of equal values.
func distinct(values []string) []string {
	seen := make(map[string]bool, len(values))
	out := values[:0]
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}
