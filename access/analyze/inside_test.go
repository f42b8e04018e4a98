package analyze_test

import (
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/internal/sample"
)

func TestInsideSample(t *testing.T) {
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := finding.ParseZone("organization")
	a, err := finding.New(finding.Analyzer{
		Name: "inside", Kind: finding.KindInternal, Zone: zone,
		Include: []finding.Inclusion{{ResourceTypes: []string{"AWS::S3::Bucket", "AWS::IAM::Role", "AWS::KMS::Key"}}},
	}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Inside(s, &a)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Candidates {
		t.Log(c.Resource, c.Principal, len(c.Actions), c.Condition, c.Sources, c.Error, c.Undetermined, c.ResourceControlPolicyRestriction, c.ServiceControlPolicyRestriction)
	}
}
