package eval_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/oracle"
)

// gapLayers are the layers whose policies a refused call can hide.
var gapLayers = [...]authz.Layer{
	authz.LayerRCP, authz.LayerSCP, authz.LayerResource, authz.LayerIdentity,
	authz.LayerBoundary, authz.LayerSession, authz.LayerEndpoint, authz.LayerGrant,
}

// TestUnreadLayers: a decision that was taken while a layer's policies could
// not be read holds whatever they say.
func TestUnreadLayers(t *testing.T) {
	eachRandomCase(t, func(rng *rand.Rand, c oracle.Case) {
		l := loss{gapLayers[rng.IntN(len(gapLayers))], rng.IntN(2) == 0}
		for range 6 {
			with := oracle.Generate(rng)
			season(rng, &with)
			full := c
			if !transplant(&full, with, l.layer) {
				return
			}
			l.check(t, full)
		}
	})
}

// transplant gives a case the layer of another one, if the caller can have one.
func transplant(c *oracle.Case, from oracle.Case, l authz.Layer) bool {
	ofAccount := strings.HasPrefix(c.Request.Principal, "arn:") && !strings.Contains(c.Request.Principal, "-provider/")
	personal := ofAccount && !strings.HasSuffix(c.Request.Principal, ":root")
	switch l {
	case authz.LayerRCP:
		c.Policies.RCP = fullLevels(from.Policies.RCP)
	case authz.LayerSCP:
		c.Policies.SCP = from.Policies.SCP
	case authz.LayerResource:
		c.Policies.Resource = from.Policies.Resource
	case authz.LayerEndpoint:
		c.Policies.Endpoint = from.Policies.Endpoint
	case authz.LayerGrant:
		c.Policies.Grants = from.Policies.Grants
	case authz.LayerIdentity:
		c.Policies.Identity = from.Policies.Identity
	case authz.LayerBoundary:
		c.Policies.Boundary = from.Policies.Boundary
	case authz.LayerSession:
		c.Policies.Session = from.Policies.Session
	case authz.LayerNone, authz.LayerACL, authz.LayerPublicAccessBlock:
		return false // no layers of documents
	}
	needsPerson := l == authz.LayerIdentity || l == authz.LayerBoundary || l == authz.LayerSession
	return personal || !needsPerson
}

// fullLevels adds RCPFullAWSAccess, which nobody can detach.
func fullLevels(levels []oracle.Level) []oracle.Level {
	all := oracle.Policy{Name: "RCPFullAWSAccess", Document: oracle.Document{
		Version:   "2012-10-17",
		Statement: oracle.Statements{{Effect: "Allow", Principal: &oracle.Names{Everybody: true}, Action: oracle.List{"*"}, Resource: oracle.List{"*"}}},
	}}
	levels = slices.Clone(levels)
	for i := range levels {
		levels[i].Policies = append(slices.Clone(levels[i].Policies), all)
	}
	return levels
}

// A loss is what a refused call takes: a whole layer, or the first policy of
// each of its lists.
type loss struct {
	layer authz.Layer
	whole bool
}

func (l loss) check(t *testing.T, c oracle.Case) {
	t.Helper()
	broken := func(c oracle.Case) bool { return !holds(l.decision(t, c), read(t, c)) }
	if !broken(c) {
		return
	}
	c = oracle.Minimise(c, broken)
	t.Errorf("%s with layer %s unread (whole: %v), but %s with it\n%s", l.decision(t, c), l.layer, l.whole, read(t, c), text(c))
}

func read(t *testing.T, c oracle.Case) authz.Decision {
	stack, req := question(t, c)
	return eval.New().Compile(stack).Decide(req)
}

// decision is taken without what is lost.
func (l loss) decision(t *testing.T, c oracle.Case) authz.Decision {
	stack, req := question(t, c)
	stack.Unread = []authz.Unread{{Layer: l.layer, Gap: "refused"}}
	switch l.layer {
	case authz.LayerRCP:
		stack.RCP = l.levels(stack.RCP)
	case authz.LayerSCP:
		stack.SCP = l.levels(stack.SCP)
	case authz.LayerResource:
		stack.Resource = nil
	case authz.LayerEndpoint:
		stack.Endpoint = nil
	case authz.LayerGrant:
		stack.Grants = stack.Grants[l.from(len(stack.Grants)):]
	case authz.LayerIdentity:
		stack.Identity = stack.Identity[l.from(len(stack.Identity)):]
	case authz.LayerBoundary:
		stack.Boundary = nil
	case authz.LayerSession:
		stack.Session = stack.Session[l.from(len(stack.Session)):]
	case authz.LayerNone, authz.LayerACL, authz.LayerPublicAccessBlock:
		t.Fatalf("layer %q holds no documents", l.layer)
	}
	return decide(t, stack, req)
}

// from counts the lost items of a list.
func (l loss) from(items int) int {
	if l.whole {
		return items
	}
	return min(1, items)
}

func (l loss) levels(levels []authz.Level) []authz.Level {
	if l.whole {
		return nil
	}
	for i := range levels {
		levels[i].Policies = levels[i].Policies[l.from(len(levels[i].Policies)):]
	}
	return levels
}
