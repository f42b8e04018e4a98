package reach

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sightline/access/graph"
	"sightline/access/permission"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/generate"
	"sightline/snapshot"
)

// TestColumnsAgreeWithAccess: what paths over the five columns say of an
// identity and a resource is what access says, no more and no less.
func TestColumnsAgreeWithAccess(t *testing.T) {
	for name, k := range map[string]*permission.Asker{"sample": sampleWorld(t), "generated": generatedWorld(t)} {
		t.Run(name, func(t *testing.T) {
			w, err := Build(k, Options{})
			if err != nil {
				t.Fatal(err)
			}
			x := New(k, Options{})
			pairs := 0
			for _, a := range callers(x) {
				n := w.Graph.Find(a.kind, a.key)
				if n == graph.NoNode && x.snap.Account(a.account) == nil {
					continue // an outsider whom nothing names
				}
				got := columnsOf(w.Graph, n)
				want := accessOf(t, x, a)
				pairs += len(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s:\n only in the graph: %s\n only asked: %s", a.shown, minus(got, want), minus(want, got))
				}
			}
			if pairs < 300 {
				t.Errorf("only %d pairs: the law was hardly tried", pairs)
			}
		})
	}
}

// columnsOf lists "resource action verdict" as the graph has it.
func columnsOf(g *graph.Graph[Evidence], from graph.NodeID) []string {
	if from == graph.NoNode {
		return nil
	}
	found := make(map[string]bool)
	for _, e := range g.Out(from) {
		switch e.Kind {
		case MemberOf:
			for _, e := range g.Out(e.To) {
				rowOf(g, e, found)
			}
		case Grants:
			rowOf(g, e, found)
		}
	}
	return sortedKeys(found)
}

func rowOf(g *graph.Graph[Evidence], grant graph.Edge[Evidence], found map[string]bool) {
	for _, applies := range g.Out(grant.To) {
		for _, contains := range g.Out(applies.To) {
			for _, action := range grant.Evidence.Actions {
				found[fmt.Sprint(g.Node(contains.To).ID, " ", action, " ", grant.Evidence.Verdict)] = true
			}
		}
	}
}

func accessOf(t *testing.T, x *Explorer, a *actor) []string {
	t.Helper()
	found := make(map[string]bool)
	for _, s := range x.terrain.sites(a) {
		parts, err := x.access(a, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			for _, action := range p.Actions {
				found[fmt.Sprint(s.r.ARN, " ", action, " ", p.Verdict)] = true
			}
		}
	}
	return sortedKeys(found)
}

func minus(a, b []string) string {
	only := slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	if len(only) > 5 {
		only = append(only[:5], "…")
	}
	return strings.Join(only, ", ")
}

// TestWholeHoldsTheMovementsOfEveryStart: who can become whom in the whole
// graph is what From finds from each start.
func TestWholeHoldsTheMovementsOfEveryStart(t *testing.T) {
	k := sampleWorld(t)
	w, err := Build(k, Options{})
	if err != nil {
		t.Fatal(err)
	}
	x := New(k, Options{MaxDepth: 50})
	moving := graph.Except(MemberOf, Grants, AppliesTo, Contains, Access)
	for _, a := range x.starts() {
		m, err := x.movements(a)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, n := range m.tree.Nodes() {
			v, _ := m.tree.Verdict(n)
			want = append(want, m.actors[n].key+" "+v.String())
		}
		tree := w.Graph.Reach(graph.Search{Kinds: moving}, w.Graph.Find(a.kind, a.key))
		for _, n := range tree.Nodes() {
			v, _ := tree.Verdict(n)
			got = append(got, w.Graph.Node(n).ID+" "+v.String())
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("from %s:\n only in the graph: %s\n only from there: %s", a.shown, minus(got, want), minus(want, got))
		}
	}
}

// TestColumnsAreFactored: 20 roles under one managed policy and 50 queues are
// 1,000 pairs, and 70 edges with a few of the columns.
func TestColumnsAreFactored(t *testing.T) {
	var b snapshot.Builder
	d := b.Data()
	d.Accounts = []snapshot.Account{{ID: "111122223333", OrganizationKnown: true, Collected: []string{"AWS::IAM", "AWS::SQS::Queue"}}}
	shared := "arn:aws:iam::111122223333:policy/shared"
	d.Policies = []snapshot.Managed{{ARN: shared, Attachment: b.Attach("shared",
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:SendMessage"],"Resource":"*"}]}`, "", 0)}}
	for i := range 20 {
		name := fmt.Sprint("role-", i)
		trust := b.Attach("", `{"Version":"2012-10-17","Statement":[]}`, "", 0)
		d.Identities = append(d.Identities, snapshot.Identity{
			Kind: snapshot.KindRole, ARN: "arn:aws:iam::111122223333:role/" + name,
			Name: name, Account: "111122223333", Attached: []string{shared}, Trust: &trust,
		})
	}
	for i := range 50 {
		name := fmt.Sprint("queue-", i)
		d.Resources = append(d.Resources, snapshot.Resource{
			ARN: "arn:aws:sqs:eu-west-1:111122223333:" + name, Type: "AWS::SQS::Queue",
			Name: name, Account: "111122223333", Region: "eu-west-1", PolicyRead: true,
		})
	}
	w, err := Build(askerOf(t, &b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	root := len(w.Graph.Out(w.Graph.Find(NodeIdentity, "arn:aws:iam::111122223333:root")))
	if _, edges := w.Graph.Len(); edges != 20+1+50+root*(2+50) {
		t.Errorf("%d edges, of them %d rows of the root user", edges, root)
	}
	queue := w.Graph.Find(NodeResource, "arn:aws:sqs:eu-west-1:111122223333:queue-7")
	if n := len(w.Graph.ReachedBy(graph.Search{}, queue).Nodes()); n < 20 {
		t.Errorf("%d nodes lead to a queue", n)
	}
}

// A group's rows must not leak to a member whose boundary cuts them.
func TestGroupNodesDoNotLeak(t *testing.T) {
	w, err := Build(leaky(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	read := func(user string) []string {
		return columnsOf(w.Graph, w.Graph.Find(NodeIdentity, "arn:aws:iam::111122223333:user/"+user))
	}
	queue := "arn:aws:sqs:eu-west-1:111122223333:jobs"
	if got := read("free"); !slices.Equal(got, []string{queue + " sqs:ReceiveMessage allowed", queue + " sqs:SendMessage allowed"}) {
		t.Errorf("free: %v", got)
	}
	if got := read("bound"); !slices.Equal(got, []string{queue + " sqs:SendMessage allowed"}) {
		t.Errorf("bound: %v", got)
	}
	for _, e := range w.Graph.Out(w.Graph.Find(NodeIdentity, "arn:aws:iam::111122223333:user/bound")) {
		if n := w.Graph.Node(e.To); e.Kind != MemberOf || Name(n) != "arn:aws:iam::111122223333:group/devs" {
			t.Errorf("bound: an edge %s to %s", w.Graph.Doc(e.Kind).Name, n.ID)
		}
	}
}

func leaky(t *testing.T) *permission.Asker {
	t.Helper()
	var b snapshot.Builder
	d := b.Data()
	d.Accounts = []snapshot.Account{{ID: "111122223333", OrganizationKnown: true, Collected: []string{"AWS::IAM", "AWS::SQS::Queue"}}}
	document := func(actions string) snapshot.Attachment {
		return b.Attach("own", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[`+actions+`],"Resource":"*"}]}`, "", 0)
	}
	group, limit := "arn:aws:iam::111122223333:group/devs", "arn:aws:iam::111122223333:policy/limit"
	d.Policies = []snapshot.Managed{{ARN: limit, Attachment: document(`"sqs:SendMessage"`)}}
	d.Identities = []snapshot.Identity{
		{
			Kind: snapshot.KindGroup, ARN: group, Name: "devs", Account: "111122223333",
			Inline: []snapshot.Attachment{document(`"sqs:SendMessage","sqs:ReceiveMessage"`)},
		},
		{Kind: snapshot.KindUser, ARN: "arn:aws:iam::111122223333:user/free", Name: "free", Account: "111122223333", Groups: []string{group}},
		{Kind: snapshot.KindUser, ARN: "arn:aws:iam::111122223333:user/bound", Name: "bound", Account: "111122223333", Groups: []string{group}, Boundary: limit},
	}
	d.Resources = []snapshot.Resource{{
		ARN: "arn:aws:sqs:eu-west-1:111122223333:jobs", Type: "AWS::SQS::Queue", Name: "jobs",
		Account: "111122223333", Region: "eu-west-1", PolicyRead: true,
	}}
	return askerOf(t, &b)
}

func askerOf(t testing.TB, b *snapshot.Builder) *permission.Asker {
	t.Helper()
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}

func generatedWorld(t testing.TB) *permission.Asker {
	return generated(t, generate.Options{Accounts: 3, Principals: 20, Resources: 30, Seed: 5})
}

func generated(t testing.TB, o generate.Options) *permission.Asker {
	t.Helper()
	s, err := generate.Snapshot(o)
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}

// Every kind that has a file of its own says what it means.
func TestSchemaIsComplete(t *testing.T) {
	s := Schema()
	if len(s.Edges) != int(Contains)+1 || len(s.Nodes) != int(NodeAnyone)+1 {
		t.Errorf("%d edge and %d node kinds are registered", len(s.Edges), len(s.Nodes))
	}
	for _, rule := range moves() {
		if kindName(rule.kind) == "" || !strings.HasSuffix(s.Edges[rule.kind].Doc, ".") {
			t.Errorf("kind %d has no sentence", rule.kind)
		}
	}
}

func BenchmarkFromAdministrator(b *testing.B) {
	k := generated(b, generate.Options{Accounts: 1, Principals: 500, Resources: 1000, Seed: 1, RolePercent: 99})
	from := ""
	most := 0
	for i := range k.Snapshot.Identities() {
		id := &k.Snapshot.Identities()[i]
		if id.Kind == snapshot.KindRole && len(id.Attached)+len(id.Inline) > most {
			from, most = id.ARN, len(id.Attached)+len(id.Inline)
		}
	}
	b.ResetTimer()
	for range b.N {
		answer, err := From(k, from, "", Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(answer.Paths)), "paths")
	}
}

func BenchmarkBuild(b *testing.B) {
	k := generated(b, generate.Options{Accounts: 1, Principals: 100, Resources: 200, Seed: 1})
	b.ResetTimer()
	for range b.N {
		if _, err := Build(k, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
