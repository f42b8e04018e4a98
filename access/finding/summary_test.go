package finding

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The text is what docs/formats/finding.md shows.
func TestSummary(t *testing.T) {
	statement := 1
	f := once(with(reading(), func(c *Candidate) {
		c.Principal = map[string]string{"AWS": "*"}
		c.Condition = map[string]string{"aws:SourceVpc": "vpc-1a2b3c4d"}
		c.Evidence = []Evidence{{Layer: "resource", Policy: "shop-data", Kind: "resource", Statement: &statement, SID: "Partner", File: "s3.json", Line: 12}}
		c.Sources = []Source{{Type: "POLICY"}, {Type: "S3_ACCESS_POINT", AccessPointARN: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap"}}
		c.ResourceControlPolicyRestriction = "NOT_APPLICABLE"
		c.Witness.Context = map[string][]string{"aws:SourceVpc": {"vpc-1a2b3c4d"}}
	}))[0]
	var got strings.Builder
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(f.Summary()); err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../../docs/formats/finding.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), "```json\n"+got.String()+"```") {
		t.Errorf("docs/formats/finding.md does not show\n%s", got.String())
	}
}

func TestDetails(t *testing.T) {
	used := until(noon)
	services := []UnusedService{
		{Namespace: "sqs", LastAccessed: used},
		{Namespace: "s3", Actions: []UnusedAction{{Action: "PutObject", LastAccessed: used}, {Action: "DeleteObject"}}},
	}
	for want, c := range map[string]Candidate{
		`[{"unusedIamRoleDetails":{"lastAccessed":"2026-11-20T12:00:00Z"}}]`: {Type: TypeUnusedRole, Unused: &Unused{LastAccessed: used}},
		`[{"unusedIamUserPasswordDetails":{}}]`:                              {Type: TypeUnusedPassword},
		`[{"unusedIamUserAccessKeyDetails":{"accessKeyId":"AKIA1"}}]`:        {Type: TypeUnusedAccessKey, Unused: &Unused{AccessKeyID: "AKIA1"}},
		`[{"internalAccessDetails":{"action":[],"condition":{},"principal":{"AWS":"x"},"accessType":"INTRA_ORG","principalOwnerAccount":"111122223333","principalType":"IAM_USER","serviceControlPolicyRestriction":"APPLIED"}}]`: {
			Type: TypeInternalAccess, Principal: map[string]string{"AWS": "x"}, ServiceControlPolicyRestriction: "APPLIED",
			Internal: &Internal{PrincipalOwnerAccount: home, PrincipalType: "IAM_USER", AccessType: "INTRA_ORG"},
		},
		`[{"externalAccessDetails":{"action":[],"condition":{},"principal":{"Service":"sns.amazonaws.com"},"isPublic":false}}]`: {
			Type: TypeServicePrincipalAccess, Principal: map[string]string{"Service": "sns.amazonaws.com"},
		},
		`[]`: denied(),
		`[{"unusedPermissionDetails":{"serviceNamespace":"s3","actions":[{"action":"DeleteObject"},{"action":"PutObject","lastAccessed":"2026-11-20T12:00:00Z"}]}},{"unusedPermissionDetails":{"serviceNamespace":"sqs","lastAccessed":"2026-11-20T12:00:00Z"}}]`: {
			Type: TypeUnusedPermission, Unused: &Unused{Services: services},
		},
	} {
		s := once(c)[0]
		got, err := json.Marshal(s.Summary().FindingDetails)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.Type, err, got, want)
		}
		if sum := s.Summary(); c.Type == TypeUnusedPermission && (sum.NumberOfUnusedServices != 1 || sum.NumberOfUnusedActions != 2) {
			t.Errorf("%d services, %d actions", sum.NumberOfUnusedServices, sum.NumberOfUnusedActions)
		}
	}
}
