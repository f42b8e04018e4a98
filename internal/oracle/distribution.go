package oracle

import (
	"fmt"
	"sort"
	"strings"
)

// A Distribution counts what a run of random cases has covered. The zero value
// is ready; it is not safe for concurrent use (Merge joins several).
type Distribution struct {
	Cases  int
	counts map[string]map[string]int // by group and member
}

// The groups of a distribution.
const (
	groupDecision  = "decision"
	groupDecider   = "decider"
	groupVerdict   = "verdict"
	groupOperator  = "operator"
	groupQualifier = "qualifier"
	groupPrincipal = "principal"
	groupFeature   = "feature"
)

var groups = [...]string{groupDecision, groupDecider, groupVerdict, groupOperator, groupQualifier, groupPrincipal, groupFeature}

// Add counts one case and the decision taken on it. A member counts once per
// case, however often the case holds it.
func (d *Distribution) Add(c Case, r Result) {
	d.Cases++
	d.count(groupDecision, r.Decision)
	if r.DecidedBy != "" {
		d.count(groupDecider, r.DecidedBy)
		d.count(groupVerdict, r.Decision+" by "+r.DecidedBy)
	}
	d.count(groupPrincipal, identify(c.Request.Principal, c.Request.Action).kind)
	for _, name := range operatorMembers(c) {
		d.count(name.group, name.member)
	}
	for _, f := range features {
		if f.in(c) {
			d.count(groupFeature, f.name)
		}
	}
}

// A tally is one line of a distribution.
type tally struct{ group, member string }

// operatorMembers lists each operator of a case by its base, and each
// qualifier, once.
func operatorMembers(c Case) []tally {
	seen := map[tally]bool{}
	for name := range usedOperators(c) {
		set, rest, found := strings.Cut(name, ":")
		if !found {
			set, rest = "", name
		}
		base, ifExists := strings.CutSuffix(rest, "IfExists")
		seen[tally{groupOperator, base}] = true
		seen[tally{groupQualifier, set}] = set != ""
		seen[tally{groupQualifier, "IfExists"}] = ifExists || seen[tally{groupQualifier, "IfExists"}]
		seen[tally{groupQualifier, "none"}] = set == "" && !ifExists || seen[tally{groupQualifier, "none"}]
	}
	var out []tally
	for m, is := range seen {
		if is {
			out = append(out, m)
		}
	}
	return out
}

func (d *Distribution) count(group, member string) { d.bump(group, member, 1) }

func (d *Distribution) bump(group, member string, n int) {
	if d.counts == nil {
		d.counts = map[string]map[string]int{}
	}
	if d.counts[group] == nil {
		d.counts[group] = map[string]int{}
	}
	d.counts[group][member] += n
}

// Merge adds the counts of another distribution.
func (d *Distribution) Merge(o *Distribution) {
	d.Cases += o.Cases
	for group, members := range o.counts {
		for member, n := range members {
			d.bump(group, member, n)
		}
	}
}

// Table prints all counts with their share of the cases, group by group.
func (d *Distribution) Table() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d cases\n", d.Cases)
	for _, group := range groups {
		for _, member := range d.members(group) {
			n := d.counts[group][member]
			fmt.Fprintf(&out, "%-10s %-36s %9d %6.2f %%\n", group, member, n, 100*float64(n)/float64(max(1, d.Cases)))
		}
	}
	return out.String()
}

// members lists those that were seen and those that must be.
func (d *Distribution) members(group string) []string {
	all := append([]string{}, wanted()[group]...)
	for member := range d.counts[group] {
		all = append(all, member)
	}
	sort.Strings(all)
	out := all[:0]
	for i, member := range all {
		if i == 0 || member != all[i-1] {
			out = append(out, member)
		}
	}
	return out
}

// Shortfalls lists what came up too seldom: each decision is to be a tenth of
// the cases, everything else a thousandth. Empty if nothing did.
func (d *Distribution) Shortfalls() []string {
	var out []string
	want := wanted()
	for _, group := range groups {
		least := d.Cases / 1000
		if group == groupDecision {
			least = d.Cases / 10
		}
		for _, member := range want[group] {
			if n := d.counts[group][member]; n < least || n == 0 {
				out = append(out, fmt.Sprintf("%s %s: %d of %d cases, want %d", group, member, n, d.Cases, max(1, least)))
			}
		}
	}
	return out
}

// wanted lists by group what a run must cover.
func wanted() map[string][]string {
	want := map[string][]string{
		groupDecision:  {Allowed, ExplicitlyDenied, ImplicitlyDenied},
		groupDecider:   append([]string{layerGrant}, inOrder[:]...),
		groupVerdict:   {Allowed + " by identity", Allowed + " by resource", Allowed + " by grant"},
		groupQualifier: {"none", "IfExists", "ForAllValues", "ForAnyValue"},
		groupPrincipal: {kindUser, kindRole, kindSession, kindFederated, kindRoot, kindService, kindProvider, kindAnonymous},
	}
	for _, layer := range inOrder {
		want[groupVerdict] = append(want[groupVerdict], ExplicitlyDenied+" by "+layer, ImplicitlyDenied+" by "+layer)
	}
	for _, op := range operators {
		want[groupOperator] = append(want[groupOperator], op.name)
	}
	for _, f := range features {
		want[groupFeature] = append(want[groupFeature], f.name)
	}
	return want
}
