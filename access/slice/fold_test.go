package slice_test

import (
	"slices"
	"testing"

	"sightline/access/permission"
	"sightline/access/slice"
)

// Folding hides nothing: every node and every line of the whole picture is in
// the folded one, as itself or in a fold.
func TestFoldsConserve(t *testing.T) {
	x := sampleExplorer(t)
	all := pictures(t, x, whole())
	for _, limit := range []int{1, 3, 0, 40} {
		folded := pictures(t, x, slice.Options{Limit: limit})
		for i := range all {
			checkFolded(t, all[i], folded[i], limit)
		}
	}
}

func checkFolded(t *testing.T, all, folded *slice.Slice, limit int) {
	t.Helper()
	name := folded.From + " to " + folded.To
	if limit == 0 {
		limit = slice.DefaultLimit
	}
	if len(folded.Nodes) > slice.MaxNodes || folded.Drawn != len(folded.Nodes) {
		t.Errorf("%s: %d nodes, drawn %d", name, len(folded.Nodes), folded.Drawn)
	}
	if folded.Summary != all.Summary {
		t.Errorf("%s: summary %+v, whole %+v", name, folded.Summary, all.Summary)
	}
	total, perColumn := 0, make([]int, 5)
	for _, n := range folded.Nodes {
		perColumn[n.Column]++
		total += max(n.Folded, 1)
		if n.Folded != len(n.Members) && n.Folded > 0 && n.Folded <= 50 || len(n.Members) > 50 {
			t.Errorf("%s: fold %s of %d names %d", name, n.Name, n.Folded, len(n.Members))
		}
	}
	if total != len(all.Nodes) || folded.Folded != total-folded.Drawn+foldsOf(folded) {
		t.Errorf("%s: %d nodes and folds stand for %d of %d", name, folded.Drawn, total, len(all.Nodes))
	}
	for c, n := range perColumn {
		if n > max(limit, 2) {
			t.Errorf("%s: column %d has %d cards, limit %d", name, c, n, limit)
		}
		if folded.Columns[c].Total != all.Columns[c].Total {
			t.Errorf("%s: column %d of %d, whole %d", name, c, folded.Columns[c].Total, all.Columns[c].Total)
		}
	}
	checkBundles(t, name, all, folded)
}

func foldsOf(s *slice.Slice) (n int) {
	for i := range s.Nodes {
		if s.Nodes[i].Folded > 0 {
			n++
		}
	}
	return n
}

// checkBundles: no path is lost but those within one fold, a bundle counts its
// lines, and a denied line is never under one that is not.
func checkBundles(t *testing.T, name string, all, folded *slice.Slice) {
	t.Helper()
	paths, most := 0, 0
	for _, e := range all.Edges {
		most += e.Paths
	}
	for _, e := range folded.Edges {
		paths += e.Paths
		sum := 0
		for v, n := range e.Best {
			sum += n
			if (v == permission.Denied) != (e.Verdict == permission.Denied) {
				t.Errorf("%s: a %s edge bundles %s", name, e.Verdict, v)
			}
			if order(v) < order(e.Verdict) {
				t.Errorf("%s: a %s edge hides a path that is %s", name, e.Verdict, v)
			}
		}
		if len(e.Best) > 0 && sum != e.Paths || len(e.Best) == 0 && e.Paths != 1 {
			t.Errorf("%s: %d paths, of which %v", name, e.Paths, e.Best)
		}
		if e.Verdict == permission.Denied != (e.Layer != "") {
			t.Errorf("%s: a %s edge has layer %q", name, e.Verdict, e.Layer)
		}
		if len([]rune(e.Word)) > 8 || (e.Word == "") != (e.Verdict == permission.Allowed) {
			t.Errorf("%s: a %s edge has the word %q", name, e.Verdict, e.Word)
		}
	}
	if paths > most || foldsOf(folded) == 0 && paths != most {
		t.Errorf("%s: %d paths, whole %d", name, paths, most)
	}
}

func order(v permission.Verdict) int {
	return slices.Index([]permission.Verdict{permission.Allowed, permission.Conditional, permission.Undetermined, permission.Denied}, v)
}

// The same question gives the same bytes, also of an explorer that has answered
// before and of one that has not.
func TestPicturesRepeat(t *testing.T) {
	a, b := sampleExplorer(t), sampleExplorer(t)
	first := pictures(t, a, slice.Options{})
	for i, again := range pictures(t, a, slice.Options{}) {
		if text(t, first[i]) != text(t, again) {
			t.Fatalf("from %s to %s differs the second time", again.From, again.To)
		}
	}
	for i, other := range pictures(t, b, slice.Options{}) {
		if text(t, first[i]) != text(t, other) {
			t.Fatalf("from %s to %s differs", other.From, other.To)
		}
	}
}

// Opening a fold shows its nodes under the ids that they always have, a number
// at a time, and leaves what was there.
func TestOpeningFolds(t *testing.T) {
	x := sampleExplorer(t)
	const start = "arn:aws:iam::222233334444:role/bastion-admin"
	all := from(t, x, start, whole())
	o := slice.Options{Limit: 4}
	for range 200 {
		s := from(t, x, start, o)
		fold := slices.IndexFunc(s.Nodes, func(n slice.Node) bool { return n.Folded > 0 })
		if fold < 0 {
			if len(s.Nodes) != len(all.Nodes) {
				t.Errorf("%d nodes with all folds open, %d in all", len(s.Nodes), len(all.Nodes))
			}
			return
		}
		n := s.Nodes[fold]
		o.Open = append(o.Open, n.ID)
		opened := from(t, x, start, o)
		if opened.Truncated {
			return // as many nodes as there may be
		}
		if got, want := opened.Folded, s.Folded-min(4, n.Folded); got != want && got != want-1 {
			t.Errorf("opening %s of %d leaves %d folded of %d", n.Name, n.Folded, got, s.Folded)
		}
		for _, before := range s.Nodes {
			if before.ID != n.ID && nodeOf(opened, before.ID) == nil {
				t.Errorf("opening %s took %s away", n.Name, before.Name)
			}
		}
		for _, after := range opened.Nodes {
			if after.Folded == 0 && nodeOf(all, after.ID) == nil {
				t.Errorf("%s has an id that it has nowhere else", after.Name)
			}
		}
	}
	t.Error("no end of folds")
}

// What the subject itself may do, and resources of which there is something to
// say, are in view, not in folds.
func TestFoldsLeaveWhatMatters(t *testing.T) {
	x := sampleExplorer(t)
	for _, start := range starts(x.Asker().Snapshot) {
		all, folded := from(t, x, start, whole()), from(t, x, start, slice.Options{})
		telling := 0
		for i := range all.Nodes {
			n := &all.Nodes[i]
			sources := sourcesOf(all, n)
			own := n.Kind == slice.NodeAction && len(sources) == 1 && sources[0].Root
			if n.Public || n.Cut && n.Column == slice.ColumnResources || n.Unread && n.Column == slice.ColumnResources {
				telling++
			} else if !own {
				continue
			}
			if telling <= slice.DefaultLimit/2 && nodeOf(folded, n.ID) == nil {
				t.Errorf("from %s: %s %s is folded away", start, n.Kind, n.Name)
			}
		}
	}
}
