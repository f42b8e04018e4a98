package generate

import (
	"fmt"
	"sort"

	"sightline/snapshot"
)

// A kind of resource with its share among those that are no buckets.
type resourceKind struct {
	percent int
	typ     string
	make    func(a *account, r *snapshot.Resource, team string, i int)
}

var resourceKinds = []resourceKind{
	{23, "AWS::Lambda::Function", (*account).function},
	{15, "AWS::SQS::Queue", (*account).queue},
	{8, "AWS::SNS::Topic", (*account).topic},
	{16, "AWS::DynamoDB::Table", (*account).table},
	{12, "AWS::SecretsManager::Secret", (*account).secret},
	{8, snapshot.TypeKey, (*account).key},
	{11, snapshot.TypeInstance, (*account).instance},
	{4, "AWS::ECR::Repository", (*account).repository},
	{3, "AWS::RDS::DBInstance", (*account).database},
}

// collected lists every type that an account may hold.
func collected() []string {
	out := []string{"AWS::IAM", snapshot.TypeBucket}
	for _, k := range resourceKinds {
		out = append(out, k.typ)
	}
	sort.Strings(out)
	return out
}

func (a *account) addResources(n int) {
	d := a.b.Data()
	buckets := n * a.opts.BucketPercent / 100
	for i := range n {
		team := a.team()
		r := snapshot.Resource{Account: a.id, Region: a.region(), TagsRead: true, PolicyRead: true}
		if i < buckets {
			r.Type = snapshot.TypeBucket
			a.bucket(&r, team, i)
		} else {
			k := a.kindOfResource()
			r.Type = k.typ
			k.make(a, &r, team, i)
		}
		if r.Tags == nil && a.chance(70) {
			r.Tags = map[string]string{"team": team, "environment": environment(parentOf(a.opts, a.number))}
		}
		d.Resources = append(d.Resources, r)
	}
}

func (a *account) kindOfResource() resourceKind {
	at := a.rand.IntN(100)
	for _, k := range resourceKinds {
		if at -= k.percent; at < 0 {
			return k
		}
	}
	return resourceKinds[0]
}

func environment(parent string) string {
	switch parent {
	case production:
		return "production"
	case nonProduction, sandbox:
		return "development"
	default:
		return "shared"
	}
}

func (a *account) named(r *snapshot.Resource, service, prefix, name string) {
	r.Name, r.ARN = name, a.arn(service, r.Region, prefix+name)
}

func (a *account) policy(r *snapshot.Resource, statements ...statement) {
	p := a.b.Attach("", document(statements...), "", 0)
	r.Policy = &p
}

func (a *account) function(r *snapshot.Resource, team string, i int) {
	a.named(r, "lambda", "function:", fmt.Sprintf("%s-%d", team, i))
	if len(a.functionRoles) > 0 {
		r.Role = a.roleARN(a.functionRoles[a.popular(len(a.functionRoles))])
	}
	if a.chance(20) {
		a.policy(r, allow(list("lambda:InvokeFunction"), list(r.ARN)).by(service("apigateway")).
			when(one("ArnLike", "aws:SourceArn", a.arn("execute-api", r.Region, "*"))))
	}
}

func (a *account) queue(r *snapshot.Resource, team string, i int) {
	a.named(r, "sqs", "", fmt.Sprintf("%s-%d", team, i))
	switch p := a.rand.IntN(100); {
	case p < 14:
		a.policy(r, allow(list("sqs:SendMessage"), list(r.ARN)).by(service("sns")).
			when(one("ArnLike", "aws:SourceArn", a.arn("sns", r.Region, team+"-*"))))
	case p < 19:
		a.policy(r, allow(list("sqs:SendMessage", "sqs:ReceiveMessage"), list(r.ARN)).by(awsPrincipal(rootARN(a.neighbour()))))
	case p < 20:
		a.policy(r, allow(list("sqs:SendMessage"), list(r.ARN)).by("*"))
	}
}

func (a *account) topic(r *snapshot.Resource, team string, i int) {
	a.named(r, "sns", "", fmt.Sprintf("%s-%d", team, i))
	if a.chance(20) {
		a.policy(r, allow(list("sns:Publish"), list(r.ARN)).by(awsPrincipal("*")).
			when(one("StringEquals", "aws:PrincipalOrgID", organizationID)))
	}
}

func (a *account) table(r *snapshot.Resource, team string, i int) {
	a.named(r, "dynamodb", "table/", fmt.Sprintf("%s-%d", team, i))
	if a.chance(5) {
		a.policy(r, allow(list("dynamodb:GetItem", "dynamodb:Query"), list(r.ARN)).by(awsPrincipal(roleARN(a.neighbour(), "etl-out"))))
	}
}

func (a *account) secret(r *snapshot.Resource, team string, i int) {
	r.Name = fmt.Sprintf("%s/%d", team, i)
	r.ARN = a.arn("secretsmanager", r.Region, "secret:"+r.Name+"-"+a.hexID(6))
	if a.chance(15) {
		a.policy(r, deny(list("secretsmanager:GetSecretValue"), everything, one("StringNotEquals", "aws:PrincipalTag/team", team)).by("*"))
	}
}

func (a *account) instance(r *snapshot.Resource, team string, i int) {
	r.Name = fmt.Sprintf("%s-%d", team, i)
	r.ARN = a.arn("ec2", r.Region, "instance/i-"+a.hexID(17))
	if len(a.instanceRoles) > 0 && a.chance(80) {
		r.InstanceProfile = a.arn("iam", "", "instance-profile/"+a.instanceRoles[a.popular(len(a.instanceRoles))])
	}
}

func (a *account) repository(r *snapshot.Resource, team string, i int) {
	a.named(r, "ecr", "repository/", fmt.Sprintf("%s/%d", team, i))
	if a.chance(30) {
		a.policy(r, statement{
			Effect: "Allow", Principal: "*", Action: list("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
			Condition: one("StringEquals", "aws:PrincipalOrgID", organizationID),
		})
	}
}

func (a *account) database(r *snapshot.Resource, team string, i int) {
	a.named(r, "rds", "db:", fmt.Sprintf("%s-%d", team, i))
}
