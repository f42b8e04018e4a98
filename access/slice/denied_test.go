package slice_test

import (
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/iam/catalog"
)

const (
	prod   = "arn:aws:iam::222233334444:"
	shared = "arn:aws:iam::444455556666:"
)

// A denied edge leads from whom a policy allows something to what a layer keeps
// from them, and says which layer.
func TestDeniedEdgesSayWhatCutsThemOff(t *testing.T) {
	x := sampleExplorer(t)
	for _, c := range []denial{
		{prod + "user/alice", "arn:aws:s3:::kestrel-backups-eu", "/db.dump", "s3:DeleteObject", "scp"},
		{prod + "role/bastion-admin", "arn:aws:s3:::kestrel-backups-eu", "/db.dump", "s3:DeleteObject", "scp"},
		{prod + "role/developer", "arn:aws:s3:::kestrel-backups-eu", "", "s3:PutBucketPolicy", "boundary"},
		{prod + "role/bastion-admin", "arn:aws:kms:eu-west-1:222233334444:key/2e8d7c3b-5a6f-4b9e-8c2d-7f1a0b4e6d22", "", "kms:Decrypt", "resource"},
		{"*", "arn:aws:s3:::kestrel-web-preview", "/index.html", "s3:GetObject", "publicAccessBlock"},
		{"arn:aws:iam::333344445555:role/legacy-etl", "arn:aws:s3:::kestrel-test-fixtures", "/a", "s3:GetObject", "resource"},
	} {
		c.check(t, x)
		c.fromPicture(t, from(t, x, c.from, whole()))
		c.toPicture(t, to(t, x, c.target, whole()))
	}
}

// A denial is an action that a layer cuts off, on a resource or inside it.
type denial struct{ from, target, inside, action, layer string }

// check asks whether the layer decides.
func (c *denial) check(t *testing.T, x *reach.Explorer) {
	t.Helper()
	got, err := slice.Explain(x.Asker(), slice.Request{Principal: c.from, Action: c.action, Resource: c.target + c.inside})
	if err != nil || got.Verdict != permission.Denied || string(got.Explanation.DecidedBy) != c.layer {
		t.Errorf("%+v: %v, %s by %s", c, err, got.Verdict, got.Explanation.DecidedBy)
	}
}

// fromPicture looks for a denied line from the caller's card of the action's
// level to the group of the resource.
func (c *denial) fromPicture(t *testing.T, s *slice.Slice) {
	t.Helper()
	for _, e := range s.Edges {
		set := nodeOf(s, e.From)
		if set.Kind == slice.NodeAction && set.Level == levelOf(c.action) && joined(s, c.from, set.ID) && joins(s, e.To, c.target) &&
			e.Verdict == permission.Denied && e.Layer == c.layer {
			return
		}
	}
	t.Errorf("from %q: no denied line of %+v", s.From, c)
}

// toPicture looks for a denied line from the caller to the card of the level.
func (c *denial) toPicture(t *testing.T, s *slice.Slice) {
	t.Helper()
	for _, e := range s.Edges {
		set := nodeOf(s, e.To)
		if set.Kind == slice.NodeAction && set.Level == levelOf(c.action) && nodeOf(s, e.From).ARN == c.from && e.Verdict == permission.Denied && e.Layer == c.layer {
			return
		}
	}
	t.Errorf("to %q: no denied line of %+v", s.To, c)
}

// joined tells whether a line leads from somebody to a node, joins whether one
// leads from a node to a resource.
func joined(s *slice.Slice, arn, to string) bool {
	return slices.ContainsFunc(s.Edges, func(e slice.Edge) bool { return e.To == to && nodeOf(s, e.From).ARN == arn })
}

func joins(s *slice.Slice, from, arn string) bool {
	return slices.ContainsFunc(s.Edges, func(e slice.Edge) bool { return e.From == from && nodeOf(s, e.To).ARN == arn })
}

// levelOf is the level of an action; one that nobody knows counts as a write.
func levelOf(action string) string {
	if l := catalog.Embedded().Levels(action); l != 0 {
		return l.Primary().String()
	}
	return "write"
}

// Roles that would admit a caller, were it not for a layer.
func TestDeniedHops(t *testing.T) {
	x := sampleExplorer(t)
	for _, c := range []struct{ from, role, layer string }{
		{shared + "role/ci-deploy", prod + "role/deploy", "boundary"},
		{"123456789012", shared + "role/contractor-audit", "rcp"},
	} {
		s := from(t, x, c.from, slice.Options{})
		found := false
		for _, e := range s.Edges {
			n := nodeOf(s, e.To)
			if n.ARN == c.role && e.Verdict == permission.Denied && e.Layer == c.layer {
				found = n.Cut && e.Ask != nil && e.Word != ""
			}
		}
		if !found {
			t.Errorf("from %s: no denied edge to %s by %s", c.from, c.role, c.layer)
		}
	}
	c := denial{"arn:aws:iam::123456789012:root", shared + "role/contractor-audit", "", "sts:AssumeRole", "rcp"}
	c.toPicture(t, to(t, x, c.target, whole()))
}

// The RCP keeps outsiders from what a bucket's policy opens to them.
func TestDeniedByAResourceControlPolicy(t *testing.T) {
	k := sampleExplorer(t).Asker()
	seen := false
	x := reach.New(k, reach.Options{})
	for i := range k.Snapshot.Data().Resources {
		s := to(t, x, k.Snapshot.Data().Resources[i].ARN, slice.Options{})
		for _, e := range s.Edges {
			seen = seen || e.Layer == "rcp" && e.Verdict == permission.Denied
		}
	}
	if !seen {
		t.Error("nothing is cut off by a resource control policy")
	}
}

// Whatever the filters, what is shown keeps to them.
func TestFilters(t *testing.T) {
	x := sampleExplorer(t)
	const start = prod + "user/alice"
	all := from(t, x, start, whole())
	for name, c := range map[string]struct {
		o  slice.Options
		ok func(n *slice.Node) bool
	}{
		"level":   {slice.Options{Levels: []string{"read"}}, func(n *slice.Node) bool { return n.Kind != slice.NodeAction || n.Level == "read" }},
		"service": {slice.Options{Services: []string{"S3"}}, func(n *slice.Node) bool { return n.Kind != slice.NodeAction || strings.HasPrefix(n.Members[0], "s3:") }},
		"account": {slice.Options{Accounts: []string{"111122223333"}}, func(n *slice.Node) bool { return n.Column != 4 || n.Account == "111122223333" }},
	} {
		c.o.Limit = -1
		s := from(t, x, start, c.o)
		if len(s.Nodes) >= len(all.Nodes) || len(s.Nodes) < 2 {
			t.Errorf("%s: %d nodes of %d", name, len(s.Nodes), len(all.Nodes))
		}
		for i := range s.Nodes {
			if n := &s.Nodes[i]; !c.ok(n) || n.Folded == 0 && nodeOf(all, n.ID) == nil && n.Kind != slice.NodeAction && n.Kind != slice.NodeResourceGroup && n.Kind != slice.NodeGroup {
				t.Errorf("%s: %s %s is shown", name, n.Kind, n.Name)
			}
		}
		checkNoLooseEnds(t, s)
	}
}

// checkNoLooseEnds: every node but the subject lies on a path from it to a
// resource.
func checkNoLooseEnds(t *testing.T, s *slice.Slice) {
	t.Helper()
	var ends []string
	for _, n := range s.Nodes {
		if n.Column == slice.ColumnResources {
			ends = append(ends, n.ID)
		}
	}
	reached, leads := follow(s, roots(s), false, true), follow(s, ends, true, true)
	for _, n := range s.Nodes {
		if !n.Root && (!reached[n.ID] || !leads[n.ID]) {
			t.Errorf("%s %s leads nowhere", n.Kind, n.Name)
		}
	}
}

func TestVerdictFilter(t *testing.T) {
	x := sampleExplorer(t)
	for _, v := range []permission.Verdict{permission.Allowed, permission.Conditional, permission.Undetermined, permission.Denied} {
		s := from(t, x, prod+"user/alice", slice.Options{Limit: -1, Verdicts: []permission.Verdict{v}})
		worst := permission.Allowed
		for _, e := range s.Edges {
			if order(e.Verdict) > order(v) {
				t.Errorf("%s: an edge is %s", v, e.Verdict)
			}
			if order(e.Verdict) > order(worst) {
				worst = e.Verdict
			}
		}
		if worst != v || len(s.Edges) == 0 {
			t.Errorf("%s: the worst of %d edges is %s", v, len(s.Edges), worst)
		}
	}
}

// Between two, there is a path exactly where reach finds one, and nothing else.
func TestBetweenAgreesWithReach(t *testing.T) {
	x := sampleExplorer(t)
	s := x.Asker().Snapshot
	var targets []string
	for i := range s.Data().Resources {
		if i%4 == 0 {
			targets = append(targets, s.Data().Resources[i].ARN)
		}
	}
	targets = append(targets, prod+"role/payments-reader", prod+"role/deploy", "arn:aws:s3:::kestrel-audit/AWSLogs/1.json.gz")
	for _, start := range []string{prod + "user/alice", "i-0a1b2c3d4e5f60718", shared + "role/ci-deploy", "777788889999", "*"} {
		for _, target := range targets {
			checkBetween(t, x, start, target)
		}
	}
}

func checkBetween(t *testing.T, x *reach.Explorer, start, target string) {
	t.Helper()
	answer, err := x.From(start, target)
	if err != nil {
		t.Fatal(err)
	}
	s, err := slice.Between(x, start, target, whole())
	if err != nil {
		t.Fatal(err)
	}
	var object *slice.Node
	for i := range s.Nodes {
		if s.Nodes[i].Root && s.Nodes[i].ARN == target {
			object = &s.Nodes[i]
		}
	}
	if object == nil || s.Object == nil || s.Subject.ARN == "" && start != "*" {
		t.Fatalf("from %s to %s: object %v, subject %+v", start, target, s.Object, s.Subject)
	}
	open := follow(s, []string{object.ID}, true, false)
	reached := false
	for _, n := range s.Nodes {
		reached = reached || n.Root && n.ID != object.ID && open[n.ID]
	}
	if want := len(answer.Paths) > 0; reached != want && !strings.Contains(target, ":role/") {
		t.Errorf("from %s to %s: %v, reach says %v", start, target, reached, want)
	}
	back := follow(s, []string{object.ID}, true, true)
	for _, n := range s.Nodes {
		if !back[n.ID] && !n.Root {
			t.Errorf("from %s to %s: %s does not lead there", start, target, n.Name)
		}
	}
}
