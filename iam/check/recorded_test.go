package check_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sightline/iam/check"
	"sightline/internal/casefile"
)

const testdata = "../../testdata/"

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// A sample is a reference policy with candidates and what AWS's authors say of
// them.
type sample struct {
	File, Title, PolicyType string
	Reference               casefile.Document
	Candidates              []candidate
}

type candidate struct {
	Title, Verdict string
	Policy         casefile.Document
}

// disagreements are the candidates of which we say something else, by file and
// number, with what we say. docs/semantics/reasoning-recorded.md argues each.
var disagreements = map[string]map[int]check.Result{
	// The name "MySensitiveStack" behind a second "stack/" is covered by both.
	"identity-policies/check-access-to-sensitive-resource/cloudformation-stack.md": {0: check.Fail},
}

// TestCustomPolicyChecks holds our verdicts against AWS's samples.
func TestCustomPolicyChecks(t *testing.T) {
	var samples []sample
	readJSON(t, testdata+"custom-policy-checks/cases.json", &samples)
	count := 0
	for _, s := range samples {
		for i, c := range s.Candidates {
			count++
			want := check.Result(c.Verdict)
			if other, argued := disagreements[s.File][i]; argued {
				if want == other {
					t.Errorf("%s %d: nothing to argue about", s.File, i)
				}
				want = other
			}
			a := check.NoNewAccess(s.Reference.Document, c.Policy.Document, check.Options{Kind: kind(s.PolicyType)})
			if a.Result != want {
				t.Errorf("%s %d: %s, want %s: %s\n%s\n%+v", s.File, i, a.Result, want, c.Title, a.Message, a.Reasons)
			}
		}
	}
	if count != 58 {
		t.Errorf("%d candidates, want 58", count)
	}
}

// A plan is what Terraform prints of what it would create.
type plan struct {
	Values struct {
		Root struct {
			Resources []struct {
				Address, Type string
				Values        struct {
					Policy       string
					AssumeRole   string                    `json:"assume_role_policy"`
					InlinePolicy []struct{ Policy string } `json:"inline_policy"`
				}
			}
		} `json:"root_module"`
	} `json:"planned_values"`
}

// planned lists the policies of a plan under the names that the validator gives
// them: those of identities, and those of resources.
func planned(t *testing.T, p *plan) (identity, resource map[string]string) {
	t.Helper()
	identity, resource = make(map[string]string), make(map[string]string)
	for _, r := range p.Values.Root.Resources {
		switch r.Type {
		case "aws_iam_user_policy", "aws_iam_role_policy", "aws_iam_policy":
			identity[r.Address] = r.Values.Policy
		case "aws_s3_bucket_policy":
			resource[r.Address] = r.Values.Policy
		case "aws_iam_role":
			resource[r.Address] = r.Values.AssumeRole
			for i, in := range r.Values.InlinePolicy {
				identity[r.Address+".inline_policy."+string(rune('0'+i))] = in.Policy
			}
		}
	}
	return identity, resource
}

// TestTerraformPolicyValidator holds our answers against those of AWS's
// service that the validator's tests recorded.
func TestTerraformPolicyValidator(t *testing.T) {
	for _, name := range []string{"multiple_policies", "role_inline_assume_policy"} {
		dir := filepath.Join(testdata, "tf-policy-validator", name)
		var p plan
		readJSON(t, filepath.Join(dir, "test_plan.json"), &p)
		identity, resource := planned(t, &p)
		holdAgainst(t, dir, "identity", identity, check.Identity)
		holdAgainst(t, dir, "resource", resource, check.Resource)
	}
}

// recorded is what the validator reported: a policy of which it says nothing
// passed.
type recorded struct {
	BlockingFindings []struct {
		PolicyName string `json:"policyName"`
		Details    struct {
			Result  string
			Reasons []struct{ StatementIndex int }
		}
	}
}

func holdAgainst(t *testing.T, dir, what string, policies map[string]string, k check.Kind) {
	t.Helper()
	var reference casefile.Document
	readJSON(t, filepath.Join(dir, what+"_reference_policy.json"), &reference)
	var want recorded
	readJSON(t, filepath.Join(dir, what+"_findings.json"), &want)
	if len(policies) == 0 || len(want.BlockingFindings) == 0 {
		t.Fatalf("%s: %d policies, %d findings", dir, len(policies), len(want.BlockingFindings))
	}
	failing := make(map[string]int)
	for _, f := range want.BlockingFindings {
		failing[f.PolicyName] = f.Details.Reasons[0].StatementIndex
	}
	for name, text := range policies {
		var doc casefile.Document
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		a := check.NoNewAccess(reference.Document, doc.Document, check.Options{Kind: k})
		index, fails := failing[name]
		if (a.Result == check.Fail) != fails || fails && a.Reasons[0].StatementIndex != index {
			t.Errorf("%s %s: %s %+v, recorded: fails %v, statement %d", dir, name, a.Result, a.Reasons, fails, index)
		}
		delete(failing, name)
	}
	if len(failing) > 0 {
		t.Errorf("%s: the plan does not have %v", dir, failing)
	}
}
