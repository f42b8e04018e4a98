package oracle

import (
	"encoding/json"
	"maps"
	"slices"
)

// Minimise shrinks a case as far as differs stays true of it: it drops
// policies, levels, statements, conditions, listed values, context keys and
// grants, and writes actions, resources and principals as stars. What is left
// is a case in which every part matters. The expectation is cleared, since it
// was the old case's; a case of which differs is not true comes back unchanged.
//
// It never drops what a document needs to be well-formed, so that differs is
// not asked about broken documents.
func Minimise(c Case, differs func(Case) bool) Case {
	c.Expect = Result{}
	if !differs(c) {
		return c
	}
	for {
		smaller, found := shrink(c, differs)
		if !found {
			return c
		}
		c = smaller
	}
}

// shrink makes one pass over all cuts, keeping each that still differs.
func shrink(c Case, differs func(Case) bool) (Case, bool) {
	found := false
	for at := 0; ; {
		smaller, more := cutAt(c, at)
		switch {
		case !more:
			return c, found
		case differs(smaller):
			c, found = smaller, true // the same index is now the next cut
		default:
			at++
		}
	}
}

// cutAt makes the cut with the given index, counted through the whole case.
func cutAt(c Case, index int) (Case, bool) {
	tree := toTree(c)
	cutter := cutter{left: index}
	cutter.walk(tree["policies"], "layers", func(any) {})
	request := tree["request"].(map[string]any)
	cutter.walk(request["context"], "context", func(any) {})
	if !cutter.done {
		return c, false
	}
	return fromTree(tree), true
}

func toTree(c Case) map[string]any {
	var tree map[string]any
	data, _ := json.Marshal(c) // every field is text, list or map: it cannot fail
	_ = json.Unmarshal(data, &tree)
	return tree
}

func fromTree(tree map[string]any) Case {
	var c Case
	data, _ := json.Marshal(tree)
	_ = json.Unmarshal(data, &c)
	return c
}

// A cutter counts the possible cuts of a JSON tree down and makes the last.
type cutter struct {
	left int
	done bool
}

// ready tells whether this is the cut to make.
func (k *cutter) ready() bool {
	if k.done {
		return false
	}
	k.left--
	k.done = k.left < 0
	return k.done
}

// walk offers the cuts in a value. The name is that of the object member, or of
// the list, that holds it; set replaces the value in there.
func (k *cutter) walk(value any, name string, set func(any)) {
	switch v := value.(type) {
	case map[string]any:
		k.walkObject(v, name)
	case []any:
		k.walkList(v, name, set)
	}
}

func (k *cutter) walkObject(object map[string]any, name string) {
	for _, member := range slices.Sorted(maps.Keys(object)) {
		if k.done {
			return
		}
		if droppable(name, member) && k.ready() {
			delete(object, member)
			return
		}
		if text, is := starFor(member); is && object[member] != text && k.ready() {
			object[member] = text
			return
		}
		k.walk(object[member], within(name, member), func(v any) { object[member] = v })
	}
}

func (k *cutter) walkList(list []any, name string, set func(any)) {
	for i := range list {
		if (len(list) > 1 || mayBeEmpty(name)) && k.ready() {
			set(slices.Delete(slices.Clone(list), i, i+1))
			return
		}
		k.walk(list[i], name, func(v any) { list[i] = v })
		if k.done {
			return
		}
	}
}

// within names the maps whose members are free: the keys of one operator, the
// types of a principal, the pairs of a constraint.
func within(name, member string) string {
	switch name {
	case "Condition":
		return "keys"
	case "keys", "context":
		return "values"
	}
	return member
}

// droppable tells whether a member of an object may go.
func droppable(name, member string) bool {
	switch name {
	case "layers", "context", "Condition", "keys", "constraints":
		return true
	}
	return member == "Condition" || member == "constraints" || member == "Sid" || member == "Id"
}

// mayBeEmpty tells whether a list may lose its last item.
func mayBeEmpty(name string) bool {
	return name == "identity" || name == "session" || name == "grants" || name == "scp" || name == "rcp" || name == "policies"
}

// starFor gives the plainest form of an element.
func starFor(member string) (string, bool) {
	return "*", member == "Action" || member == "Resource" || member == "Principal"
}
