package trial

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// A tally counts what the worlds held and what was answered.
type tally struct {
	mutex sync.Mutex
	count map[string]int
	// failed counts the failures of each law.
	failed map[string]int
}

func newTally() *tally { return &tally{count: make(map[string]int), failed: make(map[string]int)} }

func (t *tally) merge(o *tally) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for name, n := range o.count {
		t.count[name] += n
	}
}

// firstOf counts a failure and tells whether it is among the first of a law.
func (t *tally) firstOf(law string) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.failed[law]++
	return t.failed[law] <= 3
}

func (t *tally) rule(r *ruling) {
	t.count[r.kind+": "+r.decision.String()]++
	if r.gapped() {
		t.count["unknown by a gap"]++
	}
	if r.decision == authz.Allowed && !r.own() {
		t.count["allowed in another account"]++
	}
}

// answers counts the shapes of set answers, so that reading them is tried.
func (t *tally) answers(c *court, p authz.Principal) {
	for _, g := range c.grantsOf(p, "s3") {
		t.count["grant: "+string(g.Verdict)]++
		for _, e := range g.Except {
			t.count[map[bool]string{true: "grant: exception", false: "grant: conditional exception"}[len(e.Conditions) == 0]]++
		}
	}
	for _, h := range c.who("*", bucketOne) {
		if h.Principal == p.ARN && len(h.Resources) > 0 {
			t.count["holder: of a part"]++
		}
		if h.Principal == p.ARN && len(h.Except) > 0 {
			t.count["holder: exception"]++
		}
	}
	for _, path := range c.reach(p.ARN, "").Paths {
		t.count["path: "+string(path.Verdict)]++
		if !direct(&path) {
			t.count["path: through a role"]++
		}
	}
}

// expected names all that must occur, beside the decisions of each kind.
func expected() []string {
	out := []string{
		"unknown by a gap", "allowed in another account", "grant: exception", "grant: conditional exception",
		"holder: of a part", "holder: exception", "path: through a role",
		"third account", "organization", "account outside the organization", "SCP", "RCP", "group", "boundary", "missing boundary",
		"missing managed policy", "broken document", "access control list", "public access block", "KMS grant", "KMS grant with constraint",
		"access point of another account's bucket", "Deny", "NotAction", "NotResource", "NotPrincipal", "part of a bucket", "whole bucket",
		"part of an access point", "policy variable", "condition: derived", "condition: of the resource", "condition: unknown", "condition: operator",
		"principal: star", "principal: account", "principal: user", "principal: role", "principal: outside account", "principal: session",
		"gap: identity", "gap: boundary", "gap: bucket policy", "gap: queue policy", "gap: grants", "gap: SCP", "gap: RCP", "gap: group", "gap: trust",
	}
	for _, v := range []permission.Verdict{permission.Allowed, permission.Conditional, permission.Undetermined} {
		out = append(out, "grant: "+string(v), "path: "+string(v))
	}
	for _, q := range questions() {
		for _, d := range []authz.Decision{authz.Allowed, authz.ExplicitlyDenied, authz.ImplicitlyDenied, authz.Unknown} {
			out = append(out, q.kind+": "+d.String())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t *tally) missing() []string {
	return slices.DeleteFunc(expected(), func(name string) bool { return t.count[name] > 0 })
}

func (t *tally) table() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.count)) {
		fmt.Fprintf(&b, "%8d  %s\n", t.count[name], name)
	}
	return b.String()
}
