package eval_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/casefile"
	"sightline/internal/oracle"
)

// Each law is asked of a tenth of the random cases that the oracle is asked of:
// there are many laws, and each asks a case several times.
const (
	defaultCases = 20_000
	lawShare     = 10
)

// lawCases is how many random cases a law is asked of.
func lawCases(t *testing.T) int {
	t.Helper()
	return max(1, setting(t, "SIGHTLINE_CASES", defaultCases)/lawShare)
}

// eachRandomCase calls f with random cases on all processors and stops at the
// first failure.
func eachRandomCase(t *testing.T, f func(rng *rand.Rand, c oracle.Case)) {
	t.Helper()
	cases, seed := lawCases(t), uint64(setting(t, "SIGHTLINE_SEED", 1))
	workers := runtime.GOMAXPROCS(0)
	t.Logf("%d cases, seed %d, %d workers", cases, seed, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(seed, uint64(w)))
			for i := w; i < cases && !t.Failed(); i += workers {
				c := oracle.Generate(rng)
				season(rng, &c)
				f(rng, c)
			}
		})
	}
	wg.Wait()
}

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

// question goes the way of a user's case: through its text.
func question(t testing.TB, c oracle.Case) (*authz.Stack, *authz.Request) {
	t.Helper()
	raw, err := oracle.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := casefile.Read("case", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	stack, req, err := cases[0].Question()
	if err != nil {
		t.Fatal(err)
	}
	return stack, req
}

// decide asks all three forms of the evaluator, which must agree.
func decide(t testing.TB, stack *authz.Stack, req *authz.Request) authz.Decision {
	t.Helper()
	program := eval.New().Compile(stack)
	full := program.Explain(req)
	if alone := program.Decide(req); alone != full.Decision {
		t.Errorf("Decide says %s, Explain %s\n%s %s", alone, full.Decision, req.Principal.ARN, req.Action)
	}
	if brief := program.Because(req); brief.Decision != full.Decision || brief.DecidedBy != full.DecidedBy {
		t.Errorf("Because says %s by %q, Explain %s by %q", brief.Decision, brief.DecidedBy, full.Decision, full.DecidedBy)
	}
	return full.Decision
}

func text(c oracle.Case) string {
	raw, _ := oracle.Marshal(c) // every field is text, list or map
	return string(raw)
}

// holds tells whether an answer given with less knowledge is still true with
// more. A refusal stays a refusal, but may turn out to be an explicit one.
func holds(before, after authz.Decision) bool {
	switch before {
	case authz.Unknown:
		return true
	case authz.ImplicitlyDenied:
		return after == authz.ImplicitlyDenied || after == authz.ExplicitlyDenied
	default:
		return after == before
	}
}

// documents lists the documents of a case, each by its address.
func documents(c *oracle.Case) (list []*oracle.Document) {
	p := &c.Policies
	many := func(policies []oracle.Policy) {
		for i := range policies {
			list = append(list, &policies[i].Document)
		}
	}
	many(p.Identity)
	many(p.Session)
	for _, l := range slices.Concat(p.SCP, p.RCP) {
		many(l.Policies)
	}
	for _, one := range []*oracle.Policy{p.Boundary, p.Resource, p.Endpoint} {
		if one != nil {
			list = append(list, &one.Document)
		}
	}
	return list
}

// season adds values with variables in places where the generator has few.
func season(rng *rand.Rand, c *oracle.Case) {
	odd := map[bool][]string{
		true: {
			"arn:aws:sns:${aws:username}", "arn:aws:sns:${aws:username}:123456789012:orders", "${aws:PrincipalTag/team}", "arn:${s3:prefix}:*:*:*:*",
			"arn:aws:${aws:RequestedRegion}:us-east-1:*:*", "arn:aws:${aws:username}:${s3:prefix}:*", "${s3:prefix}:aws:*:*:*:*",
		},
		false: {"${aws:username}${s3:prefix}", "${aws:PrincipalTag/team}*", "?${aws:username}", "${aws:RequestedRegion}", "${aws:TagKeys}"},
	}
	for _, d := range documents(c) {
		for _, s := range d.Statement {
			for operator, tests := range s.Condition {
				for key := range tests {
					if rng.IntN(4) == 0 {
						from := odd[strings.Contains(operator, "Arn")]
						tests[key] = append(tests[key], from[rng.IntN(len(from))])
					}
				}
			}
		}
	}
}

// A vocabulary is what a case speaks of: context keys, and texts that their
// values may be.
type vocabulary struct {
	keys  []string
	texts map[string][]string // by key, as spelled
	any   []string
}

var variable = regexp.MustCompile(`\$\{([^},*?$]+)`)

func vocabularyOf(c *oracle.Case) *vocabulary {
	v := &vocabulary{texts: make(map[string][]string)}
	v.any = []string{
		"", "*", "a:b", "x:y:z", "alice", "blue", "true", "false", "10", "2026-06-01", "203.0.113.7",
		"arn:aws:s3:::logs", "orders", "eu-west-1", "us-east-1",
	}
	for key, value := range c.Request.Context {
		v.add(key, value.Texts...)
	}
	for _, d := range documents(c) {
		for _, s := range d.Statement {
			v.statement(s)
		}
	}
	for _, g := range c.Policies.Grants {
		if g.Constraints != nil {
			v.pairs(g.Constraints.Subset)
			v.pairs(g.Constraints.Equals)
			v.add("kms:EncryptionContext:other", "x")
		}
	}
	slices.Sort(v.keys)
	v.keys = slices.Compact(v.keys)
	return v
}

func (v *vocabulary) add(key string, texts ...string) {
	v.keys = append(v.keys, key)
	v.texts[key] = append(v.texts[key], texts...)
}

func (v *vocabulary) pairs(pairs map[string]string) {
	for name, value := range pairs {
		v.add("kms:EncryptionContext:"+name, value)
	}
}

func (v *vocabulary) statement(s oracle.Statement) {
	v.variables(s.Resource)
	v.variables(s.NotResource)
	for _, tests := range s.Condition {
		for key, listed := range tests {
			v.add(key, listed...)
			v.any = append(v.any, listed...)
			v.variables(listed)
		}
	}
}

func (v *vocabulary) variables(list oracle.List) {
	for _, text := range list {
		for _, found := range variable.FindAllStringSubmatch(text, -1) {
			v.add(found[1])
		}
	}
}

// value chooses what a request may carry under a key; ok is false if nothing.
func (v *vocabulary) value(rng *rand.Rand, key string) (value oracle.Value, ok bool) {
	switch n := rng.IntN(10); {
	case n < 2:
		return value, false
	case n < 7:
		return oracle.Value{Texts: []string{v.text(rng, key)}}, true
	default:
		value = oracle.Value{Multi: true, Texts: []string{}}
		for range rng.IntN(3) {
			value.Texts = append(value.Texts, v.text(rng, key))
		}
		return value, true
	}
}

func (v *vocabulary) text(rng *rand.Rand, key string) string {
	from := v.texts[key]
	if len(from) == 0 || rng.IntN(3) == 0 {
		from = v.any
	}
	return from[rng.IntN(len(from))]
}
