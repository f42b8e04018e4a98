package finding

import "testing"

func TestWhatIsNoPartOfTheID(t *testing.T) {
	want := ID("a", reading())
	for sentence, change := range map[string]func(*Candidate){
		"evidence and witness":      func(c *Candidate) { c.Evidence, c.Witness = nil, nil },
		"Region and type":           func(c *Candidate) { c.Region, c.ResourceType, c.Account = "", "", "" },
		"restrictions":              func(c *Candidate) { c.ResourceControlPolicyRestriction = "FAILED_TO_EVALUATE_RCP" },
		"whether it is proved":      func(c *Candidate) { c.Undetermined = "why" },
		"order and case of actions": func(c *Candidate) { c.Actions = []string{"S3:GETOBJECT", "s3:GetObject"} },
		"the spelling of an account": func(c *Candidate) {
			c.Principal = map[string]string{"AWS": "arn:aws:iam::" + vendor + ":root"}
		},
		"empty maps": func(c *Candidate) { c.Condition = map[string]string{} },
	} {
		if ID("a", with(reading(), change)) != want {
			t.Errorf("%s: another id", sentence)
		}
	}
	if want != "10314d616d12da06a2c6ac9175f043e8" {
		t.Errorf("the id is %s: stored findings would all be new", want)
	}
}

func TestWhatMakesAnotherID(t *testing.T) {
	seen := map[string]string{ID("a", reading()): "the first", ID("b", reading()): "another analyzer"}
	for sentence, change := range map[string]func(*Candidate){
		"another type":      func(c *Candidate) { c.Type = TypeServicePrincipalAccess },
		"another resource":  func(c *Candidate) { c.Resource += "2" },
		"another principal": func(c *Candidate) { c.Principal = map[string]string{"AWS": member} },
		"a federated one":   func(c *Candidate) { c.Principal = map[string]string{"Federated": vendor} },
		"more actions":      func(c *Candidate) { c.Actions = append(c.Actions, "s3:PutObject") },
		"no actions":        func(c *Candidate) { c.Actions = nil },
		"a condition":       func(c *Candidate) { c.Condition = map[string]string{"aws:SourceVpc": "vpc-1"} },
		"another value":     func(c *Candidate) { c.Condition = map[string]string{"aws:SourceVpc": "vpc-2"} },
		"public":            func(c *Candidate) { c.IsPublic = true },
		"another source":    func(c *Candidate) { c.Sources = []Source{{Type: "BUCKET_ACL"}} },
		"an error":          func(c *Candidate) { c.Error = ErrorInternal },
		"a key":             func(c *Candidate) { c.Unused = &Unused{AccessKeyID: "AKIA1"} },
		"an unused service": func(c *Candidate) { c.Unused = &Unused{Services: []UnusedService{{Namespace: "s3"}}} },
		"two unused ones": func(c *Candidate) {
			c.Unused = &Unused{Services: []UnusedService{{Namespace: "s3"}, {Namespace: "sqs"}}}
		},
		"its unused actions": func(c *Candidate) {
			c.Unused = &Unused{Services: []UnusedService{{"s3", nil, []UnusedAction{{Action: "PutObject"}}}}}
		},
	} {
		id := ID("a", with(reading(), change))
		if former, twice := seen[id]; twice {
			t.Errorf("%s has the id of %s", sentence, former)
		}
		seen[id] = sentence
	}
}

func TestConditionKeysIgnoreCase(t *testing.T) {
	lower := with(reading(), func(c *Candidate) { c.Condition = map[string]string{"aws:sourcevpc": "vpc-1"} })
	mixed := with(reading(), func(c *Candidate) { c.Condition = map[string]string{"aws:SourceVpc": "vpc-1"} })
	if ID("a", lower) != ID("a", mixed) {
		t.Error("the case of a key makes another id")
	}
}
