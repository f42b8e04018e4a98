package finding

import (
	"reflect"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	f := once(with(reading(), func(c *Candidate) {
		c.Condition = map[string]string{"aws:SourceVpc": "vpc-1"}
		c.Actions = []string{"s3:GetObject", "s3:ListBucket"}
		c.ResourceControlPolicyRestriction = "NOT_APPLICABLE"
	}))[0]
	for filter, want := range map[string]bool{
		"":                                                true,
		"resource=" + bucketARN:                           true,
		"resource=arn:aws:s3:::other":                     false,
		"resource~shop":                                   true,
		"resource~Shop":                                   false,
		"resourceType=AWS::S3::Bucket":                    true,
		"resourceOwnerAccount!=111122223333":              false,
		"resourceOwnerAccount!=222233334444":              true,
		"isPublic=false":                                  true,
		"isPublic=true":                                   false,
		"isPublic?=true":                                  true,
		"status=ACTIVE":                                   true,
		"status=ACTIVE status=ARCHIVED":                   true,
		"status!=ACTIVE status!=ARCHIVED":                 false,
		"error?=false":                                    true,
		"error?=true":                                     false,
		"error!=ACCESS_DENIED":                            true,
		"principal.AWS=444455556666":                      true,
		"principal.AWS~4444":                              true,
		"principal.Federated?=true":                       false,
		"principal.Federated!=x":                          true,
		"condition.aws:SourceVpc=vpc-1":                   true,
		"condition.AWS:sourcevpc=vpc-1":                   true,
		"condition.aws:SourceIp?=true":                    false,
		"condition.aws:SourceVpc?=true":                   true,
		"action=s3:ListBucket":                            true,
		"action!=s3:ListBucket":                           false,
		"severity=medium isPublic=false":                  true,
		"severity=medium isPublic=true":                   false,
		"findingType=ExternalAccess":                      true,
		"externalPrincipalType=AWS":                       true,
		"region=eu-west-1 stale=false":                    true,
		"undetermined=true":                               false,
		"resourceControlPolicyRestriction=NOT_APPLICABLE": true,
		"serviceControlPolicyRestriction?=true":           false,
		"owner?=true":                                     false,
		"id=" + f.ID:                                      true,
	} {
		parsed, err := ParseFilter(strings.Fields(filter), UseList)
		if err != nil || parsed.Match(&f) != want {
			t.Errorf("%s: %v, want %v", filter, err, want)
		}
	}
	if (Filter{"nonsense": {Eq: []string{"x"}}}).Match(&f) {
		t.Error("an unknown key chooses a finding")
	}
}

func TestParseFilterRefuses(t *testing.T) {
	many := strings.Split(strings.Repeat("resource=x ", 21), " ")[:21]
	for _, c := range []struct {
		criteria []string
		use      Use
		want     string
	}{
		{[]string{"resource"}, UseList, "write key=value"},
		{[]string{""}, UseList, "write key=value"},
		{[]string{"=x"}, UseList, "write key=value"},
		{[]string{"resource!x"}, UseList, "write key=value"},
		{[]string{"nonsense=x"}, UseList, `"nonsense" is no key: the keys are action, condition.KEY, error`},
		{[]string{"condition.=x"}, UseList, "is no key"},
		{[]string{"principal.aws=x"}, UseList, "is no key"},
		{[]string{"status=ACTIV"}, UseList, "write one of ACTIVE, ARCHIVED, RESOLVED"},
		{[]string{"isPublic=yes"}, UseList, "write one of true, false"},
		{[]string{"error?=maybe"}, UseList, "write error?=true or error?=false"},
		{[]string{"error?=true", "error?=false"}, UseList, "once"},
		{[]string{"status=ACTIVE"}, UseArchiveRule, `"status" does not serve in the filter of an archive rule`},
		{[]string{"id=x"}, UseArchiveRule, "does not serve"},
		{[]string{"resource=" + strings.Repeat("x", maxText+1)}, UseList, "longer than 4096 bytes"},
		{many, UseList, "21 values for one operator, the limit is 20"},
	} {
		_, err := ParseFilter(c.criteria, c.use)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 600 {
			t.Errorf("%.60q: %.600v, want %q", c.criteria, err, c.want)
		}
	}
}

func TestKeysOfAWSServeTheirUses(t *testing.T) {
	all := []string{
		"resource", "resourceType", "resourceOwnerAccount", "findingType", "isPublic", "resourceControlPolicyRestriction",
		"serviceControlPolicyRestriction", "error", "principal.AWS", "principal.Federated", "condition.aws:PrincipalArn",
		"condition.aws:PrincipalOrgID", "condition.kms:CallerAccount", "condition.cognito-identity.amazonaws.com:aud", "condition.aws:VpceOrgPaths",
	}
	for _, use := range []Use{UseList, UseArchiveRule, UsePreview} {
		for _, name := range all {
			if err := (Filter{name: {Eq: []string{"x"}}}).Validate(use); err != nil {
				t.Errorf("%s: %v", use, err)
			}
		}
		for _, name := range []string{"status", "id"} {
			err := (Filter{name: {Eq: []string{"x"}}}).Validate(use)
			if (err == nil) != (use != UseArchiveRule) {
				t.Errorf("%s in %s: %v", name, use, err)
			}
		}
	}
}

func TestACriterionNeedsAnOperator(t *testing.T) {
	if err := (Filter{"resource": {}}).Validate(UseList); err == nil || !strings.Contains(err.Error(), "give eq, neq, contains or exists") {
		t.Error(err)
	}
}

// What the parser takes comes back from its own spelling.
func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{"resource=x", "a!=b\nresource~", "condition.aws:PrincipalTag/team?=true", "principal.AWS=arn:aws:iam::1:root\nstatus=ACTIVE\nstatus=ARCHIVED", "=", "~", "x?=", "resource=a=b!=c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := ParseFilter(strings.Split(text, "\n"), UseList)
		if err != nil {
			return
		}
		again, err := ParseFilter(parsed.Criteria(), UseList)
		if err != nil || !reflect.DeepEqual(parsed, again) {
			t.Fatalf("%q gives %v, and its spelling %q gives %v, %v", text, parsed, parsed.Criteria(), again, err)
		}
		finding := once(reading())[0]
		parsed.Match(&finding)
	})
}

func TestSort(t *testing.T) {
	list := []Finding{
		{ID: "c", Severity: SeverityLow, Status: StatusActive, CreatedAt: day(1), UpdatedAt: day(3)},
		{ID: "b", Severity: SeverityCritical, Status: StatusResolved, CreatedAt: day(2), UpdatedAt: day(2), Candidate: Candidate{IsPublic: true}},
		{ID: "a", Severity: SeverityLow, Status: StatusArchived, CreatedAt: day(2), UpdatedAt: day(1), Candidate: Candidate{Resource: "z"}},
	}
	for text, want := range map[string]string{
		"": "bac", "id": "abc", "-id": "cba", "severity": "acb", "-severity": "bac", "createdAt": "cab", "-createdAt": "abc",
		"updatedAt": "abc", "status": "cab", "isPublic": "acb", "-resource": "abc", "analyzedAt": "abc", "resourceType": "abc",
	} {
		order, err := ParseOrder(text)
		if err != nil {
			t.Fatal(err)
		}
		order.Sort(list)
		if got := list[0].ID + list[1].ID + list[2].ID; got != want {
			t.Errorf("%q gives %s, want %s", text, got, want)
		}
	}
	if _, err := ParseOrder("nonsense"); err == nil || !strings.Contains(err.Error(), "write one of analyzedAt") {
		t.Error(err)
	}
}
