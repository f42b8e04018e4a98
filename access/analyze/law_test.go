package analyze

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// eachSubject calls f with random resources until it fails.
func eachSubject(t *testing.T, f func(d *drawer, s *Subject, sp species, zone *Trust) bool) {
	n, seed := setting(t, "SIGHTLINE_SUBJECTS", 200), uint64(setting(t, "SIGHTLINE_SEED", 1))
	t.Logf("%d resources, seed %d", n, seed)
	for i := range n {
		d := &drawer{rand.New(rand.NewPCG(seed, uint64(i)))}
		s, sp := d.subject()
		if !f(d, s, sp, d.zone()) {
			t.Errorf("resource %d", i)
			return
		}
	}
}

// said writes a subject down for a failure.
func said(s *Subject, zone *Trust) string {
	out := fmt.Sprintf("%s\nzone %v %v\n%s\nlist %v block %+v grants %v", s.ARN, zone.Accounts, zone.Organizations, s.Policy.Document.Raw, s.ACL, s.Block, s.Grants)
	for _, ap := range s.AccessPoints {
		out += fmt.Sprintf("\naccess point %+v %s", ap.Block, ap.Policy.Document.Raw)
	}
	for _, level := range s.RCP {
		out += "\nRCP " + string(level.Policies[1].Document.Raw)
	}
	return out
}

func listed(list []Access) string {
	var out []string
	for i := range list {
		a := &list[i]
		out = append(out, fmt.Sprintf("%s %s %v %v public %v %s %s", a.Kind, a.Principal, a.Actions, a.Condition, a.Public, a.Source, a.Undetermined))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// Every request from outside that eval allows lies under some finding.
func TestFindingsCoverWhatIsAllowed(t *testing.T) {
	samples, tally := setting(t, "SIGHTLINE_SAMPLES", 200), make(map[string]int)
	eachSubject(t, func(d *drawer, s *Subject, sp species, zone *Trust) bool {
		found, c := External(s, zone), newCourt(s, zone)
		tally["findings"] += len(found)
		for range samples {
			r := d.request(s, &sp)
			if !c.fromOutside(r) || !c.allows(r) || wrongToken(r) {
				continue
			}
			tally["allowed from outside"]++
			if !slices.ContainsFunc(found, func(a Access) bool { return c.cover(&a, r) }) {
				t.Errorf("no finding covers %s %+v on %s with %s\n%s\nfound\n%s", r.Action, r.Principal, r.Resource, show(r), said(s, zone), listed(found))
				return false
			}
		}
		return true
	})
	t.Log(tally)
}

// Every finding's request is allowed and from outside, and lies under the
// finding itself.
func TestFindingsHaveRequests(t *testing.T) {
	tally := make(map[string]int)
	eachSubject(t, func(d *drawer, s *Subject, sp species, zone *Trust) bool {
		found, c := External(s, zone), newCourt(s, zone)
		for i := range found {
			a := &found[i]
			if a.Request == nil || a.Undetermined != "" {
				tally["undetermined"]++
				if strings.Contains(a.Undetermined, "disagree") {
					t.Errorf("%s\n%s", a.Undetermined, said(s, zone))
					return false
				}
				continue
			}
			tally["witness"]++
			r := request(a.Request, s.Account)
			if !c.allows(r) || !c.fromOutside(r) || !c.cover(a, r) {
				t.Errorf("allowed %v, outside %v, covered %v: %+v\n%s\n%s", c.allows(r), c.fromOutside(r), c.cover(a, r), a.Request, listed(found), said(s, zone))
				return false
			}
		}
		return true
	})
	t.Log(tally)
}

// No finding lies under another one of the same source.
func TestFindingsAreTheWidest(t *testing.T) {
	eachSubject(t, func(_ *drawer, s *Subject, _ species, zone *Trust) bool {
		found := External(s, zone)
		p := symbolic.New(symbolic.Options{Callers: true})
		rules := make([]*symbolic.Rule, len(found))
		for i := range found {
			rules[i] = p.Perimeter(meaning(&found[i])).Rules[0]
		}
		for i := range found {
			for j := range found {
				a, b := &found[i], &found[j]
				if i == j || a.Source != b.Source || !common(a.Actions, b.Actions) {
					continue
				}
				q := symbolic.Query{All: []*symbolic.Rule{rules[i]}, None: []*symbolic.Rule{rules[j]}}
				if p.Solve(q).Verdict == symbolic.Proved {
					t.Errorf("%s %s %v lies under %s %s %v\n%s\n%s", a.Kind, a.Principal, a.Condition, b.Kind, b.Principal, b.Condition, listed(found), said(s, zone))
					return false
				}
			}
		}
		return true
	})
}

// The order of statements, and statements that stand there twice, change
// nothing.
func TestFindingsIgnoreOrder(t *testing.T) {
	eachSubject(t, func(d *drawer, s *Subject, _ species, zone *Trust) bool {
		turned := *s
		doc := &policy.Document{Version: s.Policy.Document.Version, Statements: slices.Clone(s.Policy.Document.Statements)}
		doc.Statements = append(doc.Statements, draw(d, doc.Statements...))
		d.rng.Shuffle(len(doc.Statements), func(i, j int) {
			doc.Statements[i], doc.Statements[j] = doc.Statements[j], doc.Statements[i]
		})
		turned.Policy = &authz.Policy{Name: "policy", Document: policy.Parse(policy.Print(doc))}
		if a, b := listed(External(s, zone)), listed(External(&turned, zone)); a != b {
			t.Errorf("%s\n\nturned\n%s\n%s\nturned %s", a, b, said(s, zone), turned.Policy.Document.Raw)
			return false
		}
		return true
	})
}

// Another Deny adds no request: what is found with it was allowed without.
func TestDeniesAddNothing(t *testing.T) {
	samples, tally := setting(t, "SIGHTLINE_SAMPLES", 200), make(map[string]int)
	eachSubject(t, func(d *drawer, s *Subject, sp species, zone *Trust) bool {
		with := *s
		doc := &policy.Document{Version: policy.Version2012, Statements: slices.Clone(s.Policy.Document.Statements)}
		doc.Statements = append(doc.Statements, written([]any{d.statement(&sp, "Deny")}).Statements...)
		with.Policy = &authz.Policy{Name: "policy", Document: policy.Parse(policy.Print(doc))}
		before, after, c := External(s, zone), External(&with, zone), newCourt(s, zone)
		for i := range after {
			a := &after[i]
			if a.Request == nil {
				continue
			}
			tally["findings"]++
			r := request(a.Request, s.Account)
			// Tokens of a provider that only the Deny names were nobody's before.
			fresh := r.Principal.Kind == authz.KindProvider && !strings.Contains(string(s.Policy.Document.Raw), r.Principal.ARN)
			if !c.allows(r) || !fresh && !slices.ContainsFunc(before, func(o Access) bool { return c.cover(&o, r) }) {
				t.Errorf("%+v\nbefore\n%s\nwith the Deny\n%s\n%s", a.Request, listed(before), listed(after), said(&with, zone))
				return false
			}
		}
		denied := newCourt(&with, zone)
		for range samples {
			if r := d.request(s, &sp); denied.allows(r) && !c.allows(r) {
				t.Errorf("a Deny allows %s", show(r))
				return false
			}
		}
		return true
	})
	t.Log(slices.Sorted(maps.Keys(tally)), tally)
}

// wrongToken tells of a request that STS has no call for: a token of one kind in
// a call for another, or in one that takes none.
func wrongToken(r *authz.Request) bool {
	return r.Principal.Kind == authz.KindProvider && !takes("Federated", r.Principal.ARN, r.Action)
}
