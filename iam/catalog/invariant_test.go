package catalog

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"sightline/iam/authz"
)

// The tests in this file pin what must hold of any reference, not what the
// present one contains.

func TestEmbeddedDecodesAndCountsAgree(t *testing.T) {
	c := Embedded()
	if err := c.verify(); err != nil {
		t.Fatal(err)
	}
	n := c.Counts()
	if n.Services < 455 || n.Actions < 21_900 || n.ResourceTypes < 2_300 || n.ConditionKeys < 2_500 {
		t.Errorf("counts %+v: something was lost", n)
	}
	if len(embedded) > 700_000 {
		t.Errorf("the file has %d bytes, more than 0.7 MB", len(embedded))
	}
	if c.Version() == "" || c.Updated() < "2026-09-23" || len(c.Sources()) != 3 {
		t.Errorf("version %q, updated %q, %d sources", c.Version(), c.Updated(), len(c.Sources()))
	}
	if got, want := len(c.Match("*")), n.Actions; got != want {
		t.Errorf(`Match("*") has %d actions, want %d`, got, want)
	}
	for _, s := range c.Sources() {
		if s.Name == "" || s.Date == "" || s.Licence == "" || s.Use == "" {
			t.Errorf("source %+v lacks a member", s)
		}
	}
}

func TestEveryActionIsSound(t *testing.T) {
	c := Embedded()
	for _, prefix := range c.Services() {
		s, ok := c.Service(prefix)
		if !ok || s.Name == "" {
			t.Fatalf("service %q: found %v, name %q", prefix, ok, s.Name)
		}
		seen := make(map[string]bool)
		for _, a := range s.Actions {
			if folded := fold(a.Name); seen[folded] {
				t.Errorf("%s is there twice", a.FullName())
			} else {
				seen[folded] = true
			}
			checkAction(t, c, s, a)
		}
	}
}

func checkAction(t *testing.T, c *Catalog, s *Service, a Action) {
	t.Helper()
	if a.Levels == 0 || !a.Levels.Has(a.Levels.Primary()) {
		t.Errorf("%s has levels %q", a.FullName(), a.Levels)
	}
	if name, ok := c.Canonical(strings.ToUpper(a.FullName())); !ok || name != a.FullName() {
		t.Errorf("%s is found as %q", a.FullName(), name)
	}
	if (a.LastAccessed || a.PolicyGeneration) && !a.SupportKnown {
		t.Errorf("%s has support flags that are not known", a.FullName())
	}
	for _, name := range a.ResourceTypes {
		if !slices.ContainsFunc(s.ResourceTypes, func(r ResourceType) bool { return r.Name == name }) {
			t.Errorf("%s names resource type %q, which does not exist", a.FullName(), name)
		}
	}
	for _, name := range a.Required {
		if !slices.Contains(a.ResourceTypes, name) {
			t.Errorf("%s requires %q without having it", a.FullName(), name)
		}
	}
	for _, key := range a.ConditionKeys {
		if !slices.ContainsFunc(s.ConditionKeys, func(k KeyInfo) bool { return k.Name == key }) {
			t.Errorf("%s names condition key %q, which does not exist", a.FullName(), key)
		}
	}
	if c.Withdrawn(a.FullName()) {
		t.Errorf("%s is both there and withdrawn", a.FullName())
	}
}

var knownTypes = []string{"String", "ARN", "Bool", "Numeric", "Date", "IPAddress"}

func TestEveryConditionKeyHasAKnownType(t *testing.T) {
	c := Embedded()
	check := func(k KeyInfo) {
		if !slices.Contains(knownTypes, k.Type) {
			t.Errorf("%s of %q has type %q", k.Name, k.Service, k.Type)
		}
		if got, ok := c.ConditionKey(k.Service, k.Name); !ok || got != k {
			t.Errorf("%s of %q is found as %+v", k.Name, k.Service, got)
		}
	}
	for _, prefix := range c.Services() {
		s, _ := c.Service(prefix)
		for _, k := range s.ConditionKeys {
			check(k)
		}
	}
	for _, k := range c.GlobalKeys() {
		check(k)
	}
	if len(c.GlobalKeys()) < 40 {
		t.Errorf("%d global keys", len(c.GlobalKeys()))
	}
}

// An ARN made by filling in a form must be recognised as that resource type, or
// as one whose form has at least as much fixed text.
func TestEveryResourceTypeRecognisesItsOwnARNs(t *testing.T) {
	c := Embedded()
	for _, s := range c.index().services {
		d := s.details()
		for _, r := range d.ResourceTypes {
			if len(r.ARNForms) == 0 {
				t.Errorf("%s %s has no ARN form", s.entry.Prefix, r.Name)
			}
			for _, f := range r.ARNForms {
				arn := fillIn(f)
				if !slices.Contains(c.ResourceTypesOf(arn), TypeRef{s.entry.Prefix, r.Name}) {
					t.Errorf("%s %s: %s (of %s) is %v", s.entry.Prefix, r.Name, arn, f, c.ResourceTypesOf(arn))
				}
			}
		}
	}
}

// fillIn gives every placeholder of a form a value of its own kind.
func fillIn(text string) string {
	var b strings.Builder
	for text != "" {
		at, size := nextOpen(text)
		b.WriteString(text[:at])
		if size > 0 {
			b.WriteString("x1")
		}
		text = text[at+size:]
	}
	return b.String()
}

func TestServicesWithResourceControlPoliciesAreThoseOfAuthz(t *testing.T) {
	var want []string
	for s := range authz.DefaultFacts().RCPServices {
		want = append(want, s)
	}
	slices.Sort(want)
	got := Embedded().RCPServices()
	if !slices.Equal(got, want) {
		t.Errorf("catalog has %v\nauthz has %v", got, want)
	}
	for _, s := range got {
		if _, ok := Embedded().Service(s); !ok {
			t.Errorf("service %q with resource control policies is not in the catalog", s)
		}
	}
}

func TestReadAcceptsTheEmbeddedFile(t *testing.T) {
	c, err := Read(bytes.NewReader([]byte(embedded)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.Match("*"), Embedded().Match("*")) {
		t.Error("the same file has other actions")
	}
}
