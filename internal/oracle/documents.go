package oracle

import "slices"

// documents lists the documents of a layer that govern this request.
func (t *trial) documents(layer string) []Document {
	switch {
	case layer == layerRCP && t.governedByRCP():
		return ofLevels(t.policies.RCP)
	case layer == layerSCP && t.governedBySCP():
		return ofLevels(t.policies.SCP)
	case layer == layerResource:
		return ofOne(t.policies.Resource)
	case layer == layerEndpoint:
		return ofOne(t.policies.Endpoint)
	case !t.who.hasPolicies():
		return nil
	case layer == layerIdentity:
		return ofMany(t.policies.Identity)
	case layer == layerBoundary:
		return ofOne(t.policies.Boundary)
	case layer == layerSession:
		return ofMany(t.policies.Session)
	}
	return nil
}

func ofLevels(levels []Level) (docs []Document) {
	for _, level := range levels {
		docs = append(docs, ofMany(level.Policies)...)
	}
	return docs
}

func ofMany(policies []Policy) (docs []Document) {
	for _, p := range policies {
		docs = append(docs, p.Document)
	}
	return docs
}

func ofOne(p *Policy) []Document {
	if p == nil {
		return nil
	}
	return []Document{p.Document}
}

// everyLevelAllows: an Allow is needed at every level; policies of one level
// add up.
// Source: Organizations User Guide "SCP evaluation".
func (t *trial) everyLevelAllows(layer string) bool {
	levels := t.policies.SCP
	governed := t.governedBySCP()
	if layer == layerRCP {
		levels, governed = t.policies.RCP, t.governedByRCP()
	}
	if !governed {
		return true
	}
	for _, level := range levels {
		if !t.anyStatement(layer, "Allow", ofMany(level.Policies)) {
			return false
		}
	}
	return true
}

// governedBySCP: SCPs limit the users, roles and root users of member accounts,
// but no service-linked role.
func (t *trial) governedBySCP() bool { return t.who.account != "" && !t.who.serviceLinked() }

// governedByRCP: RCPs limit every caller but service-linked roles, on resources
// of the supported services. They leave out service-linked roles as resources,
// kms:RetireGrant, and actions without a resource type.
// Source: Organizations User Guide "Resource control policies".
func (t *trial) governedByRCP() bool {
	return !t.who.serviceLinked() && !isServiceLinked(t.request.Resource) && t.request.Resource != "*" &&
		t.action() != "kms:retiregrant" && slices.Contains(rcpServices[:], t.service())
}

// rcpServices are the prefixes of the services that RCPs support (2026-09-27).
var rcpServices = [...]string{
	"aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory",
	"cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline",
	"cognito-identity", "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer",
	"cost-optimization-hub", "dax", "dsql", "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms",
	"gamelift", "health", "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor",
	"notifications", "opensearch", "pca-connector-ad", "personalize", "polly", "pricing", "resource-groups",
	"rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin", "sqs", "sts", "support", "swf",
	"textract", "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray",
}
