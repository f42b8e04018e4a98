package permission

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A Holder is one principal's access to a resource, for the actions that share
// verdict, conditions and reasons.
type Holder struct {
	Principal string  `json:"principal"`
	Kind      string  `json:"kind"`
	Account   string  `json:"account"`
	Verdict   Verdict `json:"verdict"`
	// Actions, in AWS's spelling, sorted.
	Actions    []string    `json:"actions"`
	Conditions []Condition `json:"conditions"`
	Because    []Reason    `json:"because"`
	// Resources is set where the access reaches only parts of the resource
	// asked for, such as the objects under a prefix; Except lists parts that
	// it does not reach.
	Resources []string    `json:"resources,omitempty"`
	Except    []Exception `json:"except,omitempty"`
}

// Who lists every principal that may do some of the actions on a resource:
// users, roles and root users of the snapshot, and whoever else the resource
// itself lets in: other accounts, services, identity providers, anyone.
// Principals that certainly may not are left out.
func (k *Asker) Who(actions Actions, resource string, given *authz.Context) ([]Holder, error) {
	return k.WhoUntil(actions, resource, given, nil)
}

// WhoUntil is Who for somebody who may lose interest: it ends with the error of
// stop, which is asked before each principal.
func (k *Asker) WhoUntil(actions Actions, resource string, given *authz.Context, stop Stop) ([]Holder, error) {
	if resource == "*" && !(actions.exact() && !k.Catalog.HasResource(actions.text)) {
		return k.whoAnywhere(actions, given, stop)
	}
	targets := k.targets(actions, resource)
	var out []Holder
	listed := 0
	add := func(p authz.Principal, label, kind string) error {
		if err := stop.at(listed); err != nil {
			return err
		}
		holders, err := k.holders(p, label, kind, targets, given)
		listed += named(holders)
		out = append(out, holders...)
		return err
	}
	for i := range k.Snapshot.Identities() {
		id := &k.Snapshot.Identities()[i]
		if id.Kind == snapshot.KindGroup {
			continue
		}
		if err := add(k.Snapshot.PrincipalOf(id), id.ARN, id.Kind); err != nil {
			return nil, err
		}
	}
	for _, p := range k.others(resource) {
		if err := add(p.Principal, p.Label, p.Kind); err != nil {
			return nil, err
		}
	}
	someone, err := k.holders(AnyAccount(), "*", "account", leaveOpen(targets, out), given)
	if err != nil {
		return nil, err
	}
	out = append(out, someone...)
	if err := stop.at(listed + named(someone)); err != nil {
		return nil, err
	}
	sort.SliceStable(out, func(i, j int) bool { return before(&out[i], &out[j]) })
	return out, nil
}

// leaveOpen takes out the actions that anyone may do without credentials:
// callers with some need no line of their own there.
func leaveOpen(targets []target, holders []Holder) []target {
	open := make(map[string]bool)
	for _, h := range holders {
		if h.Kind == authz.KindAnonymous.String() && h.Verdict == Allowed && len(h.Resources)+len(h.Except) == 0 {
			for _, a := range h.Actions {
				open[a] = true
			}
		}
	}
	out := make([]target, len(targets))
	for i, t := range targets {
		t.actions = keep(t.actions, func(a string) bool { return !open[a] })
		out[i] = t
	}
	return out
}

func before(a, b *Holder) bool {
	if a.Account != b.Account {
		return a.Account < b.Account
	}
	return a.Principal < b.Principal
}

// target is a resource with the selected actions that work on it.
type target struct {
	resource string
	actions  []string
	// inside: the resource stands for the objects of a bucket.
	inside bool
}

// targets splits a question about a bucket into the bucket and its objects.
// Actions that work on both are asked of what was named.
func (k *Asker) targets(actions Actions, resource string) []target {
	own := target{resource: resource, actions: actions.on(k.Catalog, resource)}
	objects := ObjectsOf(resource)
	if objects == "" {
		return []target{own}
	}
	inside := target{resource: resource + objects + "*", inside: true}
	for _, a := range actions.on(k.Catalog, resource+objects+anyObject) {
		if !contains(own.actions, a) {
			inside.actions = append(inside.actions, a)
		}
	}
	if actions.exact() && len(inside.actions) > 0 {
		return []target{inside}
	}
	return []target{own, inside}
}

// anyObject is an object name that no policy spells out: what holds for it
// holds for objects in general.
const anyObject = "\u2026"

// ObjectsOf gives what stands between a bucket or an access point and the names
// of its objects; empty for anything else.
func ObjectsOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	switch {
	case isBucketARN(arn):
		return "/"
	case len(parts) == 6 && parts[2] == "s3" && strings.HasPrefix(parts[5], "accesspoint/") && strings.Count(parts[5], "/") == 1:
		return "/object/"
	default:
		return ""
	}
}

// Fits tells whether a selection of actions has any that work on a resource,
// or on the objects in it.
func (k *Asker) Fits(actions Actions, resource string) bool {
	for _, t := range k.targets(actions, resource) {
		if len(t.actions) > 0 {
			return true
		}
	}
	return false
}

func isBucketARN(arn string) bool {
	parts := strings.SplitN(arn, ":", 6)
	return len(parts) == 6 && parts[2] == "s3" && parts[3] == "" && parts[4] == "" && !strings.Contains(parts[5], "/") &&
		parts[5] != "" && !strings.ContainsAny(parts[5], "*?")
}

func contains(list []string, s string) bool {
	i := sort.SearchStrings(list, s)
	return i < len(list) && list[i] == s
}

func (k *Asker) holders(p authz.Principal, label, kind string, targets []target, given *authz.Context) ([]Holder, error) {
	g := newGrouping(label, kind, p.Account)
	for _, t := range targets {
		if err := k.ask(g, p, t, given); err != nil {
			return nil, err
		}
	}
	if k.Outside(p) {
		for i := range g.holders {
			outsideCondition(&g.holders[i])
		}
	}
	return g.holders, nil
}

// ask decides each action of a target and explains those that are not denied.
func (k *Asker) ask(g *grouping, p authz.Principal, t target, given *authz.Context) error {
	if len(t.actions) == 0 {
		return nil
	}
	where := t.resource
	if t.inside {
		where = strings.TrimSuffix(t.resource, "*") + anyObject
	}
	q, err := k.ResourceSide(p, where, given)
	if err != nil {
		return err
	}
	if q.silent && k.Outside(p) {
		return nil
	}
	var parts []part
	if t.inside {
		parts = q.parts(t.resource)
	}
	r := reply{g: g, q: q, judge: k.judge(q), parts: parts, where: where, whole: t.resource}
	for i := range t.actions {
		r.add(t.actions[i : i+1])
	}
	return nil
}

// A reply collects what is answered at one target.
type reply struct {
	g            *grouping
	q            *Question
	judge        func(action, resource string) (authz.Explanation, bool)
	parts        []part
	where, whole string
}

// add answers for actions that nothing tells apart.
func (r *reply) add(alike []string) {
	a := alike[0]
	if e, ok := r.judge(a, r.where); ok {
		r.g.addAll(alike, e, nil, append(r.q.exceptions(a, r.parts, e.Decision), beyond(r.parts, r.whole)...))
		r.addSurer(alike, e.Decision)
		return
	}
	for i, part := range r.parts {
		if e, ok := r.judge(a, part.example); ok {
			r.g.addAll(alike, e, []string{part.pattern}, r.q.exceptions(a, within(r.parts, i), e.Decision))
		}
	}
}

// addSurer adds the parts where an action that hangs on something elsewhere is
// allowed for certain.
func (r *reply) addSurer(alike []string, whole authz.Decision) {
	if whole == authz.Allowed {
		return
	}
	for i, part := range r.parts {
		if e, ok := r.judge(alike[0], part.example); ok && e.Decision == authz.Allowed {
			r.g.addAll(alike, e, []string{part.pattern}, r.q.exceptions(alike[0], within(r.parts, i), e.Decision))
		}
	}
}

// judge returns how one request is answered: the explanation, unless it is
// denied. Outsiders are first taken for members of no known organization.
func (k *Asker) judge(q *Question) func(action, resource string) (authz.Explanation, bool) {
	req := q.request("", "")
	known := req.Context
	strange, outside := q.stranger(k)
	return func(action, resource string) (authz.Explanation, bool) {
		req.Action, req.Resource, req.Context = action, resource, known
		if outside {
			if req.Context = strange; !q.program.Refuses(&req) {
				return q.program.Because(&req), true
			}
			req.Context = known
		}
		if q.program.Refuses(&req) {
			return authz.Explanation{}, false
		}
		e := q.program.Because(&req)
		return e, !outside || k.namesForeignOrganization(e)
	}
}

// within lists the parts that overlap one of them, itself left out.
func within(parts []part, of int) (out []part) {
	for i := range parts {
		if i != of && parts[of].glob.Match(parts[i].example) {
			out = append(out, parts[i])
		}
	}
	return out
}

// exceptions lists the parts in which an action that is granted elsewhere is
// denied, or hangs on more.
func (q *Question) exceptions(action string, parts []part, elsewhere authz.Decision) (out []Exception) {
	for _, part := range parts {
		d := q.DecideOn(action, part.example)
		if d == authz.Allowed || d == elsewhere {
			continue
		}
		_, conditions, because := outcome(q.because(action, part.example))
		out = append(out, Exception{Resource: part.pattern, Conditions: inverted(conditions), Because: because})
	}
	return out
}

// grouping joins actions whose answers are alike.
type grouping struct {
	principal, kind, account string
	holders                  []Holder
	index                    map[string]int
}

func newGrouping(label, kind, account string) *grouping {
	return &grouping{principal: label, kind: kind, account: account, index: make(map[string]int)}
}

// add notes one answer, unless it is a denial.
func (g *grouping) add(action string, e authz.Explanation, resources []string, except []Exception) {
	g.addAll([]string{action}, e, resources, except)
}

// addAll notes one answer that holds for all of some actions.
func (g *grouping) addAll(actions []string, e authz.Explanation, resources []string, except []Exception) {
	verdict, conditions, because := outcome(e)
	if verdict == Denied {
		return
	}
	key := groupKey(verdict, conditions, because, resources) + exceptKey(except)
	i, ok := g.index[key]
	if !ok {
		i = len(g.holders)
		g.index[key] = i
		g.holders = append(g.holders, Holder{
			Principal: g.principal, Kind: g.kind, Account: g.account,
			Verdict: verdict, Conditions: nonNil(conditions), Because: nonNil(because), Resources: resources, Except: except,
		})
	}
	for _, action := range actions {
		if h := &g.holders[i]; !contains(h.Actions, action) {
			h.Actions = insert(h.Actions, action)
		}
	}
}

func groupKey(v Verdict, conditions []Condition, because []Reason, resources []string) string {
	var b strings.Builder
	b.WriteString(string(v))
	for _, c := range conditions {
		b.WriteString("\x02" + c.ID())
	}
	for _, r := range because {
		b.WriteString("\x03" + string(r.Layer) + r.Policy + "\x01")
		b.WriteByte(byte(r.Statement))
		b.WriteString(r.File + r.Note)
	}
	b.WriteString("\x04" + strings.Join(resources, "\x00"))
	return b.String()
}

func exceptKey(list []Exception) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString("\x05" + e.Resource + groupKey("", e.Conditions, e.Because, nil))
	}
	return b.String()
}

func insert(list []string, s string) []string {
	i := sort.SearchStrings(list, s)
	list = append(list, "")
	copy(list[i+1:], list[i:])
	list[i] = s
	return list
}

// nonNil makes JSON show an empty list rather than null.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
