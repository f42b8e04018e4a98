package permission

import (
	"slices"
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/iam/glob"
)

// A Filter selects grants by service and action; the zero value selects all.
type Filter struct {
	Service string // prefix
	Action  string // glob, or empty
}

func (f Filter) selects() func(string) bool {
	pattern := glob.NewFold("*")
	if f.Action != "" {
		pattern = glob.NewFold(f.Action)
	}
	return func(action string) bool {
		service, _, _ := strings.Cut(action, ":")
		return (f.Service == "" || strings.EqualFold(f.Service, service)) && pattern.Match(action)
	}
}

// Grants lists what a principal may do, as sets: first what its own layers
// leave, by resource pattern, within its own account; then what single
// resources add, because their own policies admit it, or because they are in
// another account.
// Precision: exact for known actions where Verdict is allowed; what is
// conditional or undetermined says on what it depends.
func (k *Asker) Grants(p authz.Principal, filter Filter, given *authz.Context) ([]Grant, error) {
	return k.GrantsUntil(p, filter, given, nil)
}

// GrantsUntil is Grants for somebody who may lose interest: it ends with the
// error of stop, which is asked before each resource.
func (k *Asker) GrantsUntil(p authz.Principal, filter Filter, given *authz.Context, stop Stop) ([]Grant, error) {
	q, err := k.Question(p, "*", given)
	if err != nil {
		return nil, err
	}
	var grants []Grant
	if p.Account != "" {
		grants = k.ownGrants(q, filter)
	}
	return k.withResources(grants, p, filter, given, stop)
}

func (k *Asker) ownGrants(q *Question, filter Filter) []Grant {
	grants, unread := k.ownSets(q, filter.selects(), false)
	return k.finish(grants, unread, q.Principal.Account)
}

// ownSets is what the caller's own layers leave, and which of them were not
// read.
//
// The resource control policies of the caller's account count where a pattern
// may mean its resources, unless the sets are to bound access to any account's.
func (k *Asker) ownSets(q *Question, selected func(string) bool, anywhere bool) ([]Grant, []authz.Unread) {
	req := q.request("", "*")
	req.Context = q.context.Clone()
	forgetResource(&req.Context)
	survey := q.program.Survey(&req)
	root := q.Principal.Kind == authz.KindRoot
	candidates := k.candidates(&survey, selected)
	if root {
		candidates = keep(k.Catalog.Match("*"), func(a string) bool { return selected(a) && !k.Engine.Facts().RootRefused(a) })
	}
	sets := newGrantSets()
	for _, c := range k.classes(&survey, candidates) {
		pieces := own(&survey, c, root)
		if !anywhere {
			pieces = ownRCPs(&survey, c, pieces, func(p glob.Pattern) bool {
				owner, _ := k.ownerOf(p, q.Principal.Account)
				return owner == ""
			})
		}
		sets.add(c, pieces)
	}
	if anywhere {
		survey.Unread = slices.DeleteFunc(slices.Clone(survey.Unread), func(u authz.Unread) bool { return u.Layer == authz.LayerRCP })
	}
	return append(sets.grants, k.unseen(&survey, selected)...), survey.Unread
}

// unseen is what identity policies that nobody could read may grant: anything.
func (k *Asker) unseen(s *eval.Survey, selected func(string) bool) []Grant {
	var because []Reason
	for _, u := range s.Unread {
		if u.Layer == authz.LayerIdentity {
			because = append(because, Reason{Layer: u.Layer, Statement: -1, Note: u.Gap})
		}
	}
	if because == nil {
		return nil
	}
	return []Grant{{
		all: keep(k.Catalog.Match("*"), selected), Resources: []string{"*"}, patterns: []glob.Pattern{glob.New("*")},
		Verdict: Undetermined, Because: because,
	}}
}

// forgetResource: a set of resources has no one owner and no one set of tags.
func forgetResource(c *authz.Context) {
	for _, key := range []string{"aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"} {
		c.SetUndetermined(key)
	}
	c.SetPrefixDefault("aws:ResourceTag/", authz.Undetermined)
}

// grantSets joins pieces of several classes into grants.
type grantSets struct {
	grants []Grant
	index  map[string]int
}

func newGrantSets() *grantSets { return &grantSets{index: make(map[string]int)} }

// add joins the pieces of one class that are alike but for their pattern, and
// the classes whose pieces are alike but for their actions.
func (s *grantSets) add(c *class, pieces []piece) {
	var order []string
	byLabel := make(map[string][]piece)
	for _, p := range pieces {
		label := p.label()
		if _, ok := byLabel[label]; !ok {
			order = append(order, label)
		}
		byLabel[label] = append(byLabel[label], p)
	}
	for _, label := range order {
		s.join(c, label, byLabel[label])
	}
}

func (s *grantSets) join(c *class, label string, pieces []piece) {
	var resources []string
	patterns := make(map[string]glob.Pattern)
	for _, p := range pieces {
		if _, ok := patterns[p.pattern.String()]; !ok {
			resources = append(resources, p.pattern.String())
			patterns[p.pattern.String()] = p.pattern
		}
	}
	sort.Strings(resources)
	key := label + "\x07" + strings.Join(resources, "\x00") + map[bool]string{true: "\x08"}[c.needs]
	i, ok := s.index[key]
	if !ok {
		i = len(s.grants)
		s.index[key] = i
		s.grants = append(s.grants, grantOf(&pieces[0], resources, patterns, c.needs))
	}
	s.grants[i].all = append(s.grants[i].all, c.actions...)
}

func grantOf(p *piece, resources []string, patterns map[string]glob.Pattern, needs bool) Grant {
	g := Grant{
		Resources: resources, Except: p.exceptions(), Verdict: p.verdict(),
		Conditions: p.conditions, Because: p.because, LimitedBy: p.limited,
	}
	for _, r := range resources {
		g.patterns = append(g.patterns, patterns[r])
	}
	if g.needs = needs; needs {
		g.Conditions = append(clip(g.Conditions), Condition{
			Text: "the resource's own policy admits it; resources of the snapshot that do are listed one by one",
		})
		if g.Verdict == Allowed {
			g.Verdict = Conditional
		}
	}
	return g
}

// finish sorts, leaves out what no resource can bear and what is judged
// resource by resource, and words actions and levels.
func (k *Asker) finish(grants []Grant, unread []authz.Unread, account string) []Grant {
	var out []Grant
	for i := range grants {
		for _, g := range k.byOwner(&grants[i], account) {
			g.all = keep(g.all, func(a string) bool { return k.bears(a, g.patterns) })
			if len(g.all) == 0 {
				continue
			}
			sort.Strings(g.all)
			k.undetermine(&g, unread)
			k.word(&g)
			out = append(out, g)
		}
	}
	return joinReasons(out)
}

// joinReasons makes one of the grants that differ only in their reasons: each
// of them is reason enough.
func joinReasons(grants []Grant) (out []Grant) {
	index := make(map[string]int)
	for _, g := range grants {
		key := groupKey(g.Verdict, g.Conditions, g.LimitedBy, g.Resources) + exceptKey(g.Except) + strings.Join(g.all, " ")
		if i, ok := index[key]; ok {
			out[i].Because = append(clip(out[i].Because), g.Because...)
			continue
		}
		index[key] = len(out)
		out = append(out, g)
	}
	return out
}

// byOwner splits a grant by whose resources its patterns name: the principal's
// own account, or another, which must allow it, too. A pattern that lies within
// a resource of another account, or of a kind whose own policy decides, is left
// out if the snapshot holds that resource: it is judged on its own.
func (k *Asker) byOwner(g *Grant, account string) (out []Grant) {
	index := make(map[string]int)
	for i, p := range g.patterns {
		owner, known := k.ownerOf(p, account)
		if known && (owner != "" || g.needs) {
			continue
		}
		at, ok := index[owner]
		if !ok {
			at = len(out)
			index[owner] = at
			out = append(out, k.ownedBy(g, owner))
		}
		out[at].Resources = append(out[at].Resources, g.Resources[i])
		out[at].patterns = append(out[at].patterns, p)
	}
	return out
}

func (k *Asker) ownedBy(g *Grant, owner string) Grant {
	one := *g
	one.owner, one.Resources, one.patterns = owner, nil, nil
	one.all = append([]string(nil), g.all...)
	if owner != "" {
		one.Conditions = append(clip(g.Conditions), Condition{Text: "account " + owner + ", which owns the resource, allows it too"})
		if one.Verdict == Allowed {
			one.Verdict = Conditional
		}
	}
	return one
}

// ownerOf tells which other account owns what a pattern names; empty if it is
// the principal's own or not told. known: the pattern lies within a resource or
// identity of the snapshot.
func (k *Asker) ownerOf(p glob.Pattern, account string) (owner string, known bool) {
	example := glob.Example(p)
	arn := ""
	if id := k.Snapshot.Identity(example); id != nil {
		owner, arn = id.Account, id.ARN
	} else if r := k.Snapshot.Resource(example); r != nil {
		owner, arn = r.Account, r.ARN
	}
	if known = arn != "" && strings.HasPrefix(p.Prefix(), arn); !known {
		owner = ""
		if parts := strings.SplitN(p.Prefix(), ":", 6); len(parts) == 6 && isAccountID(parts[4]) {
			owner = parts[4]
		}
	}
	if owner == account {
		owner = ""
	}
	return owner, known
}

// undetermine: with a layer that could not be read, what looks allowed may be
// denied.
func (k *Asker) undetermine(g *Grant, unread []authz.Unread) {
	for _, u := range unread {
		switch u.Layer {
		case authz.LayerIdentity, authz.LayerBoundary, authz.LayerSCP, authz.LayerSession, authz.LayerEndpoint:
		case authz.LayerRCP:
			if !slices.ContainsFunc(g.all, k.rcpReaches) {
				continue
			}
		default: // of the resource's side, which is asked resource by resource
			continue
		}
		g.Verdict = Undetermined
		g.LimitedBy = append(clip(g.LimitedBy), Reason{Layer: u.Layer, Statement: -1, Note: "not read: " + u.Gap})
	}
}

// word fills the public lists of a grant from its actions.
func (k *Asker) word(g *Grant) {
	g.Actions = k.compress(g.all)
	g.AccessLevels = k.levels(g.all)
	g.Conditions, g.Because, g.LimitedBy = nonNil(g.Conditions), nonNil(g.Because), nonNil(g.LimitedBy)
}

func (k *Asker) levels(actions []string) []string {
	var all catalog.Level
	for _, a := range actions {
		all |= k.Catalog.Levels(a)
	}
	return nonNil(all.Words())
}

// compress writes whole services as "s3:*" and all actions as "*".
func (k *Asker) compress(actions []string) (out []string) {
	services := k.Catalog.Services()
	whole := 0
	for i := 0; i < len(actions); {
		service, _, _ := strings.Cut(actions[i], ":")
		end := i
		for end < len(actions) && strings.HasPrefix(actions[end], service+":") {
			end++
		}
		if s, ok := k.Catalog.Service(service); ok && len(s.Actions) == end-i && end-i > 1 {
			out = append(out, service+":*")
			whole++
		} else {
			out = append(out, actions[i:end]...)
		}
		i = end
	}
	if whole == len(out) && len(actions) == k.Catalog.Counts().Actions && whole > 0 && len(services) >= whole {
		return []string{"*"}
	}
	return out
}
