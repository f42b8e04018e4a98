package emulator

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// A Call is one request to AWS, as far as its envelope tells.
type Call struct {
	Service   string // as in the IAM action: iam, s3, …; s3control apart from s3
	Operation string // "ListUsers"
	Region    string // of the signature
	Key       string // access key id of the caller
	Account   string // of the caller, where the proxy has seen the role assumed
	// Subject is what it is about: a bucket, or the role to be assumed.
	Subject string
	// ExternalID that AssumeRole gave.
	ExternalID string
}

// Name is "iam:ListUsers".
func (c Call) Name() string { return c.Service + ":" + c.Operation }

// protocol is the wire format of a service.
type protocol int

const (
	query    protocol = iota // form in, XML out
	ec2query                 // the same with errors of another shape
	rpcJSON                  // X-Amz-Target, JSON
	restJSON
	restXML
)

func (c Call) protocol() protocol {
	switch c.Service {
	case "ec2":
		return ec2query
	case "organizations", "kms":
		return rpcJSON
	case "eks", "account":
		return restJSON
	case "s3", "s3control":
		return restXML
	default:
		return query
	}
}

// identify reads service and operation from a request.
// Source: "AWS SigV4: credential scope"; the protocols of Smithy (awsQuery,
// ec2Query, awsJson, restJson1, restXml), read 2026-11.
func identify(r *http.Request, body []byte) Call {
	c := scope(r.Header.Get("Authorization"))
	form, _ := url.ParseQuery(string(body)) // what is no form has no Action
	switch target := r.Header.Get("X-Amz-Target"); {
	case target != "":
		c.Operation = target[strings.LastIndexByte(target, '.')+1:]
	case form.Get("Action") != "":
		c.Operation, c.Subject = form.Get("Action"), form.Get("RoleArn")
		c.ExternalID = form.Get("ExternalId")
	case strings.HasPrefix(r.URL.Path, "/v20180820/"):
		c.Service, c.Operation = "s3control", controlOperation(r)
	case c.Service == "s3":
		c.Subject, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		c.Operation = bucketOperation(r, c.Subject)
	default:
		c.Operation = restOperation(r)
	}
	return c
}

// scope reads "Credential=KEY/DATE/REGION/SERVICE/aws4_request".
func scope(authorization string) Call {
	_, rest, _ := strings.Cut(authorization, "Credential=")
	credential, _, _ := strings.Cut(rest, ",")
	parts := strings.Split(credential, "/")
	if len(parts) < 5 {
		return Call{}
	}
	return Call{Key: parts[0], Region: parts[2], Service: parts[3]}
}

// bucketOperation names the operation of S3 by method and sub-resource.
func bucketOperation(r *http.Request, bucket string) string {
	if bucket == "" {
		return "ListBuckets"
	}
	if r.Method == http.MethodHead {
		return "HeadBucket"
	}
	verb := strings.ToUpper(r.Method[:1]) + strings.ToLower(r.Method[1:])
	names := map[string]string{
		"policy": "BucketPolicy", "policyStatus": "BucketPolicyStatus", "acl": "BucketAcl", "ownershipControls": "BucketOwnershipControls",
		"publicAccessBlock": "PublicAccessBlock", "tagging": "BucketTagging", "location": "BucketLocation",
		"abac": "BucketAbac", "encryption": "BucketEncryption", "versioning": "BucketVersioning",
	}
	for key := range r.URL.Query() {
		if names[key] != "" {
			return verb + names[key]
		}
	}
	if verb == http.MethodGet[:1]+"et" {
		return "ListObjects"
	}
	return verb + "Bucket"
}

func controlOperation(r *http.Request) string {
	switch path := strings.TrimPrefix(r.URL.Path, "/v20180820/"); {
	case path == "configuration/publicAccessBlock":
		return "GetPublicAccessBlock"
	case path == "accesspoint":
		return "ListAccessPoints"
	case strings.HasSuffix(path, "/policy"):
		return "GetAccessPointPolicy"
	case strings.HasSuffix(path, "/policyStatus"):
		return "GetAccessPointPolicyStatus"
	case strings.HasPrefix(path, "accesspoint/"):
		return "GetAccessPoint"
	default:
		return r.Method + " " + path
	}
}

// restOperation names operations of EKS and of Account Management.
func restOperation(r *http.Request) string {
	shapes := []struct{ path, operation string }{
		{`^/clusters$`, "ListClusters"},
		{`^/clusters/[^/]+$`, "DescribeCluster"},
		{`^/clusters/[^/]+/access-entries$`, "ListAccessEntries"},
		{`^/clusters/[^/]+/access-entries/.+/access-policies$`, "ListAssociatedAccessPolicies"},
		{`^/clusters/[^/]+/access-entries/.+$`, "DescribeAccessEntry"},
		{`^/clusters/[^/]+/pod-identity-associations$`, "ListPodIdentityAssociations"},
		{`^/clusters/[^/]+/pod-identity-associations/.+$`, "DescribePodIdentityAssociation"},
		{`^/clusters/[^/]+/node-groups$`, "ListNodegroups"},
		{`^/clusters/[^/]+/node-groups/.+$`, "DescribeNodegroup"},
		{`^/tags/.+$`, "ListTagsForResource"},
		{`^/listRegions$`, "ListRegions"},
	}
	for _, s := range shapes {
		if regexp.MustCompile(s.path).MatchString(r.URL.Path) {
			return s.operation
		}
	}
	return r.Method + " " + r.URL.Path
}
