package generate

import (
	"fmt"
	"path"

	"sightline/snapshot"
)

// policyTemplate is a managed policy by name and text.
type policyTemplate struct{ name, text string }

// awsManaged gives the text of the policies of AWS that generated identities use.
func awsManaged(name string) string {
	switch name {
	case adminAccess:
		return document(allow(everything, everything))
	case s3ReadOnly:
		return document(allow(list("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"), everything))
	case lambdaBasic:
		return document(allow(list("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"), everything))
	default:
		return document(
			allow(list("iam:DeleteRole"), list("arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*")).called("AllowDeletionOfServiceLinkedRoleForOrganizations"),
			allow(list("iam:CreateServiceLinkedRole"), everything).called("AllowCreationOfServiceLinkedRoles"))
	}
}

// Names of AWS's policies, with their paths.
const (
	adminAccess        = "AdministratorAccess"
	s3ReadOnly         = "AmazonS3ReadOnlyAccess"
	lambdaBasic        = "service-role/AWSLambdaBasicExecutionRole"
	organizationsTrust = "aws-service-role/AWSOrganizationsServiceTrustPolicy"
)

// attachAWS adds one of AWS's policies when it is first used.
func (a *account) attachAWS(name string) string {
	return a.addManaged("arn:aws:iam::aws:policy/"+name, path.Base(name), awsManaged(name))
}

// attach adds one of the account's own policies when it is first used.
func (a *account) attach(p policyTemplate) string {
	return a.addManaged("arn:aws:iam::"+a.id+":policy/"+p.name, p.name, p.text)
}

func (a *account) addManaged(arn, name, text string) string {
	if !a.known[arn] {
		a.known[arn] = true
		d := a.b.Data()
		d.Policies = append(d.Policies, snapshot.Managed{ARN: arn, Attachment: a.b.Attach(name, text, "", 0)})
	}
	return arn
}

// boundary is the permissions boundary of workloads, the same in each account.
func boundary() policyTemplate {
	return policyTemplate{"workload-boundary", document(
		statement{Effect: "Allow", NotAction: list("iam:*", "organizations:*", "account:*"), Resource: everything},
		allow(list("iam:PassRole"), list("arn:aws:iam::*:role/app-*")),
		deny(list("s3:PutBucketPolicy", "kms:PutKeyPolicy", "sqs:AddPermission"), everything, nil))}
}

// makeLibrary returns the managed policies of the account, the popular ones
// first: the organization's baseline, word for word equal in every account,
// then two for each team.
func (a *account) makeLibrary() []policyTemplate {
	out := baseline()
	for _, team := range a.teams {
		out = append(out, teamReader(team), teamWriter(team))
	}
	return out
}

func baseline() []policyTemplate {
	out := []policyTemplate{
		{"base-telemetry", document(allow(list("logs:PutLogEvents", "cloudwatch:PutMetricData", "xray:PutTraceSegments"), everything))},
		{"base-team-tables", document(allow(list("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"), everything).
			when(one("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}")))},
		{"base-read-config", document(allow(list("s3:GetObject"), list("arn:aws:s3:::config-*/*")),
			allow(list("ssm:GetParameter*"), list("arn:aws:ssm:*:*:parameter/shared/*")))},
		{"base-deny-insecure", document(deny(list("s3:*"), everything, one("Bool", "aws:SecureTransport", "false")))},
		{"base-own-credentials", document(allow(list("iam:ChangePassword", "iam:CreateAccessKey", "iam:GetUser"), list("arn:aws:iam::*:user/${aws:username}")))},
		{"base-office-only", document(statement{
			Effect: "Deny", NotAction: list("sts:*", "iam:ChangePassword"), Resource: everything,
			Condition: condition{"NotIpAddress": {"aws:SourceIp": list("198.51.100.0/24", "203.0.113.0/24")}, "Bool": {"aws:ViaAWSService": "false"}},
		})},
		{"base-support", document(statement{
			Effect: "Allow", NotAction: list("iam:*", "kms:*", "s3:*", "secretsmanager:*", "sts:*"), Resource: everything,
			Condition: one("Bool", "aws:MultiFactorAuthPresent", "true"),
		})},
	}
	for i, s := range list("s3", "sqs", "sns", "dynamodb", "lambda", "ecr", "kms", "secretsmanager") {
		out = append(out, policyTemplate{fmt.Sprintf("base-%s-list", s), document(allow(list(s+":List*", s+":Describe*"), everything))})
		if i%2 == 0 {
			out = append(out, policyTemplate{fmt.Sprintf("base-%s-tagged", s), document(allow(list(s+":*"), everything).
				when(one("StringEquals", "aws:ResourceTag/environment", "development")))})
		}
	}
	return out
}

func teamReader(team string) policyTemplate {
	return policyTemplate{team + "-read", document(
		allow(list("s3:GetObject", "s3:ListBucket"), list("arn:aws:s3:::"+team+"-*")),
		allow(list("dynamodb:GetItem", "dynamodb:Query"), list("arn:aws:dynamodb:*:*:table/"+team+"-*")),
		allow(list("sqs:ReceiveMessage", "sqs:GetQueueAttributes"), list("arn:aws:sqs:*:*:"+team+"-*")))}
}

func teamWriter(team string) policyTemplate {
	return policyTemplate{team + "-write", document(
		allow(list("s3:PutObject", "s3:DeleteObject"), list("arn:aws:s3:::"+team+"-*/*")),
		allow(list("dynamodb:*"), list("arn:aws:dynamodb:*:*:table/"+team+"-*")),
		allow(list("secretsmanager:GetSecretValue"), list("arn:aws:secretsmanager:*:*:secret:"+team+"/*")),
		allow(list("iam:PassRole"), list("arn:aws:iam::*:role/app-"+team+"-*")).
			when(one("StringEquals", "iam:PassedToService", list("lambda.amazonaws.com", "ecs-tasks.amazonaws.com"))),
		deny(list("dynamodb:DeleteTable"), everything, nil))}
}

// shared returns n policies of the library, popular ones more often.
func (a *account) shared(n int) []string {
	var out []string
	for range n {
		out = append(out, a.attach(a.library[a.popular(len(a.library))]))
	}
	return out
}
