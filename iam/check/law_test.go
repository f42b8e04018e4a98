package check_test

import (
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/check"
	"sightline/iam/glob"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// Counts of `go test`; SIGHTLINE_PAIRS and SIGHTLINE_SAMPLES ask for more.
const (
	defaultPairs   = 300
	defaultSamples = 200
)

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

func inModel(text, pattern string) bool { return glob.New(pattern).Match(text) }

// eachPair calls f with random pairs of policies, of which the second is often
// the first with a change.
func eachPair(t *testing.T, f func(t *testing.T, d *drawer, a, b *policy.Document)) {
	pairs, seed := setting(t, "SIGHTLINE_PAIRS", defaultPairs), uint64(setting(t, "SIGHTLINE_SEED", 1))
	workers := runtime.GOMAXPROCS(0)
	t.Logf("%d pairs, seed %d, %d workers", pairs, seed, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < pairs && !t.Failed(); i += workers {
				d := newDrawer(rand.New(rand.NewPCG(seed, uint64(i))))
				odd := d.once(10)
				a := d.document(odd)
				b := d.document(odd)
				if !d.once(4) {
					b = d.vary(a, odd)
				}
				f(t, d, a, b)
			}
		})
	}
	wg.Wait()
}

// A tally counts what the checks answered.
type tally struct{ pass, fail, open atomic.Int64 }

func (n *tally) add(r check.Result) {
	switch r {
	case check.Pass:
		n.pass.Add(1)
	case check.Fail:
		n.fail.Add(1)
	default:
		n.open.Add(1)
	}
}

// TestSampledRequestsContradictNoProof: what a check says grants nothing new
// allows no sampled request that the other denies. A statement that a FAIL does
// not name is such a claim too.
func TestSampledRequestsContradictNoProof(t *testing.T) {
	samples := setting(t, "SIGHTLINE_SAMPLES", defaultSamples)
	var n tally
	var gained atomic.Int64
	eachPair(t, func(t *testing.T, d *drawer, a, b *policy.Document) {
		o := check.Options{Kind: d.kind}
		answer := check.NoNewAccess(a, b, o)
		n.add(answer.Result)
		agree(t, &answer, a, b)
		named := make(map[int]bool)
		for _, r := range answer.Reasons {
			named[r.StatementIndex] = true
		}
		s, before, after := newSampler(d, a, b), check.NewCourt(a, o), check.NewCourt(b, o)
		for range samples {
			r := s.request()
			if old := before.Allows(r); after.Allows(r) != authz.Allowed || old == authz.Allowed || old == authz.Unknown {
				continue
			}
			gained.Add(1)
			if i := grantor(b, r, o, named); i >= 0 && answer.Result != check.Undetermined {
				t.Errorf("statement %d grants something new, which the answer %s %v denies: %s\nexisting %s\nnew %s", i, answer.Result, named, show(r), a.Raw, b.Raw)
				return
			}
		}
	})
	t.Logf("%d PASS, %d FAIL, %d UNDETERMINED, %d sampled requests were new access", n.pass.Load(), n.fail.Load(), n.open.Load(), gained.Load())
}

// agree fails on a witness that the evaluator does not confirm.
func agree(t *testing.T, answer *check.Answer, docs ...*policy.Document) {
	text := answer.Message
	for _, r := range answer.Reasons {
		text += r.Description
	}
	if strings.Contains(text, "engines disagree") {
		t.Errorf("%s", text)
		for _, d := range docs {
			t.Errorf("%s", d.Raw)
		}
	}
}

// grantor finds an Allow that matches a request and is not among those named.
func grantor(doc *policy.Document, r *symbolic.Request, o check.Options, named map[int]bool) int {
	for i := range doc.Statements {
		if s := doc.Statements[i]; s.Effect == policy.EffectAllow && !named[i] {
			one := &policy.Document{Version: doc.Version, Statements: []policy.Statement{s}}
			if check.NewCourt(one, o).Allows(r) == authz.Allowed {
				return i
			}
		}
	}
	return -1
}

// TestComparisonsFitTheChecks: Compare says what both directions of
// NoNewAccess say, and a document is equal to itself and to itself turned
// round.
func TestComparisonsFitTheChecks(t *testing.T) {
	eachPair(t, func(t *testing.T, d *drawer, a, b *policy.Document) {
		o := check.Options{Kind: d.kind}
		more, less := check.NoNewAccess(b, a, o).Result, check.NoNewAccess(a, b, o).Result
		want := map[[2]check.Result]check.Relation{
			{check.Pass, check.Pass}: check.Equal, {check.Fail, check.Pass}: check.AWider,
			{check.Pass, check.Fail}: check.BWider, {check.Fail, check.Fail}: check.Incomparable,
		}[[2]check.Result{more, less}]
		if want == "" {
			want = check.RelationUnsure
		}
		if got := check.Compare(a, b, o).Result; got != want {
			t.Errorf("%s, want %s (A %s, B %s)\nA %s\nB %s", got, want, more, less, a.Raw, b.Raw)
		}
		if got := check.NoNewAccess(a, a, o); got.Result == check.Fail {
			t.Errorf("a policy grants more than itself: %+v\n%s", got.Reasons, a.Raw)
		}
	})
}

// TestSampledAccessIsGranted: what AccessNotGranted says is not granted is not
// allowed to any sampled request.
func TestSampledAccessIsGranted(t *testing.T) {
	samples := setting(t, "SIGHTLINE_SAMPLES", defaultSamples)
	var n tally
	eachPair(t, func(t *testing.T, d *drawer, a, b *policy.Document) {
		o := check.Options{Kind: d.kind}
		var actions, resources []string
		if !d.once(3) {
			actions = append(actions, pick(d, actionTexts...), pick(d, actionTexts...))
		}
		if actions == nil || d.once(2) {
			resources = append(resources, "arn:aws:s3:::logs/*")
		}
		answer := check.AccessNotGranted(a, actions, resources, o)
		n.add(answer.Result)
		agree(t, &answer, a)
		named := make(map[int]bool)
		for _, r := range answer.Reasons {
			named[r.StatementIndex] = true
		}
		s, court := newSampler(d, a, b), check.NewCourt(a, o)
		s.actions = append(s.actions, actions...)
		for range samples {
			r := s.request()
			if !covers(actions, r.Action, true) || !covers(resources, r.Resource, false) || court.Allows(r) != authz.Allowed {
				continue
			}
			if i := grantor(a, r, o, named); i >= 0 && answer.Result != check.Undetermined {
				t.Errorf("statement %d grants what is named, which the answer %s %v denies: %s\n%q %q\n%s", i, answer.Result, named, show(r), actions, resources, a.Raw)
				return
			}
		}
	})
	t.Logf("%d PASS, %d FAIL, %d UNDETERMINED", n.pass.Load(), n.fail.Load(), n.open.Load())
}

func covers(patterns []string, text string, fold bool) bool {
	for _, p := range patterns {
		if fold && glob.NewFold(p).Match(text) || !fold && glob.New(p).Match(text) {
			return true
		}
	}
	return len(patterns) == 0
}

// TestSampledCallersAreNotPublic: a policy that NoPublicAccess passes allows no
// sampled request of a stranger without any key that bounds.
func TestSampledCallersAreNotPublic(t *testing.T) {
	samples := setting(t, "SIGHTLINE_SAMPLES", defaultSamples)
	var n tally
	eachPair(t, func(t *testing.T, d *drawer, _, _ *policy.Document) {
		d.kind = check.Resource
		doc := d.document(false)
		answer := check.NoPublicAccess(doc, "AWS::S3::Bucket", check.Options{})
		n.add(answer.Result)
		agree(t, &answer, doc)
		if answer.Result != check.Pass {
			return
		}
		s, court := newSampler(d, doc), check.NewCourt(doc, check.Options{Kind: check.Resource})
		s.callers = []symbolic.Caller{{Kind: symbolic.CallerAnonymous}, {Kind: symbolic.CallerAWS, Text: "arn:aws:iam::999999999999:role/x"}}
		for range samples {
			r := s.request()
			r.Context = slices.DeleteFunc(r.Context, func(c symbolic.ContextValue) bool {
				return slices.Contains([]string{"aws:sourceip", "aws:sourcearn", "aws:principalorgid"}, c.Key)
			})
			if court.Allows(r) == authz.Allowed {
				t.Errorf("PASS, and a stranger is let in: %s\n%s", show(r), doc.Raw)
				return
			}
		}
	})
	t.Logf("%d PASS, %d FAIL, %d UNDETERMINED", n.pass.Load(), n.fail.Load(), n.open.Load())
}
