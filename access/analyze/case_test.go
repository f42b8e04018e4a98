package analyze_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/internal/casefile"
)

func TestExternalCases(t *testing.T) {
	for _, file := range []string{"conformance/reason/external-access.json", "reasoning/external.json"} {
		for _, c := range externalCases(t, file) {
			judgeExternal(t, &c)
		}
	}
}

func externalCases(t *testing.T, name string) []casefile.Case {
	t.Helper()
	f, err := os.Open("../../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := casefile.Read(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func judgeExternal(t *testing.T, c *casefile.Case) {
	t.Helper()
	q := c.Reasoning.ExternalAccess
	subject, trust := analyze.FromCase(q)
	found, tolerated := analyze.External(subject, trust), casefile.Tolerated(q.Expect.Findings)
	for _, a := range found {
		if a.Undetermined != "" {
			t.Errorf("%s: %s", c.Name, a.Undetermined)
		}
	}
	got := casefile.Exploded(analyze.ToCase(found, subject), tolerated)
	if want := casefile.Exploded(q.Expect.Findings, tolerated); !slices.Equal(got, want) {
		t.Errorf("%s: %s\ngot  %s\nwant %s", c.Name, c.About, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

type recorded struct {
	Name     string          `json:"name"`
	Policy   json.RawMessage `json:"policy"`
	Resource string          `json:"resource"`
	Owner    string          `json:"resourceOwnerAccount"`
	Findings []struct {
		Principal map[string]string `json:"principal"`
		Action    []string          `json:"action"`
		Condition map[string]string `json:"condition"`
		IsPublic  bool              `json:"isPublic"`
	} `json:"findings"`
}

// TestRecordedFindings holds the analysis against what AWS answered.
func TestRecordedFindings(t *testing.T) {
	text, err := os.ReadFile("../../testdata/external-findings-recorded/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []recorded
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 16 {
		t.Fatalf("%d cases, want 16", len(list))
	}
	for _, c := range list {
		d := policy.Parse(c.Policy)
		s := &analyze.Subject{ARN: c.Resource, Type: "AWS::S3::Bucket", Account: c.Owner, Policy: &authz.Policy{Document: d}}
		began := time.Now()
		list := analyze.External(s, &analyze.Trust{Accounts: []string{c.Owner}})
		took := time.Since(began)
		var got, want []string
		for _, a := range list {
			if a.Undetermined != "" {
				t.Errorf("%s: %s", c.Name, a.Undetermined)
			}
			got = append(got, fmt.Sprintf("%s %s %v %v %v", a.Kind, a.Principal, a.Actions, a.Condition, a.Public))
		}
		for _, f := range c.Findings {
			for kind, who := range f.Principal {
				want = append(want, fmt.Sprintf("%s %s %v %v %v", kind, who, f.Action, f.Condition, f.IsPublic))
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d findings, AWS has %d\ngot  %s\nwant %s", c.Name, len(got), len(want), strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		t.Logf("%s: %d findings in %s", c.Name, len(got), took)
	}
}
