package trial

import (
	"maps"
	"slices"

	"sightline/snapshot"
)

// shrink takes out of a world all that a failure can do without. It changes
// the world.
func (w *world) shrink(fails func(*world) bool) {
	for again := true; again; {
		again = false
		for _, cut := range w.cuts() {
			before := w.String()
			undo := cut()
			if w.String() == before {
				continue // there was nothing to take
			}
			if fails(w) {
				again = true
			} else {
				undo()
			}
		}
	}
}

// cuts lists what may be left out: each takes one thing away and returns how
// to put it back.
func (w *world) cuts() (out []func() (undo func())) {
	for _, d := range w.drafts() {
		for i := range d.statements {
			out = append(out, cutItem(&d.statements, d.statements[i]))
			out = append(out, cutCondition(d.statements[i]))
		}
		if d.raw != "" {
			out = append(out, set(&d.raw, ""))
		}
	}
	for i := range w.people {
		p := w.people[i]
		out = append(out, set(&p.Groups, nil), set(&p.Attached, nil), set(&p.Tags, nil), set(&p.Boundary, ""))
	}
	for i := range w.things {
		t := w.things[i]
		out = append(out, set(&t.Grants, nil), set(&t.Tags, nil))
		if t.Bucket != nil {
			out = append(out, set(&t.Bucket.PublicAccessBlock, nil), set(&t.Bucket.Ownership, snapshot.OwnershipEnforced))
		}
	}
	for i := range w.gaps {
		out = append(out, set(&w.gaps, slices.Concat(w.gaps[:i], w.gaps[i+1:])))
	}
	return append(out, set(&w.organized, false), set(&w.strayed, false))
}

func set[T any](at *T, v T) func() func() {
	return func() func() {
		old := *at
		*at = v
		return func() { *at = old }
	}
}

// cutItem takes out a statement, wherever it stands by then.
func cutItem(at *[]statement, item statement) func() func() {
	return func() func() {
		old := *at
		*at = slices.DeleteFunc(slices.Clone(old), func(s statement) bool { return same(s, item) })
		return func() { *at = old }
	}
}

// same compares maps as objects.
func same(a, b statement) bool {
	const mark = "\x00"
	a[mark] = true
	_, found := b[mark]
	delete(a, mark)
	return found
}

func cutCondition(s statement) func() func() {
	return func() func() {
		old := maps.Clone(s)
		delete(s, "Condition")
		return func() { maps.Copy(s, old) }
	}
}
