package finding

import (
	"testing"

	"sightline/iam/catalog"
)

func TestSeverity(t *testing.T) {
	external := func(public bool, actions ...string) Candidate {
		return Candidate{Type: TypeExternalAccess, IsPublic: public, Actions: actions, ResourceType: "AWS::S3::Bucket"}
	}
	snapshotShared := Candidate{Type: TypeExternalAccess, ResourceType: "AWS::EC2::Snapshot"}
	for _, c := range []struct {
		sentence  string
		candidate Candidate
		want      Severity
	}{
		{"public write is critical", external(true, "s3:GetObject", "s3:PutObject"), SeverityCritical},
		{"public permissions are critical", external(true, "s3:PutBucketPolicy"), SeverityCritical},
		{"public tagging is critical", external(true, "s3:PutObjectTagging"), SeverityCritical},
		{"public access to actions nobody knows is critical", external(true, "s3:NeverHeardOf"), SeverityCritical},
		{"public read and list are high", external(true, "s3:GetObject", "s3:ListBucket"), SeverityHigh},
		{"write from outside is high", external(false, "s3:DeleteObject"), SeverityHigh},
		{"assuming a role from outside is high", external(false, "sts:AssumeRole"), SeverityHigh},
		{"read from outside is medium", external(false, "s3:GetObject"), SeverityMedium},
		{"a pattern of reads is read", external(false, "s3:GetObject*"), SeverityMedium},
		{"a pattern with a write is write", external(false, "s3:*"), SeverityHigh},
		{"a pattern of nothing known is write", external(false, "s3:Never*"), SeverityHigh},
		{"every action is write", external(true, "*"), SeverityCritical},
		{"no actions are write", external(true), SeverityCritical},
		{"a shared snapshot is read", snapshotShared, SeverityMedium},
		{"a public snapshot is high", with(snapshotShared, func(c *Candidate) { c.IsPublic = true }), SeverityHigh},
		{"a service that may read is medium", Candidate{Type: TypeServicePrincipalAccess, Actions: []string{"s3:GetObject"}}, SeverityMedium},
		{"a service that may write is high", Candidate{Type: TypeServicePrincipalAccess, Actions: []string{"sqs:SendMessage"}}, SeverityHigh},
		{"internal access is low", Candidate{Type: TypeInternalAccess, Actions: []string{"s3:PutObject"}}, SeverityLow},
		{"unused access is low", Candidate{Type: TypeUnusedRole}, SeverityLow},
		{"what could not be analysed is medium", denied(), SeverityMedium},
		{"what could not be analysed for internal access is low", with(denied(), func(c *Candidate) { c.Type = TypeInternalAccess }), SeverityLow},
	} {
		if got := SeverityOf(&c.candidate, catalog.Embedded()); got != c.want {
			t.Errorf("%s: %s", c.sentence, got)
		}
	}
}
