package analyze

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/condition"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
	"sightline/internal/casefile"
	"sightline/internal/oracle"
	"sightline/internal/questions"
)

// setting is a count of `go test`, or what `make test-slow` asks for.
func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: must be a positive number", name, text)
	}
	return n
}

// eachStack calls f with random stacks and a request on a resource.
func eachStack(t *testing.T, f func(rng *rand.Rand, s *authz.Stack, req *authz.Request, text string) bool) {
	cases, seed := setting(t, "SIGHTLINE_STACKS", 4000), uint64(setting(t, "SIGHTLINE_SEED", 1))
	t.Logf("%d stacks, seed %d", cases, seed)
	for i := range cases {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		c := oracle.Generate(rng)
		raw, err := oracle.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		list, err := casefile.Read("case", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		s, req, err := list[0].Question()
		if err != nil {
			t.Fatal(err)
		}
		if req.Resource != "*" && !f(rng, s, req, string(raw)) {
			return
		}
	}
}

// Where everything is known of a request, the reasoner over the layers answers
// what eval decides.
func TestStackOfAKnownRequest(t *testing.T) {
	tally := make(map[string]int)
	eachStack(t, func(_ *rand.Rand, s *authz.Stack, req *authz.Request, text string) bool {
		program := eval.New().Compile(s)
		got, want := newStack(program, req, []string{exactly(req.Resource)}, catalog.Embedded()).exists(), program.Decide(req)
		tally[fmt.Sprint(got.Verdict, " ", want)]++
		if got.Verdict == symbolic.Undetermined && want != authz.Unknown {
			return true // counted below
		}
		agrees := want == authz.Unknown && got.Verdict == symbolic.Undetermined ||
			want == authz.Allowed && got.Verdict == symbolic.Witness ||
			(want == authz.ExplicitlyDenied || want == authz.ImplicitlyDenied) && got.Verdict == symbolic.Proved
		if !agrees {
			t.Errorf("reasoner %s %s, eval %s\n%s", got.Verdict, got.Why, want, text)
		}
		return agrees
	})
	t.Log(tally)
	open := tally["undetermined Allowed"] + tally["undetermined ExplicitlyDenied"] + tally["undetermined ImplicitlyDenied"]
	if all := tally["witness Allowed"]; open*1000 > all {
		t.Errorf("%d answers are open beside %d Allowed", open, all)
	}
}

// Where some keys are not known, what the reasoner finds is allowed by eval, and
// what it proves is allowed to no sampled request.
func TestStackOfAnOpenRequest(t *testing.T) {
	samples := setting(t, "SIGHTLINE_SAMPLES", 60)
	tally := make(map[string]int)
	eachStack(t, func(rng *rand.Rand, s *authz.Stack, req *authz.Request, text string) bool {
		open := forget(rng, req)
		program := eval.New().Compile(s)
		q := newStack(program, open, []string{exactly(req.Resource)}, catalog.Embedded())
		got := q.exists()
		tally[got.Verdict.String()]++
		if got.Request != nil {
			if d := program.Decide(q.replay(got.Request)); d != authz.Allowed {
				t.Errorf("%s: %+v\n%s\nopen %v", d, got.Request, text, open.Context.Keys())
				return false
			}
		}
		if got.Verdict != symbolic.Undetermined {
			return contradicts(t, rng, q, got.Verdict, samples, s, text, tally)
		}
		return true
	})
	t.Log(tally)
}

// forget leaves some keys of a request open.
func forget(rng *rand.Rand, req *authz.Request) *authz.Request {
	out := *req
	out.Context = authz.Context{Default: authz.Undetermined}
	for _, key := range req.Context.Keys() {
		v, _ := req.Context.Get(key)
		switch {
		case rng.IntN(2) == 0:
		case v.Multi:
			out.Context.SetMulti(key, v.Values...)
		default:
			out.Context.Set(key, v.Values[0])
		}
	}
	return &out
}

// contradicts samples requests that what is known allows: eval must allow none
// where the reasoner proved that there is none.
func contradicts(t *testing.T, rng *rand.Rand, q *stack, v symbolic.Verdict, samples int, s *authz.Stack, text string, tally map[string]int) bool {
	program, open := q.program, &q.request
	if v != symbolic.Proved {
		return true
	}
	sampler := questions.NewSampler(questions.Question{Kind: policy.KindIdentity, New: everyStatement(s)})
	for range samples {
		drawn := sampler.Request(rng)
		req := *open
		req.Context = authz.Context{}
		for _, key := range drawn.Context.Keys() {
			if v, _ := drawn.Context.Get(key); v.State == authz.Present && fits(key, v) && !(v.Multi && q.uses(key, false)) {
				set(&req.Context, key, v)
			}
		}
		for _, key := range open.Context.Keys() {
			v, _ := open.Context.Get(key)
			set(&req.Context, key, v)
		}
		d := program.Decide(&req)
		tally["sampled "+d.String()]++
		if d == authz.Allowed {
			t.Errorf("proved that there is none, and eval allows %s\n%s\nknown %v", show(&req), text, open.Context.Keys())
			return false
		}
	}
	return true
}

// fits: keys hold what their type says, and those that follow from the caller
// are not drawn.
func fits(key string, v authz.Value) bool {
	if slices.Contains([]string{"aws:principalarn", "aws:principalaccount", "aws:resourceaccount"}, key) {
		return false
	}
	k, _ := catalog.Embedded().ConditionKey("", key)
	return !slices.ContainsFunc(v.Values, func(text string) bool {
		switch symbolic.KeyType(k.Type) {
		case symbolic.KeyUnknown, symbolic.KeyString:
		case symbolic.KeyARN:
			return !arn.WellFormed(text)
		case symbolic.KeyBool:
			return text != "true" && text != "false"
		case symbolic.KeyNumeric:
			_, err := strconv.ParseFloat(text, 64)
			return err != nil
		case symbolic.KeyDate:
			_, ok := condition.ParseDate(text)
			return !ok
		case symbolic.KeyAddress:
			_, err := netip.ParseAddr(text)
			return err != nil
		}
		return false
	})
}

func set(c *authz.Context, key string, v authz.Value) {
	if v.Multi {
		c.SetMulti(key, v.Values...)
	} else {
		c.Set(key, v.Values[0])
	}
}

func show(req *authz.Request) string {
	var b strings.Builder
	for _, key := range req.Context.Keys() {
		v, _ := req.Context.Get(key)
		fmt.Fprintf(&b, "%s=%q ", key, v.Values)
	}
	return b.String()
}

// everyStatement gathers what all layers say.
func everyStatement(s *authz.Stack) *policy.Document {
	out := &policy.Document{Version: policy.Version2012}
	add := func(list ...authz.Policy) {
		for i := range list {
			out.Statements = append(out.Statements, list[i].Document.Statements...)
		}
	}
	add(s.Identity...)
	add(s.Session...)
	for _, p := range []*authz.Policy{s.Boundary, s.Resource, s.Endpoint} {
		if p != nil {
			add(*p)
		}
	}
	for _, levels := range [][]authz.Level{s.SCP, s.RCP} {
		for i := range levels {
			add(levels[i].Policies...)
		}
	}
	return out
}
