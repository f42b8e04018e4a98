package snapshot

import "strings"

// kind is the first part of an ARN's resource, and whether more follows; in
// "key/1234" it is "key", in "/restapis/abc" "restapis", in a queue's ARN the
// queue's name.
func (p arnParts) kind() (kind, rest string, compound bool) {
	text := strings.TrimPrefix(p.resource, "/")
	cut := strings.IndexAny(text, "/:")
	if cut < 0 {
		return text, "", false
	}
	return text[:cut], text[cut+1:], true
}

// ResourceTypeOf gives the type that an ARN's form tells, in CloudFormation's
// spelling where it is known, else "service:kind", or the service alone for
// ARNs that name no kind; "" for a text that is no ARN. It looks nothing up.
// Source: Service Authorization Reference, "Resource types defined by …"
// (ARN forms), and CloudFormation's resource type reference, read 2026-11.
func ResourceTypeOf(arn string) string {
	a, ok := splitARN(arn)
	if !ok {
		return ""
	}
	return resourceType(a)
}

func resourceType(a arnParts) string {
	kind, rest, compound := a.kind()
	if !compound {
		if t := plainType(a.service); t != "" {
			return t
		}
		if t := cloudFormationType(a.service + ":" + kind); t != "" {
			return t
		}
		return a.service
	}
	key := a.service + ":" + kind
	if sub := subType(a, key, rest); sub != "" {
		key += "/" + sub
	}
	if t := cloudFormationType(key); t != "" {
		return t
	}
	return key
}

// subType tells kinds apart whose ARNs begin alike.
func subType(a arnParts, key, rest string) string {
	switch {
	case key == "s3:accesspoint" && a.region == "":
		return "global"
	case key != "dynamodb:table":
		return ""
	}
	for _, sub := range []string{"stream", "index", "backup"} {
		if strings.Contains(rest, "/"+sub+"/") {
			return sub
		}
	}
	return ""
}

// plainType knows the ARNs that hold a name and nothing else.
func plainType(service string) string {
	switch service {
	case "s3":
		return "AWS::S3::Bucket"
	case "sns":
		return "AWS::SNS::Topic"
	case "sqs":
		return "AWS::SQS::Queue"
	}
	return ""
}

// cloudFormationType is the table of types that collectors bring; empty
// for what is not in it.
func cloudFormationType(key string) string {
	switch key {
	case "acm-pca:certificate-authority":
		return "AWS::ACMPCA::CertificateAuthority"
	case "apigateway:restapis":
		return "AWS::ApiGateway::RestApi"
	case "backup:backup-vault":
		return "AWS::Backup::BackupVault"
	case "codeartifact:domain":
		return "AWS::CodeArtifact::Domain"
	case "codeartifact:repository":
		return "AWS::CodeArtifact::Repository"
	case "codebuild:project":
		return "AWS::CodeBuild::Project"
	case "dynamodb:table":
		return "AWS::DynamoDB::Table"
	case "ec2:instance":
		return "AWS::EC2::Instance"
	case "ec2:subnet":
		return "AWS::EC2::Subnet"
	case "ec2:vpc":
		return "AWS::EC2::VPC"
	case "ec2:vpc-endpoint":
		return "AWS::EC2::VPCEndpoint"
	case "ecr:repository":
		return "AWS::ECR::Repository"
	case "ecs:cluster":
		return "AWS::ECS::Cluster"
	case "eks:access-entry":
		return "AWS::EKS::AccessEntry"
	case "eks:cluster":
		return "AWS::EKS::Cluster"
	case "elasticfilesystem:file-system":
		return "AWS::EFS::FileSystem"
	case "es:domain":
		return "AWS::OpenSearchService::Domain"
	case "events:event-bus":
		return "AWS::Events::EventBus"
	case "iam:instance-profile":
		return "AWS::IAM::InstanceProfile"
	case "iam:oidc-provider":
		return "AWS::IAM::OIDCProvider"
	case "iam:saml-provider":
		return "AWS::IAM::SAMLProvider"
	case "iot:policy":
		return "AWS::IoT::Policy"
	case "kafka:cluster":
		return "AWS::MSK::Cluster"
	case "kinesis:stream":
		return "AWS::Kinesis::Stream"
	case "kms:alias":
		return "AWS::KMS::Alias"
	case "kms:key":
		return "AWS::KMS::Key"
	case "lambda:function":
		return "AWS::Lambda::Function"
	case "lambda:layer":
		return "AWS::Lambda::LayerVersion"
	case "logs:log-group":
		return "AWS::Logs::LogGroup"
	case "rds:cluster":
		return "AWS::RDS::DBCluster"
	case "rds:db":
		return "AWS::RDS::DBInstance"
	case "s3:accesspoint":
		return "AWS::S3::AccessPoint"
	case "s3:accesspoint/global":
		return "AWS::S3::MultiRegionAccessPoint"
	case "s3express:bucket":
		return "AWS::S3Express::DirectoryBucket"
	case "s3-object-lambda:accesspoint":
		return "AWS::S3ObjectLambda::AccessPoint"
	case "s3tables:bucket":
		return "AWS::S3Tables::TableBucket"
	case "secretsmanager:secret":
		return "AWS::SecretsManager::Secret"
	case "ses:identity":
		return "AWS::SES::EmailIdentity"
	case "sso:instance":
		return "AWS::SSO::Instance"
	case "sso:permissionSet":
		return "AWS::SSO::PermissionSet"
	case "states:stateMachine":
		return "AWS::StepFunctions::StateMachine"
	}
	return ""
}
