package slice

import (
	"fmt"
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// levelWords are the access levels, what changes most first.
var levelWords = [...]string{"permissions", "write", "tagging", "read", "list"}

// access is what one caller has, or is kept from, at one target.
type access struct {
	holder    int // card
	principal string
	through   string // ARN of the group that it comes from, or ""
	target    string
	pattern   bool
	verdict   permission.Verdict
	layer     authz.Layer // of a denial
	actions   []string
	within    []string // parts of the target; absent: all
	except    []permission.Exception
	exact     bool
	// conditions and reasons that it rests on.
	conditions []permission.Condition
	because    []permission.Reason
}

// A row is one line through the columns: actions of one service and level that
// are allowed, or denied, for the same reasons. Which of them works where
// stands with the targets.
type row struct {
	access
	key     string
	service string
	level   string
	// lists are the actions by type of target.
	lists map[string]string
	// all are the actions of all its accesses, sorted.
	all []string
	// holders are the accesses by card, in order; several only where there is
	// one target.
	holders []access
	targets []access
}

// rows groups accesses.
type rows struct {
	p     *picture
	list  []*row
	index map[string]*row
	// byHolder: rows of different holders stay apart.
	byHolder bool
}

func newRows(p *picture, byHolder bool) *rows {
	return &rows{p: p, index: make(map[string]*row), byHolder: byHolder}
}

// add puts an access under its services and levels.
func (r *rows) add(a access) {
	if !r.p.wantsAccount(&a) {
		return
	}
	byKind := make(map[string][]string)
	for _, action := range a.actions {
		for _, name := range r.spelledOut(action, a.pattern) {
			service, _, _ := strings.Cut(name, ":")
			key := service + ":" + r.p.level(name)
			byKind[key] = append(byKind[key], name)
		}
	}
	kinds := make([]string, 0, len(byKind))
	for key := range byKind {
		kinds = append(kinds, key)
	}
	slices.Sort(kinds)
	for _, key := range kinds {
		one := a
		one.actions = byKind[key]
		service, level, _ := strings.Cut(key, ":")
		if r.p.wantsKind(service, level) {
			r.put(one, service, level)
		}
	}
}

// spelledOut: grants of patterns hold globs such as s3:*.
func (r *rows) spelledOut(action string, globs bool) []string {
	if globs && strings.ContainsAny(action, "*?") {
		return r.p.k.Catalog.Match(action)
	}
	return []string{action}
}

// level is the level of an action; one that the catalog does not know counts
// as a write, so that it is not overlooked.
func (p *picture) level(action string) string {
	if l := p.k.Catalog.Levels(action); l != 0 {
		return l.Primary().String()
	}
	return "write"
}

func (r *rows) put(a access, service, level string) {
	one := r.rowOf(&a, service, level)
	one.all = union(one.all, a.actions)
	if !slices.ContainsFunc(one.holders, func(h access) bool { return h.holder == a.holder && h.through == a.through }) {
		one.holders = append(one.holders, a)
	}
	if r.byHolder || len(one.targets) == 0 {
		one.targets = append(one.targets, a)
	}
}

// rowOf finds the row of an access, or begins one. Targets of one type stand in
// one row only if the same actions are allowed on them; on targets of other
// types other actions work.
func (r *rows) rowOf(a *access, service, level string) *row {
	key := service + "\x06" + classKey(a, level)
	list := strings.Join(a.actions, ",")
	kind := r.p.snap.TypeOf(a.target)
	if r.byHolder {
		key = r.p.cards[a.holder].key + "\x06" + a.through + "\x06" + key
	} else {
		key = a.target + "\x06" + list + "\x06" + key
	}
	for {
		one := r.index[key]
		if one == nil {
			one = &row{access: *a, key: mark(key), service: service, level: level, lists: make(map[string]string)}
			r.index[key] = one
			r.list = append(r.list, one)
		}
		if have, ok := one.lists[kind]; !ok || have == list {
			one.lists[kind] = list
			return one
		}
		key += "\x06next"
	}
}

// classKey says what must be alike for access to stand in one row. A resource's
// own statements count only where the caller has none: each bucket's policy
// would make a row of its own.
func classKey(a *access, level string) string {
	var b strings.Builder
	b.WriteString(level + "\x00" + string(a.verdict) + "\x00" + string(a.layer))
	for _, c := range a.conditions {
		b.WriteString("\x01" + c.ID())
	}
	for _, part := range a.within {
		b.WriteString("\x02" + strings.TrimPrefix(part, a.target))
	}
	for _, e := range a.except {
		b.WriteString("\x03" + strings.TrimPrefix(e.Resource, a.target))
		for _, c := range e.Conditions {
			b.WriteString("\x01" + c.ID())
		}
	}
	for _, r := range reasonsThatPart(a) {
		b.WriteString("\x04" + reasonKey(&r))
	}
	return b.String()
}

func reasonsThatPart(a *access) []permission.Reason {
	if a.verdict == permission.Denied {
		return a.because
	}
	return slices.DeleteFunc(slices.Clone(a.because), func(r permission.Reason) bool {
		return r.Layer != authz.LayerIdentity || r.Effect != "Allow"
	})
}

func reasonKey(r *permission.Reason) string {
	return fmt.Sprintf("%s\x05%s\x05%d\x05%s", r.Layer, r.Policy, r.Statement, r.File)
}

// union joins two sorted lists.
func union(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	if slices.Equal(a, b) {
		return a
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
