package slice_test

import (
	"fmt"
	"slices"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/iam/authz"
)

// pictures draws the sample from everywhere and to everything.
func pictures(t *testing.T, x *reach.Explorer, o slice.Options) (out []*slice.Slice) {
	t.Helper()
	for _, start := range starts(x.Asker().Snapshot) {
		out = append(out, from(t, x, start, o))
	}
	for _, end := range ends(x.Asker().Snapshot) {
		out = append(out, to(t, x, end, o))
	}
	return out
}

// linkKinds are the edges that rest on a link, not on a decision.
func linkKind(kind string) bool { return kind == "member_of" || kind == "account_identity" }

// The question of an edge is answered with the edge's verdict.
func TestAskGivesTheVerdict(t *testing.T) {
	for name, x := range worlds(t) {
		for _, o := range []slice.Options{whole(), {}} {
			t.Run(fmt.Sprint(name, " ", o.Limit), func(t *testing.T) { askEach(t, x, o) })
		}
	}
}

func askEach(t *testing.T, x *reach.Explorer, o slice.Options) {
	t.Helper()
	edges, without := 0, 0
	for _, s := range pictures(t, x, o) {
		for i := range s.Edges {
			e := &s.Edges[i]
			edges++
			if e.Ask == nil {
				without++
				if !linkKind(e.Kind) && mustAsk(s, e) {
					t.Errorf("from %s to %s: edge %s %s %s %s → %s has no question", s.From, s.To, e.Kind, e.Verdict, e.Layer, nodeOf(s, e.From).Name, nodeOf(s, e.To).Name)
				}
				continue
			}
			checkAsk(t, x.Asker(), e)
		}
	}
	t.Logf("%d edges, %d without a question", edges, without)
}

// mustAsk: whoever has credentials of any account at all cannot be asked about
// by a name.
func mustAsk(s *slice.Slice, e *slice.Edge) bool {
	anyone := slices.ContainsFunc(s.Nodes, func(n slice.Node) bool { return n.Kind == slice.NodeAnyone })
	return !anyone || e.Verdict == permission.Allowed || e.Verdict == permission.Denied
}

func checkAsk(t *testing.T, k *permission.Asker, e *slice.Edge) {
	t.Helper()
	got, err := slice.Explain(k, slice.Request{Principal: e.Ask.Principal, Action: e.Ask.Action, Resource: e.Ask.Resource})
	if err != nil {
		t.Errorf("%+v: %v", e.Ask, err)
		return
	}
	want := false
	switch e.Verdict {
	case permission.Allowed:
		want = got.Explanation.Decision == authz.Allowed
	case permission.Denied:
		want = got.Explanation.Decision == authz.ExplicitlyDenied || got.Explanation.Decision == authz.ImplicitlyDenied
		want = want && string(got.Explanation.DecidedBy) == e.Layer
	default:
		want = got.Explanation.Decision == authz.Unknown
	}
	if !want {
		t.Errorf("%s edge %+v cut off by %q: %s by %q", e.Verdict, *e.Ask, e.Layer, got.Explanation.Decision, got.Explanation.DecidedBy)
	}
}
