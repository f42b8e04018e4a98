package casefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sightline/iam/authz"
)

// corpus is how many cases each file of the corpus holds.
var corpus = map[string]int{
	CheckNoNewAccess: 158, CheckAccessNotGranted: 49, CheckNoPublicAccess: 58,
	CheckExternalAccess: 111, CheckEquivalent: 55,
}

func readCorpus(t *testing.T, check string) []Case {
	t.Helper()
	file := filepath.Join("../../testdata/conformance/reason", check+".json")
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := Read(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestCorpusIsRead(t *testing.T) {
	names := make(map[string]bool)
	for check, count := range corpus {
		cases := readCorpus(t, check)
		if len(cases) != count {
			t.Errorf("%s: %d cases, want %d", check, len(cases), count)
		}
		for i := range cases {
			if c := &cases[i]; c.Check != check || c.Reasoning == nil || names[c.Name] {
				t.Errorf("%s: %q is of check %q, or not read, or not the only one", check, c.Name, c.Check)
			}
			names[cases[i].Name] = true
		}
	}
}

// witnesses lists all requests that a case shows.
func (r *Reasoning) witnesses() (list []Witness) {
	switch {
	case r.NoNewAccess != nil:
		return r.NoNewAccess.Witnesses()
	case r.AccessNotGranted != nil:
		return r.AccessNotGranted.Witnesses()
	case r.NoPublicAccess != nil:
		return r.NoPublicAccess.Witnesses()
	case r.Equivalent != nil:
		return append(present(r.Equivalent.Witness.OnlyA), present(r.Equivalent.Witness.OnlyB)...)
	}
	for _, f := range r.ExternalAccess.Expect.Findings {
		list = append(list, present(f.Witness)...)
	}
	return list
}

func present(w *Witness) []Witness {
	if w == nil {
		return nil
	}
	return []Witness{*w}
}

func TestWitnessesAreRequests(t *testing.T) {
	want := map[string]int{
		CheckNoNewAccess: 73, CheckAccessNotGranted: 26, CheckNoPublicAccess: 31,
		CheckExternalAccess: 78, CheckEquivalent: 25,
	}
	for check := range corpus {
		count := 0
		for _, c := range readCorpus(t, check) {
			for _, w := range c.Reasoning.witnesses() {
				count++
				if req, err := w.Request(); err != nil || req.Action != w.Action {
					t.Errorf("%s: %v", c.Name, err)
				}
			}
		}
		if count != want[check] {
			t.Errorf("%s: %d witnesses, want %d", check, count, want[check])
		}
	}
}

func TestWitnessRequest(t *testing.T) {
	var w Witness
	text := `{"principal":{"AWS":"arn:aws:iam::111122223333:role/app"},"action":"s3:GetObject","resource":"arn:aws:s3:::b","context":{"aws:TagKeys":["a"],"s3:max-keys":"5"},"statement":2}`
	if err := w.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	req, err := w.Request()
	if err != nil {
		t.Fatal(err)
	}
	if req.Principal.Kind != authz.KindRole || w.Statement != 2 {
		t.Errorf("principal %+v, statement %d", req.Principal, w.Statement)
	}
	if v, _ := req.Context.Get("aws:tagkeys"); !v.Multi || len(v.Values) != 1 {
		t.Errorf("aws:TagKeys is %+v", v)
	}
	if v, _ := req.Context.Get("kms:calleraccount"); len(v.Values) != 1 || v.Values[0] != "111122223333" {
		t.Errorf("kms:CallerAccount is %+v", v)
	}
}

const someCase = `{"name":"n","about":"a","source":"logic","confidence":"logic","check":"access-not-granted",
 "policyType":"IDENTITY_POLICY","policy":{"Version":"2012-10-17","Statement":[]},
 "access":{"actions":["s3:GetObject"]},"expect":{"result":"FAIL","statements":[0]},
 "witness":{"action":"s3:GetObject","resource":"*","context":{}}}`

func TestReasoningErrors(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{`"check":"access-not-granted"`, `"check":"access-granted"`, `f:1:1: case "n": unknown check "access-granted": it is one of no-new-access, `},
		{`"policy":`, `"existing":`, `f:1:1: case "n": unknown field "existing"`},
		{`"policyType":"IDENTITY_POLICY",`, ``, `lacks policyType (one of IDENTITY_POLICY RESOURCE_POLICY)`},
		{`"actions":["s3:GetObject"]`, ``, `lacks access.actions or access.resources`},
		{`"actions":["s3:GetObject"]`, `"actions":"s3:GetObject"`, `f:3:35: access.actions: a JSON string is no list here`},
		{`"statements":[0]`, `"statements":[]`, `lacks statements that fit expect.result`},
		{`"context":{}`, `"context":{},"when":1`, `unknown field "when"`},
		{`"context":{}`, `"statement":1`, `a witness has action, resource and context`},
		{`"context":{}`, `"context":{},"principal":{}`, `a principal has one of AWS, Service, Federated`},
		{`{"Version":"2012-10-17","Statement":[]}`, `"x"`, `a policy document is an object, not "x"`},
		{`"name":"n"`, `"name":""`, `f:1:1: case 1: lacks name`},
	} {
		text := strings.Replace(someCase, tt.old, tt.new, 1)
		for _, text := range []string{text, "[" + text + "]"} {
			if _, err := Read("f", strings.NewReader(text)); err == nil || !near(err.Error(), tt.want) {
				t.Errorf("%s for %s:\n got %v\nwant %s", tt.new, tt.old, err, tt.want)
			}
		}
	}
	if _, err := Read("f", strings.NewReader(someCase)); err != nil {
		t.Error(err)
	}
}

// near allows for the bracket of a list before the first line's column.
func near(got, want string) bool {
	return strings.Contains(got, want) || strings.Contains(strings.Replace(got, "f:1:2:", "f:1:1:", 1), want)
}
