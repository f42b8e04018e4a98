package slice_test

import (
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/internal/generate"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// The answers derived by hand are seen in the pictures.
func TestSampleExpectations(t *testing.T) {
	x := sampleExplorer(t)
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range expected.Reach {
		got := targets(from(t, x, c.Question.From, whole()), anything)
		if l := lacking(got, c.Expect.Reaches); l != "" {
			t.Errorf("from %s lacks %s", c.Question.From, l)
		}
		for _, not := range c.Expect.NotReaches {
			if slices.Contains(got, not) {
				t.Errorf("from %s reaches %s", c.Question.From, not)
			}
		}
	}
	for _, c := range expected.WhoCan {
		checkHolders(t, x, c)
	}
}

// checkHolders looks for principals that have a line to the card of the
// action's level. Whoever is not to have the action may have others of the level,
// but not this one.
func checkHolders(t *testing.T, x *reach.Explorer, c sample.WhoCanCase) {
	t.Helper()
	s := to(t, x, c.Question.Resource, whole())
	got := holdersOf(s, func(n *slice.Node) bool { return n.Level == levelOf(c.Question.Action) })
	if l := lacking(got, c.Expect.Principals); l != "" {
		t.Errorf("to %s %s lacks %s", c.Question.Action, c.Question.Resource, l)
	}
	for _, not := range c.Expect.Not {
		if slices.Contains(got, not) && mayDo(t, x, not, c.Question.Action, c.Question.Resource) {
			t.Errorf("to %s %s has %s", c.Question.Action, c.Question.Resource, not)
		}
	}
}

// mayDo tells whether who-can lists a principal for an action.
func mayDo(t *testing.T, x *reach.Explorer, principal, action, resource string) bool {
	t.Helper()
	actions, err := permission.ParseActions(action)
	if err != nil {
		t.Fatal(err)
	}
	list, err := x.Asker().Who(actions, resource, nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(list, func(h permission.Holder) bool { return h.Principal == principal })
}

// holdersOf lists whom edges join to action sets, through groups or not.
func holdersOf(s *slice.Slice, wanted func(n *slice.Node) bool) []string {
	var out []string
	for i := range s.Nodes {
		if n := &s.Nodes[i]; n.Kind == slice.NodeAction && wanted(n) {
			out = append(out, holders(s, n.ID)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func holders(s *slice.Slice, node string) (out []string) {
	for _, e := range s.Edges {
		if e.To != node || e.Verdict == permission.Denied {
			continue
		}
		if n := nodeOf(s, e.From); n.Kind == slice.NodeGroup {
			out = append(out, holders(s, n.ID)...)
		} else {
			out = append(out, n.ARN)
		}
	}
	return out
}

func nodeOf(s *slice.Slice, id string) *slice.Node {
	for i := range s.Nodes {
		if s.Nodes[i].ID == id {
			return &s.Nodes[i]
		}
	}
	return nil
}

// From agrees with reach: the same targets, for every start.
func TestFromAgreesWithReach(t *testing.T) {
	for name, x := range worlds(t) {
		t.Run(name, func(t *testing.T) { agreeWithReach(t, x) })
	}
}

// worlds are the sample and one that is made up.
func worlds(t *testing.T) map[string]*reach.Explorer {
	t.Helper()
	return map[string]*reach.Explorer{
		"sample":    sampleExplorer(t),
		"generated": generated(t, generate.Options{Accounts: 3, Principals: 24, Resources: 30, Seed: 7}),
	}
}

func agreeWithReach(t *testing.T, x *reach.Explorer) {
	t.Helper()
	for _, start := range starts(x.Asker().Snapshot) {
		answer, err := x.From(start, "")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		best := make(map[string]permission.Verdict)
		for _, p := range answer.Paths {
			want = append(want, p.Target)
			best[p.Target] = p.Verdict
		}
		s := from(t, x, start, whole())
		got := targets(s, anything)
		if a, b := lacking(got, want), lacking(want, got); a != "" || b != "" {
			t.Errorf("from %s lacks\n  %s\nhas\n  %s", start, a, b)
		}
		checkSummary(t, s, best)
		if answer.Incomplete != s.Incomplete || text(t, answer.Gaps) == "[]" != (text(t, s.Gaps) == "[]") {
			t.Errorf("from %s: incomplete %v and gaps %v, reach says %v and %v", start, s.Incomplete, s.Gaps, answer.Incomplete, answer.Gaps)
		}
	}
}

// checkSummary counts the targets that are resources by reach's verdicts.
func checkSummary(t *testing.T, s *slice.Slice, best map[string]permission.Verdict) {
	t.Helper()
	var want slice.Summary
	for target, v := range best {
		if isIdentity(target) {
			continue
		}
		switch v {
		case permission.Allowed:
			want.Allowed++
		case permission.Conditional:
			want.Conditional++
		default:
			want.Undetermined++
		}
	}
	want.Denied = s.Summary.Denied
	if s.Summary != want {
		t.Errorf("from %s: summary %+v, reach says %+v", s.From, s.Summary, want)
	}
}

func isIdentity(arn string) bool {
	return strings.Contains(arn, ":iam:") && (strings.Contains(arn, ":role/") || strings.Contains(arn, ":user/"))
}

// starts lists everybody and everything that a question may begin at.
func starts(s *snapshot.Snapshot) []string {
	out := []string{"*", "777788889999", "123456789012", "999988887777", "ec2.amazonaws.com", "lambda.amazonaws.com"}
	for i := range s.Identities() {
		if id := &s.Identities()[i]; id.Kind != snapshot.KindGroup {
			out = append(out, id.ARN)
		}
	}
	for _, a := range s.Data().Accounts {
		out = append(out, s.RootOf(a.ID).ARN)
	}
	for i := range s.Data().Resources {
		if r := &s.Data().Resources[i]; r.Role != "" || r.InstanceProfile != "" {
			out = append(out, r.ARN)
		}
	}
	return out
}

// ends lists everything that a question may end at.
func ends(s *snapshot.Snapshot) []string {
	var out []string
	if s.Resource("arn:aws:s3:::kestrel-shipping-labels") != nil {
		out = append(out, "arn:aws:s3:::kestrel-shipping-labels/2026/11/KL-884201.pdf")
	}
	for i := range s.Data().Resources {
		out = append(out, s.Data().Resources[i].ARN)
	}
	for i := range s.Identities() {
		out = append(out, s.Identities()[i].ARN)
	}
	return out
}

// To agrees with who-can: the same principals have access themselves.
func TestToAgreesWithWhoCan(t *testing.T) {
	for name, x := range worlds(t) {
		t.Run(name, func(t *testing.T) { agreeWithWhoCan(t, x) })
	}
}

func agreeWithWhoCan(t *testing.T, x *reach.Explorer) {
	t.Helper()
	all, err := permission.ParseActions("*")
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range ends(x.Asker().Snapshot) {
		list, err := x.Asker().Who(all, end, nil)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, h := range list {
			want = append(want, h.Principal)
		}
		got := holdersOf(to(t, x, end, whole()), func(*slice.Node) bool { return true })
		if a, b := lacking(got, want), lacking(want, got); a != "" || b != "" {
			t.Errorf("to %s lacks\n  %s\nhas\n  %s", end, a, b)
		}
	}
}

// Whoever reaches a resource is seen from it, and the other way round.
func TestFromAndToAgree(t *testing.T) {
	x := sampleExplorer(t)
	reaches := make(map[string][]string)
	for _, start := range starts(x.Asker().Snapshot) {
		s := from(t, x, start, whole())
		for _, target := range targets(s, resources) {
			reaches[target] = append(reaches[target], s.From)
		}
	}
	for i := range x.Asker().Snapshot.Data().Resources {
		end := x.Asker().Snapshot.Data().Resources[i].ARN
		got := sources(to(t, x, end, whole()))
		want := slices.DeleteFunc(reaches[end], func(source string) bool {
			// Accounts of which no policy of the resource speaks come as anyone;
			// of which it names single identities, those come themselves.
			account, root := strings.CutSuffix(source, "root")
			return root && slices.ContainsFunc(got, func(s string) bool { return s == "*" || strings.HasPrefix(s, account) })
		})
		if l := lacking(got, want); l != "" {
			t.Errorf("to %s lacks\n  %s", end, l)
		}
		for _, source := range got {
			if strings.HasPrefix(source, "arn:aws:iam:") && !strings.Contains(source, "provider") && x.Asker().Snapshot.Identity(source) != nil && !slices.Contains(reaches[end], source) {
				t.Errorf("to %s has %s, from which nothing leads there", end, source)
			}
		}
	}
}
