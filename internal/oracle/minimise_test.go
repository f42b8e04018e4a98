package oracle

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// wrong is an evaluator with one fault: it takes IfExists for the plain
// operator.
func wrong(c Case) Result {
	data, _ := json.Marshal(c)
	var without Case
	_ = json.Unmarshal([]byte(strings.ReplaceAll(string(data), `IfExists"`, `"`)), &without)
	return Decide(without)
}

func differsFromWrong(c Case) bool { return Decide(c) != wrong(c) }

func TestMinimiseLeavesOnlyWhatMatters(t *testing.T) {
	rng := random(9)
	for found := 0; found < 10; {
		c := Generate(rng)
		if !differsFromWrong(c) {
			continue
		}
		found++
		checkMinimal(t, Minimise(c, differsFromWrong))
	}
}

func checkMinimal(t *testing.T, c Case) {
	t.Helper()
	text, _ := Marshal(c)
	if !differsFromWrong(c) {
		t.Fatalf("the two do not differ any more:\n%s", text)
	}
	if n := len(usedOperators(c)); n > 2 || len(text) > 2000 {
		t.Errorf("%d operators and %d bytes left:\n%s", n, len(text), text)
	}
	for at := 0; ; at++ {
		smaller, more := cutAt(c, at)
		if !more {
			return
		}
		if differsFromWrong(smaller) {
			t.Fatalf("can be cut further at %d:\n%s", at, text)
		}
	}
}

func TestMinimiseKeepsDocumentsWellFormed(t *testing.T) {
	rng := random(10)
	for range 40 {
		c := Minimise(Generate(rng), func(c Case) bool {
			for _, doc := range allDocuments(c) {
				if slices.ContainsFunc(doc.Statement, broken) || len(doc.Statement) == 0 {
					t.Fatalf("asked about a broken document: %+v", doc)
				}
			}
			return true
		})
		if len(allDocuments(c)) != 0 || len(c.Request.Context) != 0 {
			t.Errorf("if everything differs nothing must be left: %+v", c)
		}
	}
}

func broken(s Statement) bool {
	return s.Effect == "" || (s.Action == nil) == (s.NotAction == nil)
}

func TestMinimiseReturnsAnAgreedCaseAsItIs(t *testing.T) {
	c := Generate(random(11))
	before, _ := Marshal(c)
	after, _ := Marshal(Minimise(c, func(Case) bool { return false }))
	if string(before) != string(after) {
		t.Errorf("changed to\n%s", after)
	}
}

func TestMarshalFillsWhatTheCorpusDemands(t *testing.T) {
	data, err := Marshal(Case{Request: Request{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/a", ResourceAccount: homeAccount}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"name": "random-case"`, `"about": "`, `"source": "`, `"confidence": "inferred"`, `"context": {}`,
		`"policies": {}`, `"decision": "ImplicitlyDenied"`, `"decidedBy": "resource"`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is missing in\n%s", want, data)
		}
	}
}
