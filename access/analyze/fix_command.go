package analyze

import (
	"strconv"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// commands are what applies a change with the AWS CLI.
// Source: AWS CLI Command Reference of the commands named, read 2026-11.
func (g *gathered) commands(c *Change) []string {
	switch c.Kind {
	case RevokeGrant:
		return []string{g.aws("kms revoke-grant --key-id " + quote(g.ARN) + " --grant-id " + quote(c.Grant))}
	case ChangeSharing:
		return []string{g.unshare(c.Unshare)}
	case ChangeACL:
		return []string{g.putACL(c.ACL)}
	case AddCondition, NarrowPrincipal, RemovePrincipal, RemoveStatement, DenyStatement:
	case SetBlock:
		return []string{g.aws("s3api put-public-access-block --bucket " + quote(g.name()) +
			" --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true")}
	}
	if c.AccessPoint != "" {
		return []string{g.accessPointPolicy(c)}
	}
	return g.policyCommands(c)
}

// aws adds the Region, where the resource has one.
func (g *gathered) aws(command string) string {
	region := g.region
	if parts := strings.SplitN(g.ARN, ":", 6); len(parts) == 6 && parts[3] != "" {
		region = parts[3]
	}
	if region != "" && g.Type != typeRole {
		command += " --region " + region
	}
	return "aws " + command
}

// name is the last part of the ARN.
func (g *gathered) name() string {
	at := strings.LastIndexAny(g.ARN, ":/")
	return g.ARN[at+1:]
}

// after gives what follows a sign in the ARN: names that hold slashes.
func (g *gathered) after(sign string) string {
	_, rest, _ := strings.Cut(g.ARN, sign)
	return rest
}

func (g *gathered) policyCommands(c *Change) []string {
	gone := c.Document == nil
	text := ""
	if !gone {
		text = quote(compact(c.Document))
	}
	put := func(set, remove string) []string {
		if gone {
			return []string{g.aws(remove)}
		}
		return []string{g.aws(set + text)}
	}
	arn, name := quote(g.ARN), quote(g.name())
	switch g.Type {
	case typeRole:
		return []string{g.aws("iam update-assume-role-policy --role-name " + name + " --policy-document " + text)}
	case typeBucket:
		return put("s3api put-bucket-policy --bucket "+name+" --policy ", "s3api delete-bucket-policy --bucket "+name)
	case snapshot.TypeDirectoryBucket:
		return put("s3api put-bucket-policy --bucket "+name+" --policy ", "s3api delete-bucket-policy --bucket "+name)
	case typeKey:
		return put("kms put-key-policy --key-id "+arn+" --policy-name default --policy ", "kms put-key-policy --key-id "+arn+" --policy-name default --policy ''")
	case snapshot.TypeQueue:
		attributes := `{"Policy":""}`
		if !gone {
			attributes = `{"Policy":` + jsonText(compact(c.Document)) + `}`
		}
		return []string{
			g.aws("sqs set-queue-attributes --queue-url " + quote(g.queueURL()) + " --attributes " + quote(attributes)),
		}
	case snapshot.TypeTopic:
		if gone {
			// A topic keeps a policy; the default one names its owner.
			text = quote(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + g.Account + `"},"Action":["sns:GetTopicAttributes","sns:SetTopicAttributes","sns:Subscribe","sns:Publish"],"Resource":"` + g.ARN + `"}]}`)
		}
		return []string{g.aws("sns set-topic-attributes --topic-arn " + arn + " --attribute-name Policy --attribute-value " + text)}
	case snapshot.TypeSecret:
		return put("secretsmanager put-resource-policy --secret-id "+arn+" --resource-policy ", "secretsmanager delete-resource-policy --secret-id "+arn)
	case snapshot.TypeRepository:
		repository := quote(g.after(":repository/"))
		return put("ecr set-repository-policy --repository-name "+repository+" --policy-text ", "ecr delete-repository-policy --repository-name "+repository)
	case snapshot.TypeFileSystem:
		return put("efs put-file-system-policy --file-system-id "+name+" --policy ", "efs delete-file-system-policy --file-system-id "+name)
	case snapshot.TypeFunction, snapshot.TypeFunctionAlias, snapshot.TypeFunctionVersion, snapshot.TypeLayerVersion:
		return g.lambdaCommands(c)
	default:
		return put("dynamodb put-resource-policy --resource-arn "+arn+" --policy ", "dynamodb delete-resource-policy --resource-arn "+arn)
	}
}

func jsonText(text string) string { return string(mustJSON(text)) }

// queueURL is a queue's address, which its commands want in place of the ARN.
func (g *gathered) queueURL() string {
	parts := strings.SplitN(g.ARN, ":", 6)
	host := "amazonaws.com"
	if parts[1] == "aws-cn" {
		host = "amazonaws.com.cn"
	}
	return "https://sqs." + parts[3] + "." + host + "/" + parts[4] + "/" + parts[5]
}

// lambdaCommands: policies of functions and layers cannot be put as a whole;
// statements are added and removed by their ids.
func (g *gathered) lambdaCommands(c *Change) (out []string) {
	for _, at := range c.Statements {
		sid := g.Policy.Document.Statements[at].SID
		parts := strings.Split(g.after(":function:"), ":")
		if g.Type == snapshot.TypeLayerVersion {
			layer := strings.Split(g.after(":layer:"), ":")
			out = append(out, g.aws("lambda remove-layer-version-permission --layer-name "+quote(layer[0])+" --version-number "+layer[len(layer)-1]+" --statement-id "+quote(sid)))
			continue
		}
		command := "lambda remove-permission --function-name " + quote(parts[0]) + " --statement-id " + quote(sid)
		if len(parts) > 1 {
			command += " --qualifier " + quote(parts[1])
		}
		out = append(out, g.aws(command))
	}
	return append(out, g.lambdaAdded(c)...)
}

// lambdaAdded gives the changed statements back, in the form that
// add-permission has for them.
func (g *gathered) lambdaAdded(c *Change) (out []string) {
	if c.Document == nil || c.Kind == RemoveStatement || g.Type == snapshot.TypeLayerVersion {
		return nil
	}
	parts := strings.Split(g.after(":function:"), ":")
	for _, at := range c.Statements {
		st := &c.Document.Statements[at]
		for i, action := range st.Action.Values {
			for j, who := range st.Principal.Values {
				id := st.SID
				if i+j > 0 {
					id += strconv.Itoa(i) + strconv.Itoa(j)
				}
				command := "lambda add-permission --function-name " + quote(parts[0]) + " --statement-id " + quote(id) +
					" --action " + quote(action.Text) + " --principal " + quote(who.Text) + lambdaConditions(st)
				if len(parts) > 1 {
					command += " --qualifier " + quote(parts[1])
				}
				out = append(out, g.aws(command))
			}
		}
	}
	return out
}

// lambdaConditions are the conditions that add-permission knows.
func lambdaConditions(st *policy.Statement) (out string) {
	flags := map[string]string{
		"aws:principalorgid": "--principal-org-id", "aws:sourcearn": "--source-arn", "aws:sourceaccount": "--source-account",
		"lambda:functionurlauthtype": "--function-url-auth-type",
	}
	for _, c := range st.Conditions {
		if flag := flags[strings.ToLower(c.Key)]; flag != "" && len(c.Values) == 1 {
			out += " " + flag + " " + quote(c.Values[0].Text)
		}
	}
	return out
}

func (g *gathered) accessPointPolicy(c *Change) string {
	parts := strings.SplitN(c.AccessPoint, ":", 6)
	name := strings.TrimPrefix(parts[5], "accesspoint/")
	command := "aws s3control put-access-point-policy --account-id " + parts[4] + " --name " + quote(name)
	if c.Document == nil {
		command = "aws s3control delete-access-point-policy --account-id " + parts[4] + " --name " + quote(name)
	} else {
		command += " --policy " + quote(compact(c.Document))
	}
	return command + " --region " + parts[3]
}

// unshare is the command for each kind of thing that is shared by an attribute.
func (g *gathered) unshare(with string) string {
	id := quote(g.name())
	who := " --user-ids " + with
	if with == "all" {
		who = " --group-names all"
	}
	switch g.Type {
	case typeVolumeSnapshot:
		return g.aws("ec2 modify-snapshot-attribute --snapshot-id " + id + " --attribute createVolumePermission --operation-type remove" + who)
	case typeImage:
		permission := `Remove=[{UserId=` + with + `}]`
		if with == "all" {
			permission = `Remove=[{Group=all}]`
		}
		return g.aws("ec2 modify-image-attribute --image-id " + id + " --launch-permission " + quote(permission))
	case typeDBSnapshot:
		return g.aws("rds modify-db-snapshot-attribute --db-snapshot-identifier " + quote(g.after(":snapshot:")) + " --attribute-name restore --values-to-remove " + with)
	default:
		return g.aws("rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier " + quote(g.after(":cluster-snapshot:")) + " --attribute-name restore --values-to-remove " + with)
	}
}

// putACL writes the whole list, or the private one if nothing is left but the
// owner.
func (g *gathered) putACL(list []authz.ACLGrant) string {
	command := "s3api put-bucket-acl --bucket " + quote(g.name())
	flags := []struct{ permission, flag string }{
		{"FULL_CONTROL", "--grant-full-control"},
		{"READ", "--grant-read"},
		{"WRITE", "--grant-write"},
		{"READ_ACP", "--grant-read-acp"},
		{"WRITE_ACP", "--grant-write-acp"},
	}
	others := false
	for _, f := range flags {
		for _, id := range g.grantsOf(f.permission, list) {
			others = others || id != g.Owner && id != g.Account
		}
	}
	if !others {
		return g.aws(command + " --acl private")
	}
	for _, f := range flags {
		var who []string
		for _, id := range g.grantsOf(f.permission, list) {
			who = append(who, g.grantee(id))
		}
		if len(who) > 0 {
			command += " " + f.flag + " " + quote(strings.Join(who, ","))
		}
	}
	return g.aws(command)
}

// grantee spells who gets a permission as the command wants it.
func (g *gathered) grantee(id string) string {
	switch {
	case id == authz.GranteeAllUsers || id == authz.GranteeAuthenticatedUsers:
		return "uri=http://acs.amazonaws.com/groups/global/" + id
	case id == "LogDelivery":
		return "uri=http://acs.amazonaws.com/groups/s3/LogDelivery"
	case id == g.Account && g.Owner != "":
		return "id=" + g.Owner
	default:
		return "id=" + id
	}
}
