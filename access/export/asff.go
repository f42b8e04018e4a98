package export

import (
	"io"
	"strings"

	"sightline/access/finding"
)

type (
	asffFinding struct {
		SchemaVersion string            `json:"SchemaVersion"`
		ID            string            `json:"Id"`
		ProductARN    string            `json:"ProductArn"`
		GeneratorID   string            `json:"GeneratorId"`
		AccountID     string            `json:"AwsAccountId"`
		Types         []string          `json:"Types"`
		FirstObserved string            `json:"FirstObservedAt"`
		LastObserved  string            `json:"LastObservedAt"`
		CreatedAt     string            `json:"CreatedAt"`
		UpdatedAt     string            `json:"UpdatedAt"`
		Severity      asffSeverity      `json:"Severity"`
		Title         string            `json:"Title"`
		Description   string            `json:"Description"`
		SourceURL     string            `json:"SourceUrl,omitempty"`
		ProductFields map[string]string `json:"ProductFields"`
		Resources     []asffResource    `json:"Resources"`
		Workflow      asffWorkflow      `json:"Workflow"`
		RecordState   string            `json:"RecordState"`
	}
	asffSeverity struct {
		Label string `json:"Label"`
	}
	asffWorkflow struct {
		Status string `json:"Status"`
	}
	asffResource struct {
		Type      string `json:"Type"`
		ID        string `json:"Id"`
		Partition string `json:"Partition"`
		Region    string `json:"Region,omitempty"`
	}
)

// ASFF writes a list that `aws securityhub batch-import-findings --findings`
// takes, up to 100 at once and those of the calling account and Region.
// Source: Security Hub User Guide "AWS Security Finding Format"
// (securityhub-findings-format), read 2026-11.
func ASFF(w io.Writer, s Set) error {
	out := []asffFinding{}
	for i := range s.Findings {
		out = append(out, s.asff(&s.Findings[i]))
	}
	return indented(w, out)
}

func (s *Set) asff(f *finding.Finding) asffFinding {
	partition := partitionOf(f.Resource)
	region := f.Region
	if region == "" {
		region = homeRegion(partition)
	}
	out := asffFinding{
		SchemaVersion: "2018-10-08", ID: "sightline/" + f.ID, GeneratorID: "sightline/" + s.analyzer(f), AccountID: f.Account,
		ProductARN:    "arn:" + partition + ":securityhub:" + region + ":" + f.Account + ":product/" + f.Account + "/default",
		Types:         []string{"Software and Configuration Checks/AWS Security Best Practices/" + string(f.Type)},
		FirstObserved: when(&f.CreatedAt), LastObserved: when(&f.AnalyzedAt), CreatedAt: when(&f.CreatedAt), UpdatedAt: when(&f.UpdatedAt),
		Severity: asffSeverity{strings.ToUpper(string(f.Severity))},
		Title:    shortened(Title(f), 256), Description: shortened(Sentence(f), 1024), SourceURL: f.ConsoleURL,
		ProductFields: map[string]string{"sightline/Analyzer": s.analyzer(f), "sightline/Principal": shortened(Who(f), 1024)},
		Resources:     []asffResource{{asffType(f.ResourceType), f.Resource, partition, f.Region}},
		Workflow:      asffWorkflow{"NEW"}, RecordState: "ACTIVE",
	}
	switch f.Status {
	case finding.StatusArchived:
		out.Workflow.Status = "SUPPRESSED"
	case finding.StatusResolved:
		out.Workflow.Status, out.RecordState = "RESOLVED", "ARCHIVED"
	case finding.StatusNone, finding.StatusActive:
	}
	return out
}

// asffType is ASFF's name of a resource type: AWS::S3::Bucket is AwsS3Bucket.
// Source: Security Hub User Guide "Resources" (asff-resources-attributes).
func asffType(kind string) string {
	known := map[string]string{
		"AWS::S3::Bucket": "AwsS3Bucket", "AWS::IAM::Role": "AwsIamRole", "AWS::IAM::User": "AwsIamUser",
		"AWS::KMS::Key": "AwsKmsKey", "AWS::Lambda::Function": "AwsLambdaFunction", "AWS::SQS::Queue": "AwsSqsQueue",
		"AWS::SNS::Topic": "AwsSnsTopic", "AWS::SecretsManager::Secret": "AwsSecretsManagerSecret",
		"AWS::ECR::Repository": "AwsEcrRepository", "AWS::DynamoDB::Table": "AwsDynamoDbTable",
		"AWS::RDS::DBSnapshot": "AwsRdsDbSnapshot", "AWS::RDS::DBClusterSnapshot": "AwsRdsDbClusterSnapshot",
	}
	if name := known[kind]; name != "" {
		return name
	}
	return "Other"
}

func partitionOf(arn string) string {
	parts := strings.SplitN(arn, ":", 3)
	if len(parts) < 3 || parts[0] != "arn" {
		return "aws"
	}
	return parts[1]
}

// homeRegion serves findings about what has no Region.
func homeRegion(partition string) string {
	switch partition {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}
