package snapshot

import (
	"slices"
	"strings"
)

// Resource returns the resource that an ARN names or lies in: the bucket of an
// object, the access point of an object reached through it, the table of an
// index, the function of a version, the key behind a KMS alias; nil if the
// snapshot holds none.
func (s *Snapshot) Resource(arn string) *Resource {
	if r := s.exactResource(arn); r != nil {
		return r
	}
	if parent := s.parentResource(arn); parent != "" {
		return s.exactResource(parent)
	}
	return at(s.aliases, arn, s.data.Resources)
}

func (s *Snapshot) exactResource(arn string) *Resource {
	return at(s.resources, arn, s.data.Resources)
}

// within tells by which sign children of a service's resources are parted from
// their parent. Services whose names may hold the sign themselves (the
// repositories of ECR, secrets, parameters) are not in the list: there "a/b"
// is no part of "a".
func within(service string) string {
	switch service {
	case "s3", "s3express", "s3-outposts", "s3-object-lambda", "dynamodb", "kinesis", "es", "execute-api":
		return "/"
	case "lambda", "logs", "sns":
		return ":"
	default:
		return ""
	}
}

// parentResource returns the longest known ARN that holds the given one. A
// table's stream is none of its parts: it has a policy of its own.
// Source: DynamoDB Developer Guide "Using resource-based policies for DynamoDB"
// (access-control-resource-based), read 2026-11.
func (s *Snapshot) parentResource(arn string) string {
	p, ok := splitARN(arn)
	sign := within(p.service)
	if !ok || sign == "" || resourceType(p) == TypeStream {
		return ""
	}
	start := len(arn) - len(p.resource)
	for end := len(arn); ; {
		i := strings.LastIndex(arn[start:end], sign)
		if i < 0 {
			return ""
		}
		end = start + i
		if _, ok := s.resources[arn[:end]]; ok {
			return arn[:end]
		}
	}
}

// ResourceAccount returns the account that owns a resource: the one its ARN
// names, else the one the snapshot knows, else "". For "*" it is "", too: the
// caller's account, which the ARN does not tell.
func (s *Snapshot) ResourceAccount(arn string) string {
	if p, ok := splitARN(arn); ok && isAccountID(p.account) {
		return p.account
	}
	if r := s.Resource(arn); r != nil {
		return r.Account
	}
	return ""
}

// TypeOf returns the type of a resource: what the snapshot says, else what the
// ARN tells of buckets, access points, keys, instances and roles, else "".
func (s *Snapshot) TypeOf(arn string) string {
	if r := s.Resource(arn); r != nil {
		return r.Type
	}
	p, ok := splitARN(arn)
	if !ok {
		return ""
	}
	return typeOf(p)
}

func typeOf(p arnParts) string {
	kind, _, _ := strings.Cut(p.resource, "/")
	switch {
	case p.service == "s3" && p.region == "" && p.account == "":
		return TypeBucket
	case p.service == "s3" && kind == "accesspoint" && p.region != "": // without a Region: multi-Region
		return TypeAccessPoint
	case p.service == "kms" && kind == "key":
		return TypeKey
	case p.service == "ec2" && kind == "instance":
		return TypeInstance
	case p.service == "iam" && kind == "role":
		return TypeRole
	default:
		return ""
	}
}

// isObject tells whether an ARN names an S3 object, directly or through an
// access point.
func isObject(arn string) bool {
	p, ok := splitARN(arn)
	if !ok || p.service != "s3" {
		return false
	}
	if p.account == "" {
		return strings.Contains(p.resource, "/")
	}
	return strings.HasPrefix(p.resource, "accesspoint/") && strings.Contains(p.resource, "/object/")
}

// namespace is the middle part of CloudFormation's types for services whose
// name in ARNs is another one.
func namespace(service string) string {
	switch service {
	case "elasticfilesystem":
		return "EFS"
	case "es":
		return "OpenSearchService"
	case "kafka":
		return "MSK"
	case "execute-api", "apigateway":
		return "ApiGateway"
	case "s3-object-lambda":
		return "S3ObjectLambda"
	case "acm-pca":
		return "ACMPCA"
	case "states":
		return "StepFunctions"
	case "aoss":
		return "OpenSearchServerless"
	default:
		return service
	}
}

// mayBe tells whether a resource of this ARN can be of a type; an empty type
// is any.
func (p arnParts) mayBe(kind string) bool {
	if kind == "" {
		return true
	}
	if own := typeOf(p); own != "" && own != TypeRole {
		return own == kind
	}
	prefix := "AWS::" + namespace(p.service)
	return len(kind) >= len(prefix) && strings.EqualFold(kind[:len(prefix)], prefix) &&
		(len(kind) == len(prefix) || kind[len(prefix)] == ':')
}

// collected tells whether resources like the named one were read: then one
// that the snapshot does not hold does not exist.
func (s *Snapshot) collected(p arnParts, account string) bool {
	a := s.Account(account)
	return a != nil && a.reads(p.region) && slices.Contains(a.Collected, p.containerType())
}

// reads tells whether regional resources of a Region were read.
func (a *Account) reads(region string) bool {
	return region == "" || len(a.Regions) == 0 || slices.Contains(a.Regions, region)
}

// leftOut tells whether resources of such a type were read, but not those of
// the Region: the scan was limited to others. That is a choice, and no nature
// of the source.
func (s *Snapshot) leftOut(p arnParts, account string) (kind string, left bool) {
	a := s.Account(account)
	if a == nil || a.reads(p.region) {
		return "", false
	}
	if kind = p.containerType(); p.isAlias() {
		kind = TypeKey
	}
	return kind, slices.Contains(a.Collected, kind)
}

// withoutPolicy tells of the types whose resources have no policy.
// Source: IAM User Guide "AWS services that work with IAM"
// (reference_aws-services-that-work-with-iam), read 2026-11.
func withoutPolicy(kind string) bool {
	switch kind {
	case TypeInstance, "AWS::EKS::Cluster", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster":
		return true
	default:
		return shareable(kind)
	}
}

// shareable tells of the types that an attribute of their own shares.
func shareable(kind string) bool {
	switch kind {
	case TypeVolumeSnapshot, TypeImage, TypeDBSnapshot, TypeDBClusterSnapshot:
		return true
	default:
		return false
	}
}

// isAlias and isKey tell the two ways to name a KMS key.
func (p arnParts) isAlias() bool {
	return p.service == "kms" && strings.HasPrefix(p.resource, "alias/")
}

func (p arnParts) isKey() bool { return typeOf(p) == TypeKey }

// containerType is the type of what a resource of this ARN is or lies in: the
// bucket of an object, the table of an index.
func (p arnParts) containerType() string {
	if t := typeOf(p); t != "" {
		return t
	}
	if resourceType(p) == TypeStream {
		return TypeStream
	}
	kind, _, compound := p.kind()
	if t := cloudFormationType(p.service + ":" + kind); compound && t != "" && within(p.service) != "" {
		return t
	}
	return resourceType(p)
}
