package slice_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/snapshot"
)

func explorerOf(t testing.TB, data snapshot.Data) *reach.Explorer {
	t.Helper()
	s, err := snapshot.NewBuilder(data).Build()
	if err != nil {
		t.Fatal(err)
	}
	return reach.New(permission.New(s, eval.New(), catalog.Embedded()), reach.Options{})
}

func sampleData(t testing.TB) snapshot.Data {
	t.Helper()
	data, err := sample.Data()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sampleExplorer(t testing.TB) *reach.Explorer { return explorerOf(t, sampleData(t)) }

// whole draws everything, without folds.
func whole() slice.Options { return slice.Options{Limit: -1} }

func from(t testing.TB, x *reach.Explorer, text string, o slice.Options) *slice.Slice {
	t.Helper()
	s, err := slice.From(x, text, o)
	if err != nil {
		t.Fatalf("from %s: %v", text, err)
	}
	return s
}

func to(t testing.TB, x *reach.Explorer, text string, o slice.Options) *slice.Slice {
	t.Helper()
	s, err := slice.To(x, text, o)
	if err != nil {
		t.Fatalf("to %s: %v", text, err)
	}
	return s
}

// follow lists the nodes that lines lead to from some, along lines that are
// not denied or, with cut, along all; back turns the lines round.
func follow(s *slice.Slice, start []string, back, cut bool) map[string]bool {
	found := make(map[string]bool)
	for _, id := range start {
		found[id] = true
	}
	for queue := slices.Clone(start); len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		for _, e := range s.Edges {
			from, to := e.From, e.To
			if back {
				from, to = to, from
			}
			if from == at && !found[to] && (cut || e.Verdict != permission.Denied) {
				found[to] = true
				queue = append(queue, to)
			}
		}
	}
	return found
}

func roots(s *slice.Slice) (out []string) {
	for _, n := range s.Nodes {
		if n.Root {
			out = append(out, n.ID)
		}
	}
	return out
}

// targets lists what is reached from the subject.
func targets(s *slice.Slice, want func(n *slice.Node) bool) []string {
	found := follow(s, roots(s), false, false)
	var out []string
	for i := range s.Nodes {
		if n := &s.Nodes[i]; found[n.ID] && !n.Root && n.ARN != "" && want(n) {
			out = append(out, n.ARN)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func anything(n *slice.Node) bool { return n.Kind != slice.NodeGroup }

func resources(n *slice.Node) bool { return n.Column == slice.ColumnResources }

// sources lists who reaches the object.
func sources(s *slice.Slice) []string {
	found := follow(s, roots(s), true, false)
	var out []string
	for i := range s.Nodes {
		if n := &s.Nodes[i]; found[n.ID] && !n.Root && n.Column <= slice.ColumnGroups && n.Kind != slice.NodeGroup {
			out = append(out, n.ARN)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func text(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func lacking(got, want []string) string {
	var out []string
	for _, w := range want {
		if !slices.Contains(got, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, "\n  ")
}
