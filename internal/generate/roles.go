package generate

import (
	"fmt"

	"sightline/snapshot"
)

// addRoles adds the roles that every account has, then those of the teams.
func (a *account) addRoles(n int) {
	base := a.baselineRoles()
	for i := range n {
		var r snapshot.Identity
		if i < len(base) {
			r = base[i]
		} else {
			r = a.workloadRole(i)
		}
		a.addIdentity(&r)
		a.roles = append(a.roles, r.Name)
	}
}

func (a *account) addIdentity(id *snapshot.Identity) {
	id.Account = a.id
	if id.ARN == "" {
		id.ARN = "arn:aws:iam::" + a.id + ":" + id.Kind + "/" + id.Name
	}
	prefix := map[string]string{snapshot.KindUser: "AIDA", snapshot.KindRole: "AROA", snapshot.KindGroup: "AGPA"}[id.Kind]
	id.UniqueID = fmt.Sprintf("%sG%016X", prefix, a.rand.Uint64())
	d := a.b.Data()
	d.Identities = append(d.Identities, *id)
}

func (a *account) role(name, trustText string, attached ...string) snapshot.Identity {
	t := a.b.Attach("", trustText, "", 0)
	return snapshot.Identity{Kind: snapshot.KindRole, Name: name, Trust: &t, Attached: attached, MaxSession: 3600}
}

// baselineRoles stand in every account with the same names and, but for the
// account's own id, the same documents.
func (a *account) baselineRoles() []snapshot.Identity {
	management := managementAccount(a.opts)
	pipeline := pipelineAccount(a.opts, a.number)
	linked := a.role("AWSServiceRoleForOrganizations", trust(service("organizations"), nil),
		a.attachAWS(organizationsTrust))
	linked.ARN = a.roleARN("aws-service-role/organizations.amazonaws.com/" + linked.Name)
	reader := policyTemplate{"sightline-reader", document(allow(
		list("iam:Get*", "iam:List*", "kms:GetKeyPolicy", "kms:List*", "s3:GetBucket*", "s3:ListAllMyBuckets", "lambda:GetPolicy", "sqs:GetQueueAttributes"), everything))}
	out := []snapshot.Identity{
		a.role("OrganizationAccountAccessRole", trust(awsPrincipal(rootARN(management)), nil), a.attachAWS(adminAccess)),
		a.role("SightlineReader", trust(awsPrincipal(roleARN(management, "SightlineReader")), one("StringEquals", "sts:ExternalId", "generated")), a.attach(reader)),
		linked,
		a.role("ci-deploy", trust(awsPrincipal(roleARN(pipeline, "ci-pipeline")), nil), a.attach(deployer())),
		a.role("ci-pipeline", a.githubTrust("platform", true), a.attach(pipelineRunner())),
		a.role("backup-operator", trust(awsPrincipal(rootARN(a.id)), one("Bool", "aws:MultiFactorAuthPresent", "true")), a.attach(backupOperator())),
		a.role("etl-out", trust(service("glue"), nil), a.attach(policyTemplate{"assume-etl", document(allow(list("sts:AssumeRole"), list("arn:aws:iam::*:role/etl-in")))})),
		a.role("etl-in", trust(awsPrincipal(roleARN(accountID(max(0, a.number-1)), "etl-out")), nil), a.attachAWS(s3ReadOnly)),
	}
	for i, set := range list("AdministratorAccess", "ReadOnly", "Developer", "Billing") {
		out = append(out, a.permissionSetRole(set, i))
	}
	return out
}

func deployer() policyTemplate {
	return policyTemplate{"ci-deploy", document(allow(list("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "ecs:UpdateService"), everything),
		allow(list("iam:PassRole"), list("arn:aws:iam::*:role/app-*")))}
}

func pipelineRunner() policyTemplate {
	return policyTemplate{"ci-pipeline", document(allow(list("sts:AssumeRole"), list("arn:aws:iam::*:role/ci-deploy")),
		allow(list("ecr:*"), list("arn:aws:ecr:*:*:repository/*")))}
}

func backupOperator() policyTemplate {
	return policyTemplate{"backup-operator", document(allow(list("s3:*"), list("arn:aws:s3:::backup-*")), allow(list("backup:*", "rds:CreateDBSnapshot"), everything))}
}

// permissionSetRole is what Identity Center makes of a permission set.
func (a *account) permissionSetRole(set string, number int) snapshot.Identity {
	text := document(statement{
		Effect: "Allow", Action: list("sts:AssumeRoleWithSAML", "sts:TagSession"),
		Principal: map[string]string{"Federated": a.arn("iam", "", "saml-provider/AWSSSO_generated_DO_NOT_DELETE")},
		Condition: one("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml"),
	})
	attached := a.attachAWS(adminAccess)
	if set != "AdministratorAccess" {
		attached = a.attach(a.library[number])
	}
	r := a.role(fmt.Sprintf("AWSReservedSSO_%s_%016x", set, number+1), text, attached)
	r.ARN = a.roleARN("aws-reserved/sso.amazonaws.com/eu-west-1/" + r.Name)
	r.PermissionSet = set
	return r
}

// githubTrust trusts one branch of a repository, or all of the organization's.
func (a *account) githubTrust(repository string, exact bool) string {
	const issuer = "token.actions.githubusercontent.com"
	when := condition{"StringEquals": {issuer + ":aud": "sts.amazonaws.com", issuer + ":sub": "repo:generated/" + repository + ":ref:refs/heads/main"}}
	if !exact {
		when = condition{"StringEquals": {issuer + ":aud": "sts.amazonaws.com"}, "StringLike": {issuer + ":sub": "repo:generated/*"}}
	}
	return document(statement{
		Effect: "Allow", Action: list("sts:AssumeRoleWithWebIdentity"),
		Principal: map[string]string{"Federated": a.arn("iam", "", "oidc-provider/"+issuer)}, Condition: when,
	})
}
