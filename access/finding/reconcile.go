package finding

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"sightline/iam/catalog"
)

// A Run is everything that decides what becomes of the findings of one analyzer
// after one analysis.
type Run struct {
	Analyzer string // its ID
	// Previous are all findings of the analyzer, resolved ones too; those of
	// other analyzers are left alone.
	Previous   []Finding
	Candidates []Candidate
	// Scope says what was judged; nil resolves nothing.
	Scope Scope
	Rules []ArchiveRule
	// Catalog gives the access levels behind the severity; nil means the embedded one.
	Catalog *catalog.Catalog
	// At is the time of the analysis, to which all times are set.
	At time.Time
}

// Reconcile is the whole status machine: what changes when an analysis comes to
// a result. It is pure, and its answer, sorted by the findings' ids, does not
// depend on the order of previous findings or candidates. A run with the same
// arguments again, after the transitions were kept, changes nothing.
//
//	candidate, unknown            created: ARCHIVED if a rule matches, else ACTIVE
//	candidate, ACTIVE             stays
//	candidate, ARCHIVED           stays; once expired, ACTIVE
//	candidate, RESOLVED           reopened as if it were new, with the same id
//	none, judged or gone          RESOLVED, an archived one too
//	none, unjudged                keeps its status, stale
//	none, RESOLVED or untouched   stays
//
// An error candidate says that its resource, or its principal there, was not
// judged, whatever the Scope says. It is itself a finding, which is resolved
// when the resource was judged, or when another error takes its place.
//
// Source: IAM User Guide "Findings" (access-analyzer-findings), read 2026-11.
// Our own readings: docs/semantics/finding-status.md, finding-errors.md.
func Reconcile(run Run) []Transition {
	m := newMachine(run)
	var out []Transition
	for _, id := range m.ids() {
		if t, changed := m.step(id); changed {
			out = append(out, t)
		}
	}
	return out
}

// A machine holds a Run, indexed.
type machine struct {
	run    Run
	now    time.Time
	levels *catalog.Catalog
	kept   map[string]*Finding
	found  map[string]Candidate
	errors map[string][]Candidate // by resource
}

func newMachine(run Run) *machine {
	m := &machine{run: run, now: moment(run.At), levels: run.Catalog, errors: make(map[string][]Candidate)}
	if m.levels == nil {
		m.levels = catalog.Embedded()
	}
	m.kept = make(map[string]*Finding, len(run.Previous))
	for i := range run.Previous {
		if f := &run.Previous[i]; f.Analyzer == run.Analyzer {
			m.kept[f.ID] = f
		}
	}
	m.found = byID(run.Analyzer, run.Candidates)
	for _, id := range slices.Sorted(maps.Keys(m.found)) {
		if c := m.found[id]; c.Error != "" {
			m.errors[c.Resource] = append(m.errors[c.Resource], c)
		}
	}
	return m
}

func (m *machine) ids() []string {
	all := make(map[string]bool, len(m.kept)+len(m.found))
	for id := range m.kept {
		all[id] = true
	}
	for id := range m.found {
		all[id] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// step says what becomes of one id, and whether anything does.
func (m *machine) step(id string) (Transition, bool) {
	former := m.kept[id]
	c, seen := m.found[id]
	switch {
	case former == nil:
		return m.created(id, c), true
	case seen && former.Status == StatusResolved:
		return m.opened(Reopened, m.describe(*former, c), "found again"), true
	case seen:
		return m.seen(former, c)
	case former.live():
		return m.unseen(former)
	}
	return Transition{}, false
}

func (m *machine) created(id string, c Candidate) Transition {
	f := Finding{ID: id, Analyzer: m.run.Analyzer, CreatedAt: m.now}
	return m.opened(Created, m.describe(f, c), "found")
}

// opened is a finding that is new, or was resolved and is there again: archive
// rules act on it.
func (m *machine) opened(change Change, f Finding, why string) Transition {
	if rule := matching(m.run.Rules, &f, m.now); rule != nil {
		return Transition{change, f.archivedBy(rule, m.now, why)}
	}
	return Transition{change, f.moved(StatusActive, m.now, why, byAnalyzer)}
}

// describe puts what an analysis says now into a finding, which was judged.
func (m *machine) describe(f Finding, c Candidate) Finding {
	f.Candidate, f.AnalyzedAt, f.Stale = c, m.now, nil
	f.Severity, f.ConsoleURL = SeverityOf(&c, m.levels), ConsoleURL(c.Resource, c.Region)
	return f
}

// seen is an active or archived finding whose access is still there.
func (m *machine) seen(former *Finding, c Candidate) (Transition, bool) {
	f := m.describe(*former, c)
	if f.Archived.Expired(m.now) {
		return m.expired(f), true
	}
	if former.Stale != nil || !sameContent(former, &f) {
		f.UpdatedAt = m.now
		return Transition{Updated, f}, true
	}
	return Transition{Seen, f}, !former.AnalyzedAt.Equal(f.AnalyzedAt)
}

// expired ends an archiving, unless the rule that made it was prolonged.
func (m *machine) expired(f Finding) Transition {
	name := f.Archived.Rule
	for i := range m.run.Rules {
		if rule := &m.run.Rules[i]; name != "" && rule.Name == name && rule.acts(&f, m.now) {
			return Transition{Updated, f.archivedBy(rule, m.now, "the archive rule was prolonged")}
		}
	}
	return Transition{Unarchived, f.moved(StatusActive, m.now, "the archiving expired", byAnalyzer)}
}

// sameContent compares what two findings say of the access.
func sameContent(a, b *Finding) bool {
	return a.Severity == b.Severity && a.ConsoleURL == b.ConsoleURL && reflect.DeepEqual(a.Candidate, b.Candidate)
}

// matching is the first rule that acts on a finding, or nil.
func matching(rules []ArchiveRule, f *Finding, now time.Time) *ArchiveRule {
	for i := range rules {
		if rules[i].acts(f, now) {
			return &rules[i]
		}
	}
	return nil
}
