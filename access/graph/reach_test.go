package graph

import "testing"

func TestReachPrefersVerdictThenLength(t *testing.T) {
	g := draw(t, "a>b", "b>c", "c>z", "a?z", "a!y", "a?x", "x?y", "^a>d", "d!a")
	tree := g.Reach(Search{}, at(t, g, "a"))
	for name, want := range map[string]string{
		"a": " = allowed",
		"z": "a>b b>c c>z = allowed",
		"y": "a?x x?y = conditional",
		"d": "^a>d = allowed",
	} {
		p, ok := tree.Path(at(t, g, name))
		if !ok || show(p) != want {
			t.Errorf("path to %s: %q, want %q", name, show(p), want)
		}
	}
	p, _ := tree.PathWithin(at(t, g, "z"), Conditional)
	if show(p) != "a?z = conditional" {
		t.Errorf("shortest conditional path to z: %s", show(p))
	}
}

// The shortest conditional path to y enters b by a conditional edge, though b
// itself is reached without condition on a longer way.
func TestAShorterPathMayEnterANodeWithAWorseVerdict(t *testing.T) {
	g := draw(t, "a>m", "m>n", "n>b", "a?b", "b?y")
	p, _ := g.Reach(Search{}, at(t, g, "a")).Path(at(t, g, "y"))
	if show(p) != "a?b b?y = conditional" {
		t.Errorf("got %s", show(p))
	}
}

func TestSearchLimits(t *testing.T) {
	g := draw(t, "a>b", "b>c", "^c>d", "d>e")
	for _, c := range []struct {
		name   string
		search Search
		to     string
		want   bool
	}{
		{"depth reaches", Search{MaxDepth: 2}, "c", true},
		{"depth ends", Search{MaxDepth: 2}, "d", false},
		{"kind is followed", Search{Kinds: Only(walkTo, flyTo)}, "e", true},
		{"kind is not followed", Search{Kinds: Only(walkTo)}, "d", false},
		{"kind is excepted", Search{Kinds: Except(flyTo)}, "d", false},
	} {
		_, reached := g.Reach(c.search, at(t, g, "a")).Path(at(t, g, c.to))
		_, found := g.Shortest(c.search, at(t, g, "a"), at(t, g, c.to))
		_, back := g.ReachedBy(c.search, at(t, g, c.to)).Path(at(t, g, "a"))
		if reached != c.want || found != c.want || back != c.want {
			t.Errorf("%s: reach %v, shortest %v, reverse %v, want %v", c.name, reached, found, back, c.want)
		}
	}
}

func TestReachedByGivesPathsInWalkingOrder(t *testing.T) {
	g := draw(t, "a>b", "b?c", "x>c")
	tree := g.ReachedBy(Search{}, at(t, g, "c"))
	if p, ok := tree.Path(at(t, g, "a")); !ok || show(p) != "a>b b?c = conditional" {
		t.Errorf("got %s", show(p))
	}
	if p, ok := tree.Path(at(t, g, "x")); !ok || show(p) != "x>c = allowed" {
		t.Errorf("got %s", show(p))
	}
	if d, ok := tree.Depth(at(t, g, "a"), Undetermined); !ok || d != 2 {
		t.Errorf("depth %d %v", d, ok)
	}
}

func TestSeveralStarts(t *testing.T) {
	g := draw(t, "a>c", "b>d", "c>e", "d>e")
	tree := g.Reach(Search{}, at(t, g, "a"), at(t, g, "b"), at(t, g, "a"), NoNode)
	if got := len(tree.Nodes()); got != 5 {
		t.Errorf("reached %d nodes, want 5", got)
	}
}

func TestCyclesEnd(t *testing.T) {
	g := draw(t, "a>b", "b>a", "b>b", "b>c")
	p, ok := g.Shortest(Search{}, at(t, g, "a"), at(t, g, "c"))
	if !ok || show(p) != "a>b b>c = allowed" {
		t.Errorf("got %s", show(p))
	}
	if _, ok := g.Shortest(Search{}, at(t, g, "c"), at(t, g, "a")); ok {
		t.Error("found a path against the direction of the edges")
	}
}

func TestAllWithin(t *testing.T) {
	g := draw(t, "a>b", "a!b", "b>c", "a>c", "b>a", "c>b", "^a?c")
	for _, c := range []struct {
		name         string
		depth, limit int
		want         []string
		truncated    bool
	}{
		{"all", 5, 10, []string{"a>c = allowed", "a>b b>c = allowed", "^a?c = conditional", "a!b b>c = undetermined"}, false},
		{"one edge", 1, 10, []string{"a>c = allowed", "^a?c = conditional"}, false},
		{"cut off", 5, 3, []string{"a>c = allowed", "a>b b>c = allowed", "^a?c = conditional"}, true},
	} {
		paths, truncated := g.AllWithin(Search{}, at(t, g, "a"), at(t, g, "c"), c.depth, c.limit)
		var got []string
		for _, p := range paths {
			got = append(got, show(p))
		}
		if !equal(got, c.want) || truncated != c.truncated {
			t.Errorf("%s: got %q truncated %v", c.name, got, truncated)
		}
	}
	if paths, _ := g.AllWithin(Search{}, at(t, g, "a"), at(t, g, "a"), 5, 10); len(paths) != 1 || len(paths[0].Edges) != 0 {
		t.Errorf("from a node to itself: %d paths", len(paths))
	}
}

// A graph whose simple paths nobody could list must end all the same.
func TestAllWithinGivesUp(t *testing.T) {
	var lines []string
	for i := 'a'; i < 'a'+20; i++ {
		for j := 'a'; j < 'a'+20; j++ {
			lines = append(lines, string(i)+">"+string(j))
		}
	}
	g := draw(t, lines...)
	paths, truncated := g.AllWithin(Search{}, at(t, g, "a"), at(t, g, "b"), 19, 1<<30)
	if !truncated || len(paths) == 0 {
		t.Errorf("%d paths, truncated %v", len(paths), truncated)
	}
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
