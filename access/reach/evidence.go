package reach

import (
	"slices"
	"strings"

	"sightline/access/graph"
	"sightline/access/permission"
)

// A Part is access that shares verdict, conditions and reasons.
type Part struct {
	Verdict permission.Verdict `json:"verdict"`
	// Levels of access: list, read, write, permissions, tagging.
	Levels     []string               `json:"levels"`
	Actions    []string               `json:"actions"`
	Conditions []permission.Condition `json:"conditions"`
	Because    []permission.Reason    `json:"because"`
	// Resources is set where the access reaches only parts of the resource,
	// such as the objects under a prefix.
	Resources []string `json:"resources,omitempty"`
	// Except is what is left out of it.
	Except []permission.Exception `json:"except,omitempty"`
}

// Evidence is what an edge rests on: the best part of the access, and the
// others beside it.
type Evidence struct {
	Part
	Also []Part
	// Through is the ARN of the one group that all of the caller's own
	// policies in Because come from; empty if there is none.
	Through string
	// Asked is the question that a move rests on; its Principal is empty where
	// a link of the snapshot alone says so.
	Asked Asked
}

// Asked is one action on the role that a move leads to.
type Asked struct {
	Principal, Action string
}

// levelsOf words the access levels of actions, in AWS's order.
func levelsOf(k *permission.Asker, actions []string) []string {
	var out []string
	found := make(map[string]bool)
	for _, a := range actions {
		for _, word := range k.Catalog.Levels(a).Words() {
			found[word] = true
		}
	}
	for _, word := range levelWords {
		if found[word] {
			out = append(out, word)
		}
	}
	return orEmpty(out)
}

var levelWords = [...]string{"list", "read", "write", "permissions", "tagging"}

// parts turns holders into parts, the best first: by verdict, then by the
// number of actions.
func (x *Explorer) parts(holders []permission.Holder) []Part {
	out := make([]Part, len(holders))
	for i, h := range holders {
		out[i] = Part{
			Verdict: h.Verdict, Levels: levelsOf(x.k, h.Actions), Actions: h.Actions,
			Conditions: orEmpty(h.Conditions), Because: orEmpty(h.Because), Resources: h.Resources, Except: h.Except,
		}
		x.note(&out[i])
	}
	sortParts(out)
	return out
}

func sortParts(parts []Part) {
	slices.SortStableFunc(parts, func(a, b Part) int {
		if d := int(verdictOf(a.Verdict)) - int(verdictOf(b.Verdict)); d != 0 {
			return d
		}
		if d := len(b.Actions) - len(a.Actions); d != 0 {
			return d
		}
		return strings.Compare(partKey(&a), partKey(&b))
	})
}

// verdictOf grades an edge. A denial has no edge.
func verdictOf(v permission.Verdict) graph.Verdict {
	switch v {
	case permission.Allowed:
		return graph.Allowed
	case permission.Conditional:
		return graph.Conditional
	default:
		return graph.Undetermined
	}
}

func wordOf(v graph.Verdict) permission.Verdict {
	return [...]permission.Verdict{permission.Allowed, permission.Conditional, permission.Undetermined}[v]
}

// precisionOf: an undetermined edge may not be there.
func precisionOf(v permission.Verdict) graph.Precision {
	if v == permission.Undetermined {
		return graph.Over
	}
	return graph.Exact
}

// partKey identifies what a part says, but for the resource it says it of.
func partKey(p *Part) string {
	var b strings.Builder
	b.WriteString(string(p.Verdict) + "\x00" + strings.Join(p.Actions, ",") + "\x00" + strings.Join(p.Resources, ","))
	for _, c := range p.Conditions {
		b.WriteString("\x05" + c.ID())
	}
	for _, e := range p.Except {
		b.WriteString("\x06" + e.Resource)
		for _, c := range e.Conditions {
			b.WriteString("\x05" + c.ID())
		}
	}
	for _, r := range p.Because {
		b.WriteString("\x04" + string(r.Layer) + "\x02" + r.Policy + "\x02" + string(rune(r.Statement+1)) + "\x02" + r.Effect + r.File + r.Note)
	}
	return b.String()
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
