package check

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// ResourceTypes are the types that NoPublicAccess takes, in AWS's spelling.
// Source: Access Analyzer API "CheckNoPublicAccess" (AccessCheckResourceType).
func ResourceTypes() []string {
	return []string{
		"AWS::ApiGateway::RestApi", "AWS::Backup::BackupVault", "AWS::CloudTrail::Dashboard",
		"AWS::CloudTrail::EventDataStore", "AWS::CodeArtifact::Domain", "AWS::DynamoDB::Stream",
		"AWS::DynamoDB::Table", "AWS::EFS::FileSystem", "AWS::IAM::AssumeRolePolicyDocument",
		"AWS::KMS::Key", "AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer", "AWS::Lambda::Function",
		"AWS::OpenSearchService::Domain", "AWS::S3::AccessPoint", "AWS::S3::Bucket", "AWS::S3::Glacier",
		"AWS::S3Express::AccessPoint", "AWS::S3Express::DirectoryBucket", "AWS::S3Outposts::AccessPoint",
		"AWS::S3Outposts::Bucket", "AWS::S3Tables::Table", "AWS::S3Tables::TableBucket",
		"AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SecretsManager::Secret",
	}
}

// NoPublicAccess tells whether a resource policy keeps out all callers who are
// not bounded by a fixed value: of the accounts and identities that it names,
// or of the condition keys that Bounds knows. resourceType is one of
// ResourceTypes.
// Source: Access Analyzer API "CheckNoPublicAccess"; S3 User Guide "The
// meaning of public". Cases: no-public-access.json.
func NoPublicAccess(d *policy.Document, resourceType string, o Options) Answer {
	o.Kind = Resource
	o.engine = eval.New()
	v := &verdicts{}
	if !slices.Contains(ResourceTypes(), resourceType) {
		v.unclear(-1, "", fmt.Sprintf("%q is no resource type of this check", resourceType))
		return v.answer("", "")
	}
	if why := unreadable(d); why != "" {
		v.unclear(-1, "", why)
		return v.answer("", "")
	}
	p := problem(o)
	subject, outside := p.Resource(d), p.Perimeter(unbounded(d, resourceType)).Rules[0]
	for _, a := range subject.Allows {
		v.ask(a, func(q func(symbolic.Query) bool) {
			q(symbolic.Query{
				All: []*symbolic.Rule{a, outside}, None: subject.Denies,
				Callers: symbolic.OnlyAWS | symbolic.OnlyAnonymous,
			})
		}, p, func(r *symbolic.Request) error { return confirm(d, r, true, o) }, "lets the public in: %s")
	}
	return v.answer("The policy lets nobody in who is not bounded by a fixed value.", "The policy lets the public in.")
}

// unbounded describes the callers of whom a policy fixes nothing: of an
// account that it does not name, and with other values of every key that
// bounds. It is a statement whose negated conditions list the fixed values.
func unbounded(d *policy.Document, resourceType string) *policy.Document {
	block := make(map[string]map[string][]string)
	add := func(operator, key, value string) {
		if block[operator] == nil {
			block[operator] = make(map[string][]string)
		}
		block[operator][key] = append(block[operator][key], value)
	}
	for i := range d.Statements {
		for _, v := range d.Statements[i].Principal.Values {
			if account := accountOf(v); account != "" {
				add("StringNotEquals", "aws:PrincipalAccount", account)
			}
		}
		for j := range d.Statements[i].Conditions {
			c := &d.Statements[i].Conditions[j]
			for _, v := range c.Values {
				if Bounds(c.Operator, c.Key, v.Text, d.HasVariables()) && !own(resourceType, c.Key) {
					add(opposite(c.Operator, setKey(d, c.Key)), authz.FoldKey(c.Key), v.Text)
				}
			}
		}
	}
	return statement(map[string]any{
		"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": block,
	})
}

// accountOf is the account that a principal of a policy belongs to, or "".
func accountOf(v policy.PrincipalValue) string {
	if v.Type != policy.PrincipalAWS {
		return ""
	}
	if parts := strings.SplitN(v.Text, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return strings.TrimPrefix(v.Text, "*")
}

// own: an access point's policy does not bound by its own ARN.
// Source: S3 User Guide "Block public access", access points.
func own(resourceType, key string) bool {
	return strings.HasSuffix(resourceType, "::AccessPoint") && strings.EqualFold(key, "s3:DataAccessPointArn")
}

// setKey tells whether a policy uses a key with set operators.
func setKey(d *policy.Document, key string) bool {
	for i := range d.Statements {
		for j := range d.Statements[i].Conditions {
			c := &d.Statements[i].Conditions[j]
			if strings.EqualFold(c.Key, key) && c.Operator.Qualifier != condition.QualifierNone {
				return true
			}
		}
	}
	return false
}

// opposite names the operator that holds of every value but the listed ones,
// and of a request without the key.
func opposite(o condition.Operator, set bool) string {
	name := "StringNotEquals"
	switch {
	case o.Family == condition.FamilyARN:
		name = "ArnNotLike"
	case o.Family == condition.FamilyIP:
		name = "NotIpAddress"
	case o.Family == condition.FamilyBool, o.Comparison == condition.CompareEqualsFold:
		name = "StringNotEqualsIgnoreCase"
	case o.Comparison == condition.CompareLike:
		name = "StringNotLike"
	}
	if set {
		return "ForAllValues:" + name
	}
	return name
}

// Bounds tells whether one value of a condition is fixed and bounds callers by
// a key that they cannot choose.
// Source: S3 User Guide "The meaning of public"
// (access-control-block-public-access); conformance/reason/README.md.
func Bounds(o condition.Operator, key, value string, variables bool) bool {
	if variables && policy.HasVariable(value) {
		return false
	}
	if _, ok := arn.ParsePattern(value); !ok && o.Family == condition.FamilyARN {
		return false // a text that is no ARN bounds nobody: no value is one of it
	}
	wild := strings.ContainsAny(value, "*?") && (o.Comparison == condition.CompareLike || o.Family == condition.FamilyARN)
	text := o.Family == condition.FamilyString || o.Family == condition.FamilyARN
	switch key := authz.FoldKey(key); key {
	case "aws:sourceip":
		return o.Family == condition.FamilyIP && narrow(value) || text && !wild
	case "aws:principalorgid", "aws:principalaccount", "kms:calleraccount", "aws:sourceaccount",
		"aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid", "s3:dataaccesspointaccount":
		return text && !wild
	case "aws:principalorgpaths":
		org, _, cut := strings.Cut(value, "/")
		return text && (!wild || cut && !strings.ContainsAny(org, "*?"))
	case "aws:principalarn":
		return text && (!wild || fixedAccount(o, value))
	case "s3:dataaccesspointarn":
		// No part of an access point's ARN has a colon (a name is of letters,
		// digits and hyphens), so no star reaches from one part into the next.
		return text && (!wild || wholeAccount(value) != "")
	case "aws:sourcearn":
		return text && (!wild || fixedAccount(o, value) || fixedBucket(o, value))
	case "elasticfilesystem:accessedviamounttarget":
		return condition.ParseBool(value)
	default:
		return false
	}
}

// fixedAccount: an ARN's account is whole and stands where it seems to.
func fixedAccount(o condition.Operator, text string) bool {
	return wholeAccount(text) != "" && inPlace(o, strings.SplitN(text, ":", 6)[:4])
}

// wholeAccount is the fifth part of an ARN, empty where it has a wildcard.
func wholeAccount(text string) string {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || strings.ContainsAny(parts[4], "*?") {
		return ""
	}
	return parts[4]
}

// inPlace tells whether the parts before stand where they seem to. The star of
// StringLike reaches over colons, so that what follows one may be any part.
func inPlace(o condition.Operator, before []string) bool {
	return o.Family == condition.FamilyARN || !strings.ContainsAny(strings.Join(before, ""), "*?")
}

// fixedBucket: a bucket's ARN has no account; its name must be whole.
func fixedBucket(o condition.Operator, text string) bool {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[2] != "s3" || !inPlace(o, parts[:5]) {
		return false
	}
	bucket, _, _ := strings.Cut(parts[5], "/")
	return bucket != "" && !strings.ContainsAny(bucket, "*?")
}

// narrow: IPv4 ranges broader than /8 and IPv6 ranges broader than /32 bound
// nobody.
func narrow(network string) bool {
	n, ok := condition.ParseNetwork(network)
	if !ok {
		return false
	}
	if n.Addr().Is6() {
		return n.Bits() >= 32
	}
	return n.Bits() >= 8
}
