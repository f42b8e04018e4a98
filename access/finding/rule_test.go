package finding

import (
	"errors"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	filter := Filter{"isPublic": {Eq: []string{"false"}}}
	for _, c := range []struct {
		sentence string
		rule     ArchiveRule
		want     string
	}{
		{"a rule with a filter is a rule", ArchiveRule{Name: "A.b-c_1", Filter: filter}, ""},
		{"a name may not begin with _", ArchiveRule{Name: "_a", Filter: filter}, `"_a" has '_' in place 1`},
		{"a name is needed", ArchiveRule{Filter: filter}, "is missing"},
		{"a filter is needed", ArchiveRule{Name: "a"}, "would hide every finding"},
		{"status is no key of rules", ArchiveRule{Name: "a", Filter: Filter{"status": {Eq: []string{"ACTIVE"}}}}, "does not serve"},
		{"long words are refused", ArchiveRule{Name: "a", Filter: filter, Reason: strings.Repeat("x", maxText+1)}, "reason"},
	} {
		err := c.rule.Validate()
		var invalid *InvalidError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

func TestHidesPublic(t *testing.T) {
	for text, want := range map[string]bool{
		"isPublic=false": false, "isPublic!=true": false, "isPublic=true": true, "resource=x": true, "isPublic=false isPublic=true": true, "isPublic!=false": true,
	} {
		f, err := ParseFilter(strings.Fields(text), UseArchiveRule)
		if rule := (ArchiveRule{Filter: f}); err != nil || rule.HidesPublic() != want {
			t.Errorf("%s: %v, %v", text, rule.HidesPublic(), err)
		}
	}
}

func TestApplyArchivesWhatIsActive(t *testing.T) {
	list := append(once(reading(), with(reading(), func(c *Candidate) { c.Principal = map[string]string{"AWS": member} })), resolved()[0])
	changes := Apply([]ArchiveRule{vendorRule(nil)}, list, day(1))
	if len(changes) != 1 || changes[0].Change != Archived || changes[0].Finding.Archived.Rule != "vendor" || changes[0].Finding.Principal["AWS"] != vendor {
		t.Fatalf("%+v", changes)
	}
	if again := Apply([]ArchiveRule{vendorRule(nil)}, keep(list[:2], changes), day(2)); len(again) > 0 {
		t.Errorf("applied twice: %v", worded(again))
	}
}

func TestRulesOfAnAnalyzer(t *testing.T) {
	a, err := New(Analyzer{Name: "outside", Kind: KindExternal, Zone: Zone{Kind: ZoneOrganization}}, noon)
	if err != nil {
		t.Fatal(err)
	}
	one, err := a.WithRule(vendorRule(nil), day(1))
	if err != nil || len(a.Rules) != 0 || len(one.Rules) != 1 || !one.Rules[0].CreatedAt.Equal(day(1)) {
		t.Fatalf("%v %+v", err, one)
	}
	two, err := one.WithRule(vendorRule(until(day(9))), day(2))
	if err != nil || len(two.Rules) != 1 || !two.Rules[0].CreatedAt.Equal(day(1)) || !two.Rules[0].UpdatedAt.Equal(day(2)) || one.Rules[0].Expires != nil {
		t.Fatalf("%v %+v", err, two)
	}
	if _, err := one.WithRule(ArchiveRule{Name: "x"}, noon); err == nil {
		t.Error("a rule without filter is taken")
	}
	none, had := two.WithoutRule("vendor", day(3))
	if _, again := none.WithoutRule("vendor", day(3)); !had || again || len(none.Rules) != 0 || len(two.Rules) != 1 {
		t.Errorf("%v %v %+v", had, again, none)
	}
}

func TestArchiveAndUnarchive(t *testing.T) {
	f := once(reading())[0]
	done, err := Archive(f, Archiving{By: "ada", Reason: "meant", Owner: "shop", Ticket: "T-2", Rule: "forged", Expires: until(day(5))}, day(1))
	if err != nil || f.Status != StatusActive || len(f.History) != 1 {
		t.Fatalf("%v, the finding that was given is now %+v", err, f)
	}
	same(t, done.Finding.Archived, &Archiving{At: day(1), By: "ada", Reason: "meant", Owner: "shop", Ticket: "T-2", Expires: until(day(5))})
	same(t, done.Finding.History[1], Event{day(1), StatusActive, StatusArchived, "meant", "ada"})
	back, err := Unarchive(done.Finding, "bob", "not meant", day(2))
	if err != nil || back.Finding.Status != StatusActive || back.Finding.Archived != nil {
		t.Fatalf("%v %+v", err, back)
	}
	same(t, back.Finding.History[2], Event{day(2), StatusArchived, StatusActive, "not meant", "bob"})
	if again, err := Unarchive(back.Finding, "bob", "", day(3)); err != nil || again.Change != Seen {
		t.Errorf("unarchived twice: %v %v", again.Change, err)
	}
}

func TestArchivingIsRefused(t *testing.T) {
	f := once(reading())[0]
	for want, by := range map[string]Archiving{
		"say who archives": {}, "is past": {By: "ada", Expires: until(day(1))}, "owner: has 4097 bytes": {By: "ada", Owner: strings.Repeat("x", 4097)},
	} {
		if _, err := Archive(f, by, day(1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	_, archive := Archive(resolved()[0], Archiving{By: "ada"}, day(1))
	_, unarchive := Unarchive(resolved()[0], "ada", "", day(1))
	if !errors.Is(archive, ErrResolved) || !errors.Is(unarchive, ErrResolved) {
		t.Errorf("%v, %v", archive, unarchive)
	}
}
