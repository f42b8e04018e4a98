package reach

import (
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// TestShortcutsAgreeWithTheEvaluator: what the explorer leaves out or reads off
// grants is what the evaluator says, for every caller and resource of the
// sample and of a generated organization.
func TestShortcutsAgreeWithTheEvaluator(t *testing.T) {
	t.Run("sample", func(t *testing.T) { shortcuts(t, New(sampleWorld(t), Options{})) })
	t.Run("generated", func(t *testing.T) { shortcuts(t, New(generatedWorld(t), Options{})) })
}

func shortcuts(t *testing.T, x *Explorer) {
	plain, none := 0, 0
	for _, a := range callers(x) {
		near := make(map[string]bool)
		for _, s := range x.terrain.sites(a) {
			near[s.r.ARN] = true
		}
		for i := range x.snap.Data().Resources {
			s := x.terrain.site(x.snap.Data().Resources[i].ARN)
			asked, err := x.ask(a, s)
			if err != nil {
				t.Fatal(err)
			}
			var got []Part
			if near[s.r.ARN] {
				if got, err = x.access(a, s); err != nil {
					t.Fatal(err)
				}
			}
			if want := said(asked); said(got) != want {
				t.Errorf("%s on %s:\n got  %s\n want %s", a.shown, s.r.ARN, said(got), want)
			}
			if s.plain && s.r.Account == a.account && len(got) > 0 {
				plain++
			}
			if len(got) == 0 {
				none++
			}
		}
	}
	if plain < 50 || none < 500 {
		t.Errorf("only %d answers could be read off grants and %d were empty: the law was hardly tried", plain, none)
	}
}

// said writes parts with their reasons in a fixed order.
func said(parts []Part) string {
	var lines []string
	for _, p := range parts {
		p.Because = slices.Clone(p.Because)
		slices.SortFunc(p.Because, func(a, b permission.Reason) int {
			return strings.Compare(partKey(&Part{Because: []permission.Reason{a}}), partKey(&Part{Because: []permission.Reason{b}}))
		})
		lines = append(lines, partKey(&p))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n      ")
}

// callers lists every actor of a snapshot that makes requests.
func callers(x *Explorer) []*actor {
	out := []*actor{
		x.actorOf(authz.Principal{}), x.account("777788889999"), x.account("123456789012"),
		x.actorOf(authz.Principal{Kind: authz.KindService, ARN: "cloudtrail.amazonaws.com"}),
	}
	for i := range x.snap.Identities() {
		if id := &x.snap.Identities()[i]; id.Kind != snapshot.KindGroup {
			out = append(out, x.actorOf(x.snap.PrincipalOf(id)))
		}
	}
	for i := range x.snap.Data().Accounts {
		out = append(out, x.actorOf(x.snap.RootOf(x.snap.Data().Accounts[i].ID)))
	}
	return out
}

// TestEveryAssumptionIsFound: the index of trust policies spares questions and
// loses none.
func TestEveryAssumptionIsFound(t *testing.T) {
	x := New(sampleWorld(t), Options{})
	found := 0
	for _, a := range callers(x) {
		if a.principal.Kind == authz.KindAnonymous || a.principal.Kind == authz.KindService {
			continue
		}
		steps, err := assumeRole(x, a)
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[string]bool)
		for _, s := range steps {
			got[s.to.key] = true
		}
		for i := range x.snap.Identities() {
			role := &x.snap.Identities()[i]
			if role.Kind != snapshot.KindRole || role.ARN == a.key {
				continue
			}
			_, want, err := x.become(a, x.assume, role)
			if err != nil {
				t.Fatal(err)
			}
			if want != got[role.ARN] {
				t.Errorf("%s becomes %s: %v, asked directly %v", a.shown, role.ARN, got[role.ARN], want)
			}
			if want {
				found++
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d assumptions in the sample", found)
	}
}

func sampleWorld(t testing.TB) *permission.Asker {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}
