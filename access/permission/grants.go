package permission

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/catalog"
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
	q, err := k.Question(p, "*", given)
	if err != nil {
		return nil, err
	}
	var grants []Grant
	if p.Account != "" {
		grants = k.ownGrants(q, filter)
	}
	return k.withResources(grants, p, filter, given)
}

func (k *Asker) ownGrants(q *Question, filter Filter) []Grant {
	return k.finish(k.ownSets(q, filter.selects()))
}

// ownSets is what the caller's own layers leave, and which of them were not
// read.
func (k *Asker) ownSets(q *Question, selected func(string) bool) ([]Grant, []authz.Unread) {
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
	for _, c := range classes(&survey, candidates, k.Engine.Facts()) {
		sets.add(c, own(&survey, c, root))
	}
	return sets.grants, survey.Unread
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

// finish sorts, leaves out what no resource can bear, and words actions and
// levels.
func (k *Asker) finish(grants []Grant, unread []authz.Unread) []Grant {
	var out []Grant
	for _, g := range grants {
		if g.needs {
			k.leaveListed(&g)
		}
		g.all = keep(g.all, func(a string) bool { return k.bears(a, g.patterns) })
		if len(g.all) == 0 {
			continue
		}
		sort.Strings(g.all)
		undetermine(&g, unread)
		k.word(&g)
		out = append(out, g)
	}
	return out
}

// leaveListed takes out resources that the snapshot holds: they are judged
// one by one.
func (k *Asker) leaveListed(g *Grant) {
	var resources []string
	var patterns []glob.Pattern
	for i, p := range g.patterns {
		arn, exact := p.Exact()
		if exact && (k.Snapshot.Resource(arn) != nil || k.Snapshot.Identity(arn) != nil) {
			continue
		}
		resources, patterns = append(resources, g.Resources[i]), append(patterns, p)
	}
	g.Resources, g.patterns = resources, patterns
}

// undetermine: with a layer that could not be read, what looks allowed may be
// denied.
func undetermine(g *Grant, unread []authz.Unread) {
	for _, u := range unread {
		switch u.Layer {
		case authz.LayerIdentity, authz.LayerBoundary, authz.LayerSCP, authz.LayerSession, authz.LayerEndpoint:
			g.Verdict = Undetermined
			g.LimitedBy = append(clip(g.LimitedBy), Reason{Layer: u.Layer, Statement: -1, Note: "not read: " + u.Gap})
		default: // of the resource's side, which is asked resource by resource
		}
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
