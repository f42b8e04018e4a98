package analyze_test

import (
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/internal/sample"
)

func TestSample(t *testing.T) {
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := finding.ParseZone("organization")
	a, err := finding.New(finding.Analyzer{Name: "outside", Kind: finding.KindExternal, Zone: zone}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Outside(s, &a)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Candidates {
		t.Log(c.Resource, c.Principal, c.Actions, c.Condition, "public", c.IsPublic, c.Remark, c.Sources, c.Error, c.Undetermined, c.ResourceControlPolicyRestriction, analyze.Sentence(c.Witness), c.Evidence)
	}
}
