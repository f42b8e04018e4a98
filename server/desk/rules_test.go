package desk_test

import (
	"errors"
	"testing"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/store"
)

func TestRules(t *testing.T) {
	b := newBench(t)
	n := b.analyze(sampleOf(t))
	list, _ := b.Analyzers(b.Context())
	name := list[0].Name
	rule := finding.ArchiveRule{Name: "partner", Filter: finding.Filter{"principal.AWS": {Contains: []string{"777788889999"}}}, Owner: "ann"}
	would, err := b.PreviewRule(b.Context(), name, rule)
	b.ok(err)
	_, err = b.CreateRule(b.Context(), name, rule)
	b.ok(err)
	if _, err := b.CreateRule(b.Context(), name, rule); !errors.Is(err, store.ErrExists) {
		t.Error("a second rule of the name:", err)
	}
	if got := b.analyze(sampleOf(t)); got.Active != n.Active {
		t.Errorf("a new rule acted on old findings: %+v", got)
	}
	archived, err := b.ApplyRule(b.Context(), name, "partner")
	if err != nil || archived == 0 || archived != len(would) || len(b.find("status=ARCHIVED", "owner=ann")) != archived {
		t.Errorf("applied to %d, previewed %d: %v", archived, len(would), err)
	}
	_, err = b.DeleteRule(b.Context(), name, "partner")
	b.ok(err)
	for _, err := range []error{
		second(b.DeleteRule(b.Context(), name, "partner")), second(b.UpdateRule(b.Context(), name, rule)), second(b.ApplyRule(b.Context(), name, "partner")),
		second(b.CreateRule(b.Context(), "nobody", rule)),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Error("what is not there:", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestDeclared: the configuration's analyzers follow the file, and a person who
// changes them by hand is told where they stand.
func TestDeclared(t *testing.T) {
	b := newBench(t)
	declared := finding.Analyzer{
		Name: "outside", Kind: finding.KindExternal, Zone: finding.Zone{Kind: finding.ZoneOrganization}, DeclaredIn: "/etc/s.yaml:7",
		Rules: []finding.ArchiveRule{{Name: "sso", Filter: finding.Filter{"principal.Federated": {Contains: []string{"AWSSSO"}}}, DeclaredIn: "/etc/s.yaml:7"}},
	}
	declare := func(list ...finding.Analyzer) finding.Analyzer {
		t.Helper()
		b.now = b.now.Add(1e9)
		b.ok(b.Declare(b.Context(), "/etc/s.yaml", list))
		a, err := b.Analyzer(b.Context(), "outside")
		b.ok(err)
		return a
	}
	first := declare(declared)
	if again := declare(declared); again.Origin != finding.OriginConfiguration || !again.UpdatedAt.Equal(first.UpdatedAt) {
		t.Errorf("the same again was a change: %+v", again)
	}
	n := b.analyze(sampleOf(t))
	if n.Archived != 2 {
		t.Errorf("the rule archives the two roles of Identity Center: %+v", n)
	}
	_, err := b.CreateRule(b.Context(), "outside", finding.ArchiveRule{Name: "mine", Filter: finding.Filter{"isPublic": {Eq: []string{"false"}}}})
	b.ok(err)
	for what, err := range map[string]error{
		"delete": b.Delete(b.Context(), "outside"), "update": second(b.Update(b.Context(), first)),
		"delete rule": second(b.DeleteRule(b.Context(), "outside", "sso")), "update rule": second(b.UpdateRule(b.Context(), "outside", declared.Rules[0])),
	} {
		if !errors.Is(err, desk.ErrDeclared) {
			t.Errorf("%s by hand: %v", what, err)
		}
	}
	declared.Rules = nil
	if a := declare(declared); a.Rule("sso") != nil || a.Rule("mine") == nil || a.LastAnalyzedAt == nil {
		t.Errorf("%+v", a)
	}
	declared.Kind = finding.KindUnused
	if err := b.Declare(b.Context(), "/etc/s.yaml", []finding.Analyzer{declared}); err == nil {
		t.Error("another type under the same name")
	}
	if a := declare(); a.Origin != finding.OriginPerson || a.DeclaredIn != "" {
		t.Errorf("no longer declared: %+v", a)
	}
	b.ok(b.Delete(b.Context(), "outside"))
	if len(b.find()) != 0 {
		t.Error("findings of a deleted analyzer")
	}
}

// TestUpdate keeps name, type, rules and findings; what falls out of the zone is
// resolved with that as the reason.
func TestUpdate(t *testing.T) {
	b := newBench(t)
	b.analyze(sampleOf(t))
	list, _ := b.Analyzers(b.Context())
	chosen := list[0]
	chosen.Exclude = []finding.Exclusion{{Account: "333344445555"}}
	a, err := b.Update(b.Context(), chosen)
	b.ok(err)
	if a.Origin != finding.OriginPerson || a.CreatedAt != list[0].CreatedAt {
		t.Errorf("%+v", a)
	}
	n, err := b.AnalyzeWith(b.Context(), a.Name, sampleOf(t))
	b.ok(err)
	if n.Resolved == 0 || len(b.find("resourceOwnerAccount=333344445555", "status=ACTIVE")) != 0 {
		t.Errorf("%+v", n)
	}
	resolved := b.find("status=RESOLVED")
	if last := resolved[0].History[len(resolved[0].History)-1]; last.Why != "the analyzer excludes the resource" {
		t.Errorf("%+v", last)
	}
	chosen.Kind = finding.KindUnused
	if _, err := b.Update(b.Context(), chosen); err == nil {
		t.Error("another type")
	}
}

// TestPages hold every finding once.
func TestPages(t *testing.T) {
	b := newBench(t)
	n := b.analyze(sampleOf(t))
	seen := make(map[string]bool)
	q := desk.Query{Limit: 5, Sort: finding.Order{By: "resource"}}
	for {
		page, err := b.Findings(b.Context(), q)
		b.ok(err)
		if page.Total != n.Active || len(page.Findings) > 5 {
			t.Fatalf("%d of %d", len(page.Findings), page.Total)
		}
		for _, f := range page.Findings {
			if seen[f.ID] {
				t.Errorf("%s is there twice", f.ID)
			}
			seen[f.ID] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	if len(seen) != n.Active {
		t.Errorf("%d of %d", len(seen), n.Active)
	}
	for _, q := range []desk.Query{{Cursor: "x"}, {Cursor: "0-"}, {Analyzer: "nobody"}, {Filter: finding.Filter{"x": {}}}} {
		if _, err := b.Findings(b.Context(), q); err == nil {
			t.Errorf("%+v is taken", q)
		}
	}
}
