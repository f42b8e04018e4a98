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
		one := placeTarget{target: t, list: k.interned(t.actions), may: make(map[*policy.Document]bool)}
		one.example, one.pattern = t.example(), glob.Literal(t.resource)
		if t.inside {
			one.pattern = glob.New(t.resource)
		}
		stack, _, err := k.Snapshot.StackFor(authz.Principal{}, one.example)
		if err != nil {
			continue
		}
		one.admits = stack.Resource != nil || stack.Underlying != nil || stack.Lacks(authz.LayerResource)
		if b := stack.Bucket; b != nil && !b.ACL.Disabled || len(stack.Grants) > 0 || stack.Underlying != nil {
			one.apart, one.admits = true, true
		}
		out.targets = append(out.targets, one)
	}
	return out
}

// may tells whether anything can allow the principal something at a target:
// an Allow of its own whose patterns meet the target, or the resource's side.
func (k *Asker) may(p authz.Principal, t *placeTarget) bool {
	if t.admits || !p.TakesIdentityPolicies() {
		return t.admits || p.Kind == authz.KindRoot
	}
	id := k.Snapshot.IdentityOf(p)
	if id == nil {
		return true
	}
	policies := k.identityPolicies(p)
	return slices.ContainsFunc(policies, func(one authz.Policy) bool { return t.allowedBy(one.Document) })
}

// identityPolicies are those of a principal of the snapshot.
func (k *Asker) identityPolicies(p authz.Principal) []authz.Policy {
	stack, _, err := k.Snapshot.StackFor(p, "*")
	if err != nil {
		return nil // the question will say why
	}
	return stack.Identity
}

func (t *placeTarget) allowedBy(d *policy.Document) bool {
	known, ok := t.may[d]
	if !ok {
		known = slices.ContainsFunc(d.Statements, func(s policy.Statement) bool { return t.metBy(&s) })
		t.may[d] = known
	}
	return known
}

// metBy is generous: what it refuses certainly allows nothing at the target.
func (t *placeTarget) metBy(s *policy.Statement) bool {
	if len(s.Broken) > 0 {
		return true
	}
	if s.Effect == policy.EffectDeny || !slices.ContainsFunc(t.list.actions, func(a string) bool { return coversAction(s, a) }) {
		return false
	}
	return s.Resource.Negated || slices.ContainsFunc(s.Resource.Values, func(v policy.Value) bool {
		text := arn.CompleteResource(v.Text)
		if i := strings.Index(text, "${"); i >= 0 {
			text = text[:i] + "*"
		}
		return glob.Overlaps(glob.New(text), t.pattern)
	})
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
