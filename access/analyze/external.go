package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// The resource types with ways of their own.
const (
	typeRole            = "AWS::IAM::Role"
	typeBucket          = "AWS::S3::Bucket"
	typeKey             = "AWS::KMS::Key"
	typeVolumeSnapshot  = "AWS::EC2::Snapshot"
	typeImage           = "AWS::EC2::Image"
	typeDBSnapshot      = "AWS::RDS::DBSnapshot"
	typeClusterSnapshot = "AWS::RDS::DBClusterSnapshot"
)

// External finds what outsiders can do with a resource.
//
// Precision: exact where Undetermined is empty; every access that there is, is
// under one of the findings.
func External(s *Subject, t *Trust) []Access {
	e := external{subject: s, trust: t, catalog: catalog.Embedded(), facts: authz.DefaultFacts()}
	var out []Access
	out = append(out, e.policy()...)
	out = append(out, e.services(out)...)
	out = append(out, e.accessPoints()...)
	out = append(out, e.acl()...)
	out = append(out, e.grants()...)
	out = append(out, e.sharing()...)
	out = widest(out)
	for i := range out {
		slices.Sort(out[i].Actions)
		e.confirm(&out[i])
	}
	return out
}

type external struct {
	subject *Subject
	trust   *Trust
	catalog *catalog.Catalog
	facts   *authz.Facts
}

func (e *external) question(p *authz.Policy) policyQuestion {
	q := policyQuestion{
		subject: e.subject, trust: e.trust, catalog: e.catalog, facts: e.facts,
		policy: p, layer: authz.LayerResource, resources: e.own(),
	}
	q.fixed = e.subject.owned(q.documents())
	return q
}

// owned are the keys that say whose the resource is, as far as documents ask
// for them: whoever calls, they hold this.
// Source: IAM User Guide "Global condition keys", aws:ResourceAccount,
// aws:ResourceOrgID.
func (s *Subject) owned(docs []*policy.Document) map[string]string {
	out := make(map[string]string)
	for key, value := range map[string]string{"aws:ResourceAccount": s.Account, "aws:ResourceOrgID": s.Organization} {
		asked := func(d *policy.Document) bool {
			return strings.Contains(strings.ToLower(string(d.Raw)), strings.ToLower(key))
		}
		if value != "" && slices.ContainsFunc(docs, asked) {
			out[key] = value
		}
	}
	return out
}

// own are the ARNs of the resource and of what lies in it.
func (e *external) own() []string {
	arn := e.subject.ARN
	out := []string{arn}
	switch e.subject.Type {
	case typeBucket, "AWS::DynamoDB::Table", "AWS::S3Express::DirectoryBucket", "AWS::Kinesis::Stream",
		"AWS::OpenSearchService::Domain", "AWS::ApiGateway::RestApi":
		out = append(out, arn+"/*")
	case "AWS::Lambda::Function":
		out = append(out, arn+":*")
	}
	return out
}

// policy: the resource's own policy. A bucket whose public access is
// restricted lets no outsider in through a policy that is public in S3's sense.
func (e *external) policy() (out []Access) {
	s := e.subject
	if s.Policy == nil {
		return nil
	}
	q := e.question(s.Policy)
	if s.Type != typeBucket {
		out = q.access()
		for i := range out {
			q.strangers(&out[i])
		}
		return out
	}
	if e.shut() {
		return nil
	}
	for _, a := range q.access() {
		out = append(out, e.throughPolicy(a))
	}
	return out
}

// shut tells whether Block Public Access keeps everybody out who is of another
// account.
func (e *external) shut() bool {
	s := e.subject
	return s.Policy != nil && e.block().RestrictPublicBuckets && eval.PublicPolicy(s.Policy.Document)
}

func (e *external) block() authz.PublicAccessBlock {
	return e.subject.Block.Union(e.subject.AccountBlock)
}

// throughPolicy names the source. A bucket that leaves access to the access
// points of another account is as open as these are: their policies are not
// read, so it counts as public while public access is not restricted.
// Source: IAM User Guide "Supported resource types", S3 (access-analyzer-resources).
func (e *external) throughPolicy(a Access) Access {
	a.Source = SourcePolicy
	for key, value := range a.Condition {
		foreign := ""
		switch {
		case strings.EqualFold(key, "s3:DataAccessPointAccount"):
			foreign = value
		case strings.EqualFold(key, "s3:DataAccessPointArn"):
			foreign = accountOf(value)
		}
		if foreign != "" {
			a.Source, a.AccessPoint = SourceAccessPointAccount, foreign
			a.Public = a.Principal == "*" && !e.block().RestrictPublicBuckets
		}
	}
	return a
}

func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}

// accessPoints: both the access point's policy and the bucket's must let a
// caller in. The access point's own block and its account's apply.
func (e *external) accessPoints() (out []Access) {
	s := e.subject
	if e.shut() {
		return nil
	}
	for i := range s.AccessPoints {
		ap := &s.AccessPoints[i]
		if ap.Policy == nil || s.Policy == nil {
			continue
		}
		restricted := ap.Block.Union(s.AccountBlock).RestrictPublicBuckets
		if restricted && !ap.VPCOnly && eval.PublicPolicy(ap.Policy.Document) {
			continue
		}
		q := e.question(ap.moved(s.ARN))
		q.with = s.Policy
		q.fixed = s.owned(q.documents())
		q.fixed["s3:DataAccessPointArn"], q.fixed["s3:DataAccessPointAccount"] = ap.ARN, ap.Account
		if ap.VPC != "" {
			q.fixed["aws:SourceVpc"] = ap.VPC
		}
		for _, a := range q.access() {
			a.Source, a.AccessPoint = SourceAccessPoint, ap.ARN
			if a.Request != nil {
				a.Request = ap.request(a.Request, s.ARN)
			}
			for j := range a.shown {
				if r := a.shown[j].request; r != nil {
					a.shown[j].request = ap.request(r, s.ARN)
				}
			}
			for j := range a.By {
				a.By[j].Policy = ap.Policy
			}
			a.through(ap)
			out = append(out, a)
		}
	}
	return out
}

// through settles what an access point's network adds: only from one VPC is
// never public.
func (a *Access) through(ap *AccessPoint) {
	for key := range a.Condition {
		if strings.EqualFold(key, "s3:DataAccessPointArn") || strings.EqualFold(key, "s3:DataAccessPointAccount") {
			delete(a.Condition, key) // the source says it
		}
	}
	switch {
	case ap.VPC != "":
		a.Condition["aws:SourceVpc"], a.Public = ap.VPC, false
	case ap.VPCOnly:
		a.Public = false
		a.Undetermined = "access point " + ap.ARN + " serves one VPC alone, and which one was not read"
	default:
		a.Public = a.Kind == "AWS" && a.Principal == "*" && len(a.Condition) == 0
	}
}

// moved gives the access point's policy as if it spoke of the bucket, so that
// both can be asked about one request.
func (ap *AccessPoint) moved(bucket string) *authz.Policy {
	d := *ap.Policy.Document
	d.Statements = slices.Clone(d.Statements)
	for i := range d.Statements {
		c := &d.Statements[i].Resource
		c.Values = slices.Clone(c.Values)
		for j := range c.Values {
			c.Values[j].Text = ap.movedText(c.Values[j].Text, bucket)
		}
	}
	p := *ap.Policy
	p.Document = &d
	return &p
}

// movedText: objects of the access point are those of the bucket.
func (ap *AccessPoint) movedText(text, bucket string) string {
	head, key, object := strings.Cut(text, "/object/")
	switch {
	case object && covers(head, ap.ARN):
		return bucket + "/" + key
	case text == ap.ARN:
		return bucket
	case !object && strings.HasSuffix(text, "*") && covers(text, ap.ARN+"/object/"):
		return bucket + "*"
	default:
		return text
	}
}

// request names the access point where the bucket was asked about.
func (ap *AccessPoint) request(r *symbolic.Request, bucket string) *symbolic.Request {
	out := *r
	if key, ok := strings.CutPrefix(r.Resource, bucket+"/"); ok {
		out.Resource = ap.ARN + "/object/" + key
	} else {
		out.Resource = ap.ARN
	}
	return &out
}
