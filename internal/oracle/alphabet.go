package oracle

// The alphabets are small on purpose: a random policy then often speaks of
// what a random request holds. Account ids are documentation values.

const (
	homeAccount  = "111122223333"
	otherAccount = "444455556666"
	thirdAccount = "123456789012"
)

// A scene is a kind of resource with the actions asked of it. ACCOUNT stands
// for the owner's account.
type scene struct {
	weight    int
	actions   []string
	resources []string
}

var scenes = []scene{
	{
		26,
		[]string{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetObjectAcl"},
		[]string{
			"arn:aws:s3:::logs/a", "arn:aws:s3:::logs/alice/x", "arn:aws:s3:::logs/blue/x", "arn:aws:s3:::logs",
			"arn:aws:s3:::home/blue/alice/x", "arn:aws:s3:::logs/a*", "arn:aws:s3:::logs/😀/é", "arn:aws:s3:::logs/1/test/2",
		},
	},
	{
		10,
		[]string{"sqs:SendMessage", "sqs:ReceiveMessage"},
		[]string{"arn:aws:sqs:us-east-1:ACCOUNT:q", "arn:aws:sqs:eu-west-1:ACCOUNT:blue-q"},
	},
	{8, []string{"dynamodb:GetItem", "dynamodb:PutItem"}, []string{"arn:aws:dynamodb:us-east-1:ACCOUNT:table/books"}},
	{
		20,
		[]string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"},
		[]string{"arn:aws:kms:us-east-1:ACCOUNT:key/1234abcd", "arn:aws:kms:us-east-1:ACCOUNT:key/blue"},
	},
	{1, []string{"kms:DeleteAlias"}, []string{"arn:aws:kms:us-east-1:ACCOUNT:alias/blue"}},
	{14, []string{"sts:AssumeRole", "sts:AssumeRole", "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}, roleResources},
	{7, []string{"ec2:StopInstances", "ec2:RunInstances"}, []string{"arn:aws:ec2:us-east-1:ACCOUNT:instance/i-1234", "arn:aws:ec2:us-east-1:ACCOUNT:instance/*"}},
	{4, []string{"lambda:InvokeFunction"}, []string{"arn:aws:lambda:us-east-1:ACCOUNT:function:app:prod"}},
	{4, []string{"iam:GetUser", "iam:DeleteRole"}, []string{"arn:aws:iam::ACCOUNT:user/alice", "arn:aws:iam::ACCOUNT:role/app"}},
	{3, []string{"ec2:DescribeInstances", "s3:ListAllMyBuckets"}, []string{"*"}},
}

// tokenScene is what somebody with a token of an identity provider asks.
var tokenScene = scene{0, []string{"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"}, roleResources}

var roleResources = []string{
	"arn:aws:iam::ACCOUNT:role/target", "arn:aws:iam::ACCOUNT:role/target", "arn:aws:iam::ACCOUNT:role/app",
	"arn:aws:iam::ACCOUNT:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
}

// A cast is a kind of caller with its names.
type cast struct {
	weight int
	names  []string
}

var casts = []cast{
	{26, []string{"arn:aws:iam::ACCOUNT:user/alice", "arn:aws:iam::ACCOUNT:user/alice", "arn:aws:iam::ACCOUNT:user/dev/alice"}},
	{14, []string{"arn:aws:iam::ACCOUNT:role/app", "arn:aws:iam::ACCOUNT:role/app", "arn:aws:iam::ACCOUNT:role/team/app"}},
	{22, []string{"arn:aws:sts::ACCOUNT:assumed-role/app/job1", "arn:aws:sts::ACCOUNT:assumed-role/app/dev@example.com", "arn:aws:sts::ACCOUNT:assumed-role/target/job1"}},
	{9, []string{"arn:aws:sts::ACCOUNT:federated-user/eve"}},
	{8, []string{"arn:aws:iam::ACCOUNT:root"}},
	{3, []string{"arn:aws:iam::ACCOUNT:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"}},
	{7, []string{"sns.amazonaws.com", "logging.s3.amazonaws.com", "s3.ap-east-1.amazonaws.com", "cognito-identity.amazonaws.com"}},
	{6, providers},
	{5, []string{"*"}},
}

var providers = []string{
	"arn:aws:iam::ACCOUNT:oidc-provider/oidc.example.com", "arn:aws:iam::ACCOUNT:saml-provider/Corp",
	"accounts.google.com", "cognito-identity.amazonaws.com",
}

// strangers may stand in a Principal element beside the caller.
var strangers = []struct{ typ, name string }{
	{"AWS", "arn:aws:iam::111122223333:user/bob"},
	{"AWS", "arn:aws:iam::111122223333:user/Alice"},
	{"AWS", "arn:aws:iam::111122223333:user/*"},
	{"AWS", "arn:aws:iam::111122223333:role/*"},
	{"AWS", "arn:aws:iam::111122223333:role/other"},
	{"AWS", "arn:aws:sts::111122223333:assumed-role/app/job2"},
	{"AWS", "arn:aws:sts::111122223333:assumed-role/app/job1"},
	{"AWS", "arn:aws:iam::111122223333:role/app"},
	{"AWS", "arn:aws:iam::111122223333:root"},
	{"AWS", "arn:aws:iam::444455556666:root"},
	{"AWS", "444455556666"},
	{"AWS", "123456789012"},
	{"Service", "sns.amazonaws.com"},
	{"Service", "events.amazonaws.com"},
	{"Service", "*"},
	{"Service", "cognito-identity.amazonaws.com"},
	{"Federated", "accounts.google.com"},
	{"Federated", "cognito-identity.amazonaws.com"},
	{"Federated", "*"},
}

// The types of condition keys, after the operators made for them.
const (
	typString  = "String"
	typNumber  = "Numeric"
	typDate    = "Date"
	typBool    = "Bool"
	typBinary  = "Binary"
	typAddress = "IpAddress"
	typARN     = "Arn"
	typNull    = "Null"
)

// A key is a condition key with the values that a request may carry.
type key struct {
	name  string
	typ   string
	multi bool
	texts []string
}

var keys = []key{
	{"aws:username", typString, false, []string{"alice", "bob", "blue"}},
	{"aws:PrincipalTag/team", typString, false, []string{"blue", "blue", "Blue", "red", "*", "", "bl?e", "a\nb", "😀", "ſtra\u212Ae"}},
	{"s3:prefix", typString, false, []string{"home/alice/x", "home/bob", "blue", "home/"}},
	{"aws:RequestedRegion", typString, false, []string{"eu-west-1", "us-east-1"}},
	{"aws:TagKeys", typString, true, []string{"env", "cost", "Env", "blue", "app-a", ""}},
	{"aws:PrincipalOrgPaths", typString, true, []string{"o-a/r-b/ou-1/", "o-a/r-b/ou-1/ou-2/", "o-z/r-b/"}},
	{"s3:max-keys", typNumber, false, []string{"5", "10", "10.0", "9", "+10", "-1", "ten", "", "10.00000000000000000001"}},
	{"aws:MultiFactorAuthAge", typNumber, false, []string{"10", "3600", "007", "1e1", " 10"}},
	{"aws:CurrentTime", typDate, false, []string{"2026-06-01T00:00:00Z", "2026-06-01T02:00:00+02:00", "2026-05-31T23:59:59.999Z", "2026-06-01", "soon"}},
	{"aws:EpochTime", typDate, false, []string{"1780272000", "1780272000.0009", "1780272001", "-86400", "2026", "1780"}},
	{"aws:SecureTransport", typBool, false, []string{"true", "false", "TRUE", "yes", ""}},
	{"aws:MultiFactorAuthPresent", typBool, false, []string{"true", "false"}},
	{"example:Flags", typBool, true, []string{"true", "false", "True", "no"}},
	{"example:blob", typBinary, false, []string{"YWJjZA==", "YWJj", "YWJjZA", "!"}},
	{"aws:SourceIp", typAddress, false, []string{"203.0.113.7", "203.0.113.128", "198.51.100.1", "2001:db8::1", "2001:DB8:0:0::1", "::ffff:203.0.113.9", "203.0.113", "203.0.113.0/24"}},
	{"example:Addresses", typAddress, true, []string{"203.0.113.7", "198.51.100.1", "2001:db8::1", "here"}},
	{"aws:SourceArn", typARN, false, []string{"arn:aws:sns:us-east-1:123456789012:orders", "arn:aws:lambda:us-east-1:123456789012:function:app:prod", "arn:aws:s3:::logs", "arn:aws:sns", "orders"}},
	{"example:Arns", typARN, true, []string{"arn:aws:sns:us-east-1:123456789012:orders", "arn:aws:s3:::blue", "orders"}},
}

// derivedKeys are present in most requests without being listed.
var derivedKeys = []key{
	{"aws:PrincipalArn", typARN, false, []string{"arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:role/app", "arn:aws:iam::444455556666:role/app"}},
	{"aws:PrincipalAccount", typString, false, []string{homeAccount, otherAccount}},
	{"aws:ResourceAccount", typString, false, []string{homeAccount, otherAccount}},
}

// listedTexts are values that policies hold beside those of the key itself.
var listedTexts = map[string][]string{
	typString: {
		"blue", "bl*", "b?ue", "*", "?", "??", "home/*", "home/${aws:username}/*", "${aws:username}", "${AWS:UserName}",
		"${aws:PrincipalTag/team}", "${aws:PrincipalTag/team, 'blue'}", "${aws:nosuch, 'red'}", "${aws:nosuch}", "${*}", "bl${?}e", "${$}",
		"${aws:TagKeys, 'env'}", "${aws:TagKeys}", "${aws:PrincipalAccount}", "BLUE", "stra\u212Ae", "o-a/*", "app-*", "a*b", "",
	},
	typNumber:  {"10", "5", "9.99", "-1", "+10", "010", "10.00", "ten", "", "${s3:max-keys}", "10.00000000000000000001"},
	typDate:    {"2026-06-01T00:00:00Z", "2026-06-01T00:00Z", "2026-06", "2026", "2026-05-31T22:00:00.000-02:00", "1780272000", "1780272000.0001", "1780272001", "-86400", "soon", "2026-06-01T00:00:00", "2026-02-30"},
	typBool:    {"true", "false", "TRUE", "False", "maybe", ""},
	typBinary:  {"YWJjZA==", "YWJj", "eHl6", "YWJjZA", "!"},
	typAddress: {"203.0.113.0/24", "203.0.113.77/24", "203.0.113.7", "203.0.113.0/25", "198.51.100.0/24", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:DB8::1", "2001:db8::1/32", "::ffff:203.0.113.0/120", "::ffff:203.0.113.77/120", "::ffff:0:0/90", "203.0.113.0/33", "203.0.113", "any", "${aws:SourceIp}"},
	typARN: {
		"arn:aws:sns:*:*:*", "arn:aws:sns:us-east-1:123456789012:ord*", "arn:aws:lambda:us-east-1:123456789012:*", "arn:aws:lambda:*:app:prod", "arn:*:s*:*:*:*",
		"arn:aws:sns:us-east-1:12345678901?:orders", "arn:aws:sns:*:*:Orders", "*", "arn:aws:s3:::${aws:PrincipalTag/team}", "arn:aws:s3:::${aws:PrincipalTag/team, 'logs'}", "arn:aws:sns:*:*:${aws:nosuch}*",
		"arn:aws:iam::*:role/*", "arn:aws:iam::${aws:PrincipalAccount}:*", "arn:aws:sns", "orders", "*:*:*:*:*:*",
	},
	typNull: {"true", "false", "TRUE", "False", "perhaps"},
}

// operators lists the 27 base operators by the type they are made for.
var operators = []struct{ name, typ string }{
	{"StringEquals", typString},
	{"StringNotEquals", typString},
	{"StringEqualsIgnoreCase", typString},
	{"StringNotEqualsIgnoreCase", typString},
	{"StringLike", typString},
	{"StringNotLike", typString},
	{"NumericEquals", typNumber},
	{"NumericNotEquals", typNumber},
	{"NumericLessThan", typNumber},
	{"NumericLessThanEquals", typNumber},
	{"NumericGreaterThan", typNumber},
	{"NumericGreaterThanEquals", typNumber},
	{"DateEquals", typDate},
	{"DateNotEquals", typDate},
	{"DateLessThan", typDate},
	{"DateLessThanEquals", typDate},
	{"DateGreaterThan", typDate},
	{"DateGreaterThanEquals", typDate},
	{"Bool", typBool},
	{"BinaryEquals", typBinary},
	{"IpAddress", typAddress},
	{"NotIpAddress", typAddress},
	{"ArnEquals", typARN},
	{"ArnLike", typARN},
	{"ArnNotEquals", typARN},
	{"ArnNotLike", typARN},
	{"Null", typNull},
}

// grantOperations are the operations that a grant may name.
var grantOperations = []string{"Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "CreateGrant", "DescribeKey", "RetireGrant"}

// contextPairs are condition keys of a KMS encryption context.
var contextPairs = []key{
	{"kms:EncryptionContext:dept", typString, false, []string{"it", "it", "hr", "IT"}},
	{"kms:EncryptionContext:App", typString, false, []string{"x", "y"}},
}
