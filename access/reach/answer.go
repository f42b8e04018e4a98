package reach

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/snapshot"
)

// An Answer lists what can be reached, by target. Paths is never nil.
type Answer struct {
	From  string `json:"from"`
	To    string `json:"to,omitempty"`
	Paths []Path `json:"paths"`
	// Truncated: there is more than the limits let in.
	Truncated    bool                    `json:"truncated,omitempty"`
	Gaps         []snapshot.Gap          `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
	// Incomplete: a gap bears on the answer, something in it is undetermined,
	// or the list is truncated.
	Incomplete bool `json:"incomplete"`
}

// A Path leads to one target: an identity that can be become, a resource or a
// resource pattern that can be touched. It is the best one: by verdict, then
// by length. Verdict is the worst of its hops.
type Path struct {
	Hops       []Hop              `json:"hops"`
	Target     string             `json:"target"`
	TargetKind string             `json:"targetKind"`
	Verdict    permission.Verdict `json:"verdict"`
	// Precision is exact, or over where the path may not be there: conditions
	// of several hops were not tried together, or something was not read.
	Precision string `json:"precision"`
}

// A Hop is one step. Kind is the name of a kind of edge. Part holds the access
// that the step rests on, Also what else there is between the two.
type Hop struct {
	From       string                 `json:"from"`
	To         string                 `json:"to"`
	Kind       string                 `json:"kind"`
	Verdict    permission.Verdict     `json:"verdict"`
	Levels     []string               `json:"levels,omitempty"`
	Actions    []string               `json:"actions,omitempty"`
	Because    []permission.Reason    `json:"because"`
	Conditions []permission.Condition `json:"conditions"`
	// Resources are the parts of the target that are reached; absent: all.
	Resources []string               `json:"resources,omitempty"`
	Except    []permission.Exception `json:"except,omitempty"`
	Also      []Part                 `json:"also,omitempty"`
}

const missingResources = snapshot.MissingResources

// note keeps the gaps that an undetermined part names.
func (x *Explorer) note(p *Part) {
	if p.Verdict != permission.Undetermined {
		return
	}
	x.noteReasons(p.Because)
	for _, c := range p.Conditions {
		x.noteText(c.Text)
		x.partial = x.partial || c.Text == permission.ObjectListUnread
	}
}

func (x *Explorer) noteReasons(list []permission.Reason) {
	for _, r := range list {
		x.noteText(r.Note)
	}
}

func (x *Explorer) noteText(text string) {
	if text != "" {
		x.gaps[strings.TrimPrefix(text, "not read: ")] = true
	}
}

// complete fills in what the answer lacks. Gaps bear on it if a part of it is
// undetermined because of them, if resources of an account that was reached may
// be missing from the snapshot, or identities of any account: some role there
// may let the caller in.
func (x *Explorer) complete(answer *Answer, accounts map[string]bool) {
	answer.Gaps = []snapshot.Gap{}
	data := x.snap.Data()
	for _, g := range data.Gaps {
		hidden := g.Hides() && (g.Account == "" || accounts[g.Account]) || g.HidesIdentities()
		if hidden || x.gaps[g.String()] {
			answer.Gaps = append(answer.Gaps, g)
		}
	}
	answer.NotCollected = x.snap.NotCollectedOf(func(id string) bool { return accounts[id] })
	answer.Incomplete = len(answer.Gaps) > 0 || answer.Truncated || x.partial
	for i := range answer.Paths {
		answer.Incomplete = answer.Incomplete || answer.Paths[i].open()
	}
}

// open tells whether something of the path, or beside its last hop, hangs on
// what was not read.
func (p *Path) open() bool {
	last := p.Hops[len(p.Hops)-1]
	return p.Verdict == permission.Undetermined ||
		slices.ContainsFunc(last.Also, func(a Part) bool { return a.Verdict == permission.Undetermined })
}
