package questions

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

func kinds() []policy.Kind { return []policy.Kind{policy.KindIdentity, policy.KindResource} }

func pairsOf(seed uint64, count, statements int, kind policy.Kind) (list []Question) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for range count {
		list = append(list, Pair(rng, kind, statements))
	}
	return list
}

func TestSeedDecidesAll(t *testing.T) {
	for _, kind := range kinds() {
		a, b := pairsOf(3, 50, 5, kind), pairsOf(3, 50, 5, kind)
		for i := range a {
			if !bytes.Equal(a[i].New.Raw, b[i].New.Raw) || !bytes.Equal(a[i].Existing.Raw, b[i].Existing.Raw) {
				t.Fatalf("pair %d differs", i)
			}
			one, other := rand.New(rand.NewPCG(9, 9)), rand.New(rand.NewPCG(9, 9))
			if x, y := NewSampler(a[i]).Request(one), NewSampler(b[i]).Request(other); fmt.Sprint(*x) != fmt.Sprint(*y) {
				t.Fatalf("request of pair %d differs:\n%v\n%v", i, x, y)
			}
		}
	}
}

// TestDocumentsAreSound: nothing generated is broken, and all that is meant to
// occur does.
func TestDocumentsAreSound(t *testing.T) {
	var all strings.Builder
	for _, kind := range kinds() {
		for _, q := range pairsOf(1, 300, 5, kind) {
			for _, d := range []*policy.Document{q.Existing, q.New} {
				if len(d.Issues) > 0 {
					t.Errorf("%s\n%s", d.Issues[0].Error(), d.Raw)
				}
				all.Write(d.Raw)
			}
			if len(q.Existing.Statements) != 5 {
				t.Errorf("%d statements, want 5", len(q.Existing.Statements))
			}
		}
	}
	for _, want := range []string{
		"NotAction", "NotResource", "StringNotLike", "StringEqualsIgnoreCase", "NumericLessThan", "DateGreaterThanEquals",
		"NotIpAddress", "2001:db8", "ArnNotLike", "BoolIfExists", `"Null"`, "ForAllValues:", "ForAnyValue:StringNotEquals",
		"${aws:username}", ":assumed-role/", `"Principal":"*"`, `"Service"`,
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no pair has %s", want)
		}
	}
}

// allows asks the evaluator.
func allows(p *eval.Program, req *authz.Request) bool { return p.Decide(req) == authz.Allowed }

// TestNarrowedIsNarrower lets the evaluator look for a request that a narrowed
// policy allows and its origin does not, and counts how often the samples show
// that a widened one is wider.
func TestNarrowedIsNarrower(t *testing.T) {
	engine := eval.New()
	for _, kind := range kinds() {
		rng := rand.New(rand.NewPCG(2, uint64(kind)))
		narrowed, wider, allowed, total := 0, 0, 0, 0
		for range 200 {
			q := Pair(rng, kind, 4)
			old, changed := engine.Compile(Stack(kind, q.Existing)), engine.Compile(Stack(kind, q.New))
			sampler, found := NewSampler(q), false
			for range 300 {
				req := sampler.Request(rng)
				now := allows(changed, req)
				total++
				if now {
					allowed++
				}
				found = found || now && !allows(old, req)
			}
			switch {
			case q.Narrowed && found:
				t.Errorf("a narrowed policy allows more\nexisting %s\nnew %s", q.Existing.Raw, q.New.Raw)
			case q.Narrowed:
				narrowed++
			case found:
				wider++
			}
		}
		t.Logf("%v: %d narrowed, %d shown to be wider, %d of %d requests allowed", kind, narrowed, wider, allowed, total)
		if narrowed < 60 || wider < 30 || allowed*20 < total {
			t.Errorf("the questions of kind %v are lopsided", kind)
		}
	}
}

func TestRequestsKeepToTheModel(t *testing.T) {
	for _, kind := range kinds() {
		rng := rand.New(rand.NewPCG(5, 5))
		for range 100 {
			sampler := NewSampler(Pair(rng, kind, 5))
			for range 100 {
				checkRequest(t, sampler.Request(rng))
			}
		}
	}
}

func checkRequest(t *testing.T, req *authz.Request) {
	t.Helper()
	if !isResource(req.Resource) || strings.Count(req.Action, ":") != 1 {
		t.Fatalf("action %q, resource %q", req.Action, req.Resource)
	}
	for _, name := range req.Context.Keys() {
		v, _ := req.Context.Get(name)
		switch {
		case v.State == authz.Absent:
		case v.Multi && len(v.Values) == 0, !v.Multi && len(v.Values) != 1:
			t.Fatalf("%s is %+v", name, v)
		case name == "aws:securetransport" && v.Values[0] != "true" && v.Values[0] != "false":
			t.Fatalf("%s is %+v", name, v)
		case name == "aws:sourcearn" && (!strings.HasPrefix(v.Values[0], "arn:") || strings.Count(v.Values[0], ":") < 5):
			t.Fatalf("%s is %+v", name, v)
		}
	}
}

func TestManaged(t *testing.T) {
	f, err := os.Open("../../testdata/managed-policies-new/policies.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := Managed(f)
	if err != nil {
		t.Fatal(err)
	}
	grants := 0
	for _, q := range list {
		if q.Existing == nil {
			grants++
		}
	}
	if len(list) != 770+119+3*119 || grants != 3*119 {
		t.Errorf("%d questions, %d of them about granted actions", len(list), grants)
	}
}

func TestAdversarialAreSound(t *testing.T) {
	for _, q := range Adversarial() {
		if len(q.Existing.Issues)+len(q.New.Issues) > 0 {
			t.Errorf("%s has issues", q.Name)
		}
	}
}
