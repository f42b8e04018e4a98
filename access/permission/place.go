package permission

import (
	"slices"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// A Place is a resource prepared for questions about many principals.
type Place struct {
	targets []placeTarget
}

// placeTarget is a target with what does not depend on the principal.
type placeTarget struct {
	target
	example string
	pattern glob.Pattern // of the objects, or the resource itself
	list    *actionList
	// apart: lists and grants tell actions apart, beside statements.
	apart  bool
	admits bool
	// stack is the resource's side for nobody in particular, owner its account,
	// shared tells that an attribute may share it; accounts keeps whom it may
	// let in.
	stack    *authz.Stack
	owner    string
	shared   bool
	accounts map[string]bool
	// may keeps, by document, whether its Allows bear on the target.
	may map[*policy.Document]bool
}

// Place prepares a resource. Not safe for concurrent use.
func (k *Asker) Place(resource string) *Place { return k.place(resource, Actions{text: "*"}) }

// PlaceFor is Place for some of the actions.
func (k *Asker) PlaceFor(resource string, actions Actions) *Place { return k.place(resource, actions) }

func (k *Asker) place(resource string, actions Actions) *Place {
	out := &Place{}
	for _, t := range k.targets(actions, resource) {
		one := placeTarget{target: t, list: k.interned(t.actions), may: make(map[*policy.Document]bool), accounts: make(map[string]bool)}
		one.example, one.pattern = t.example(), glob.Literal(t.resource)
		if t.inside {
			one.pattern = glob.New(t.resource)
		}
		stack, info, err := k.Snapshot.StackFor(authz.Principal{}, one.example)
		if err != nil {
			continue
		}
		one.stack, one.owner = stack, info.ResourceAccount
		one.shared = info.Resource != nil && info.Resource.MayBeShared()
		one.admits = stack.Resource != nil || stack.Underlying != nil || stack.Lacks(authz.LayerResource) || one.shared
		if b := stack.Bucket; b != nil && !b.ACL.Disabled || len(stack.Grants) > 0 || stack.Underlying != nil {
			one.apart, one.admits = true, true
		}
		out.targets = append(out.targets, one)
	}
	return out
}

// OwnMayAllow tells whether the own policies of a principal of the snapshot can
// allow something at a place. It is generous and quick: what it refuses is
// certainly not allowed by them.
func (k *Asker) OwnMayAllow(p authz.Principal, place *Place) bool {
	if k.Snapshot.IdentityOf(p) == nil {
		return true
	}
	stack, _, err := k.Snapshot.StackFor(p, "*")
	if err != nil || stack.Lacks(authz.LayerIdentity) {
		return true
	}
	for i := range place.targets {
		if slices.ContainsFunc(stack.Identity, func(one authz.Policy) bool {
			return one.Document.Broken || k.allowedBy(&place.targets[i], one.Document)
		}) {
			return true
		}
	}
	return false
}

// may tells whether anything can allow the principal something at a target:
// an Allow of its own whose patterns meet the target, or the resource's side.
func (k *Asker) may(p authz.Principal, t *placeTarget) bool {
	if t.admits || !p.TakesIdentityPolicies() {
		return t.admits || p.Kind == authz.KindRoot
	}
	return k.OwnMayAllow(p, &Place{targets: []placeTarget{*t}})
}

// allowedBy is generous: where it says no, the document certainly allows
// nothing at the target.
func (k *Asker) allowedBy(t *placeTarget, d *policy.Document) bool {
	known, ok := t.may[d]
	if ok {
		return known
	}
	sets, patterns := t.list.by(d, true), k.patternsOf(d)
	for i := range d.Statements {
		known = known || sets[i].any() && t.metBy(&d.Statements[i], patterns[i])
	}
	t.may[d] = known
	return known
}

func (t *placeTarget) metBy(s *policy.Statement, patterns []glob.Pattern) bool {
	if len(s.Broken) > 0 {
		return true
	}
	return s.Effect != policy.EffectDeny && (s.Resource.Negated || slices.ContainsFunc(patterns, func(p glob.Pattern) bool {
		return glob.Overlaps(p, t.pattern)
	}))
}

// patternsOf gives the resource patterns of each statement, with a star for
// what follows a variable.
func (k *Asker) patternsOf(d *policy.Document) [][]glob.Pattern {
	if known, ok := k.patterns.Load(d); ok {
		return known.([][]glob.Pattern)
	}
	out := make([][]glob.Pattern, len(d.Statements))
	for i := range d.Statements {
		for _, v := range d.Statements[i].Resource.Values {
			text := arn.CompleteResource(v.Text)
			if at := strings.Index(text, "${"); at >= 0 {
				text = text[:at] + "*"
			}
			out[i] = append(out[i], glob.New(text))
		}
	}
	k.patterns.Store(d, out)
	return out
}

// coversAction tells whether a statement's actions cover one, as eval reads
// them.
func coversAction(s *policy.Statement, action string) bool {
	if slices.Contains(s.Broken, policy.ElementAction) {
		return true
	}
	for _, v := range s.Action.Values {
		if glob.NewFold(v.Text).Match(action) {
			return !s.Action.Negated
		}
	}
	return s.Action.Negated
}
