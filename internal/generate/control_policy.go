package generate

import (
	"fmt"

	"sightline/snapshot"
)

// nodes are all that an organization's policy can be attached to.
func nodes(opts Options) []string {
	out := []string{rootID, infrastructure, workloads, production, nonProduction, sandbox}
	for i := range opts.Accounts {
		out = append(out, accountID(i))
	}
	return out
}

func orgPolicy(b *snapshot.Builder, id, name, text string, targets ...string) snapshot.OrgPolicy {
	return snapshot.OrgPolicy{ID: id, Attachment: b.Attach(name, text, "", 0), Targets: targets}
}

// scps stand at the root, at units and at single accounts.
func scps(b *snapshot.Builder, opts Options) []snapshot.OrgPolicy {
	out := []snapshot.OrgPolicy{
		orgPolicy(b, "p-FullAWSAccess", "FullAWSAccess", document(allow(everything, everything)), nodes(opts)...),
		orgPolicy(b, "p-gen00001", "deny-leaving", document(deny(list("organizations:LeaveOrganization"), everything, nil)), rootID),
		orgPolicy(b, "p-gen00002", "protect-audit", document(protectAudit()), rootID),
		orgPolicy(b, "p-gen00003", "protect-backups", document(
			deny(list("s3:DeleteObject*", "s3:DeleteBucket"), list("arn:aws:s3:::backup-*"), onlyRole("backup-operator"))), production),
		orgPolicy(b, "p-gen00004", "region-guard", document(regionGuard()), nonProduction, sandbox),
		orgPolicy(b, "p-gen00005", "no-users", document(
			deny(list("iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"), everything, nil)), sandbox),
	}
	return append(out, freezes(b, opts)...)
}

// freezes are SCPs of single accounts: one in twenty is frozen for changes.
func freezes(b *snapshot.Builder, opts Options) []snapshot.OrgPolicy {
	var out []snapshot.OrgPolicy
	text := document(deny(list("ec2:RunInstances", "lambda:CreateFunction", "rds:Create*"), everything, onlyRole("ci-deploy")))
	for i := 13; i < opts.Accounts; i += 20 {
		id := accountID(i)
		out = append(out, orgPolicy(b, "p-frz"+id, "freeze-"+id, text, id))
	}
	return out
}

func onlyRole(name string) condition {
	return one("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/"+name)
}

func protectAudit() statement {
	return deny(list("iam:AttachRolePolicy", "iam:DeleteRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"),
		list("arn:aws:iam::*:role/SightlineReader", "arn:aws:iam::*:role/OrganizationAccountAccessRole"),
		onlyRole("OrganizationAccountAccessRole"))
}

func regionGuard() statement {
	return statement{
		Effect:    "Deny",
		NotAction: list("iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*", "s3:*"), Resource: everything,
		Condition: one("StringNotEquals", "aws:RequestedRegion", list("eu-west-1", "eu-central-1")),
	}
}

// rcps: outsiders stay away from the data of Production, but for what is named
// as public or a partner's.
func rcps(b *snapshot.Builder, opts Options) []snapshot.OrgPolicy {
	full := statement{Effect: "Allow", Principal: "*", Action: everything, Resource: everything}
	perimeter := statement{
		Sid: "DataPerimeter", Effect: "Deny", Principal: "*",
		Action:      list("s3:*", "kms:*", "sqs:*", "secretsmanager:*", "sts:AssumeRole"),
		NotResource: list("arn:aws:s3:::public-*", "arn:aws:iam::*:role/partner/*"),
		Condition: condition{
			"StringNotEqualsIfExists": {"aws:PrincipalOrgID": organizationID},
			"BoolIfExists":            {"aws:PrincipalIsAWSService": "false"},
		},
	}
	return []snapshot.OrgPolicy{
		orgPolicy(b, "p-RCPFullAWSAccess", "RCPFullAWSAccess", document(full), nodes(opts)...),
		orgPolicy(b, "p-gen00006", fmt.Sprintf("data-perimeter-of-%s", organizationID), document(perimeter), production),
	}
}
