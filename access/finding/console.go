package finding

import (
	"net/url"
	"strings"

	"sightline/iam/arn"
)

// ConsoleURL is where AWS's console shows a resource; empty for what is no ARN
// and for partitions without a known console. region serves resources whose ARN
// names none, such as buckets. Types without an address of their own go through
// the console's redirection of ARNs.
//
// Source: AWS documents none of these addresses; they are those of the console
// in 2026-11.
func ConsoleURL(resource, region string) string {
	a, err := arn.Parse(resource)
	if err != nil {
		return ""
	}
	host := consoleHost(a.Partition())
	if host == "" {
		return ""
	}
	if a.Region() != "" {
		region = a.Region()
	}
	if page := consolePage(a, region); page != "" {
		return "https://" + host + page
	}
	return "https://" + host + "/go/view?arn=" + url.QueryEscape(resource)
}

func consoleHost(partition string) string {
	switch partition {
	case "aws":
		return "console.aws.amazon.com"
	case "aws-cn":
		return "console.amazonaws.cn"
	case "aws-us-gov":
		return "console.amazonaws-us-gov.com"
	}
	return ""
}

// consolePage is the path with query and fragment; empty for other types.
func consolePage(a arn.ARN, region string) string {
	switch a.Service() {
	case "s3", "s3express":
		return bucketPage(a, region)
	case "iam":
		return identityPage(a)
	case "lambda":
		return lambdaPage(a, region)
	case "sqs":
		return servicePage("sqs/v3", region) + "#/queues/" + url.QueryEscape(queueURL(a, region))
	case "sns":
		return servicePage("sns/v3", region) + "#/topic/" + a.String()
	case "secretsmanager":
		return "/secretsmanager/secret?name=" + url.QueryEscape(secretName(a.Resource())) + "&region=" + region
	case "ecr":
		return "/ecr/repositories/private/" + a.Account() + "/" + escapePath(after(a.Resource(), "repository/")) + "?region=" + region
	case "dynamodb":
		return servicePage("dynamodbv2", region) + "#table?name=" + url.QueryEscape(segment(a.Resource(), 1))
	}
	return plainPage(a, region)
}

// plainPage covers resources "kind/id" or "kind:id" with a page by their id.
func plainPage(a arn.ARN, region string) string {
	kind, id := cutKind(a.Resource())
	switch a.Service() + ":" + kind {
	case "kms:key":
		return servicePage("kms", region) + "#/kms/keys/" + id
	case "elasticfilesystem:file-system":
		return servicePage("efs", region) + "#/file-systems/" + id
	case "ec2:snapshot":
		return servicePage("ec2", region) + "#SnapshotDetails:snapshotId=" + id
	case "ec2:image":
		return servicePage("ec2", region) + "#ImageDetails:imageId=" + id
	case "rds:snapshot", "rds:cluster-snapshot":
		return servicePage("rds", region) + "#db-snapshot:id=" + id
	case "backup:backup-vault":
		return servicePage("backup", region) + "#/backupvaults/details/" + id
	case "kinesis:stream":
		return servicePage("kinesis", region) + "#/streams/details/" + id + "/details"
	}
	return ""
}

func servicePage(service, region string) string {
	if region == "" {
		return "/" + service + "/home"
	}
	return "/" + service + "/home?region=" + region
}

func bucketPage(a arn.ARN, region string) string {
	query := "?tab=permissions"
	if region != "" {
		query = "?region=" + region + "&tab=permissions"
	}
	switch kind, rest := cutKind(a.Resource()); {
	case a.Service() == "s3express" && kind == "bucket":
		return "/s3/directory-buckets/" + url.PathEscape(rest) + query
	case a.Service() == "s3" && a.Account() == "":
		return "/s3/buckets/" + url.PathEscape(segment(a.Resource(), 0)) + query
	case a.Service() == "s3" && kind == "accesspoint" && a.Region() != "":
		return "/s3/ap/" + a.Account() + "/" + url.PathEscape(segment(rest, 0)) + query
	}
	return ""
}

func identityPage(a arn.ARN) string {
	kind, rest := cutKind(a.Resource())
	switch kind {
	case "role", "user":
		return "/iam/home#/" + kind + "s/details/" + url.QueryEscape(rest[strings.LastIndexByte(rest, '/')+1:])
	case "policy":
		return "/iam/home#/policies/details/" + url.QueryEscape(a.String())
	}
	return ""
}

func lambdaPage(a arn.ARN, region string) string {
	parts := strings.Split(a.Resource(), ":")
	page := servicePage("lambda", region)
	switch {
	case len(parts) == 3 && parts[0] == "layer":
		return page + "#/layers/" + parts[1] + "/versions/" + parts[2]
	case len(parts) == 2 && parts[0] == "function":
		return page + "#/functions/" + parts[1] + "?tab=configure"
	case len(parts) == 3 && parts[0] == "function" && strings.Trim(parts[2], "0123456789") == "":
		return page + "#/functions/" + parts[1] + "/versions/" + parts[2]
	case len(parts) == 3 && parts[0] == "function":
		return page + "#/functions/" + parts[1] + "/aliases/" + parts[2]
	}
	return ""
}

// queueURL is how the console names a queue.
func queueURL(a arn.ARN, region string) string {
	host := "amazonaws.com"
	if a.Partition() == "aws-cn" {
		host = "amazonaws.com.cn"
	}
	return "https://sqs." + region + "." + host + "/" + a.Account() + "/" + a.Resource()
}

// secretName leaves out the six characters that AWS adds to a secret's name.
// Source: Secrets Manager API Reference, CreateSecret, read 2026-11.
func secretName(resource string) string {
	name := after(resource, "secret:")
	if i := len(name) - 7; i > 0 && name[i] == '-' {
		return name[:i]
	}
	return name
}
