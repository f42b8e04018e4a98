package finding

import (
	"slices"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// Bearing lists the gaps of a snapshot because of which findings of the analyzer
// may be missing or not proved: what was refused of resources, lists, grants and
// roles in its zone, and of the policies that could take access away.
func (a *Analyzer) Bearing(s *snapshot.Snapshot) (out []Gap) {
	if a.Kind == KindUnused {
		return nil
	}
	trust, err := a.Zone.Resolve(s)
	for _, g := range s.Data().Gaps {
		if err == nil && g.Account != "" && trust.Account(g.Account) == authz.False {
			continue
		}
		if a.bears(&g) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

func (a *Analyzer) bears(g *Gap) bool {
	switch g.Layer {
	case authz.LayerNone, authz.LayerResource, authz.LayerACL, authz.LayerPublicAccessBlock, authz.LayerGrant, authz.LayerRCP:
		return true
	case authz.LayerIdentity, authz.LayerSCP, authz.LayerBoundary, authz.LayerSession:
		return a.Kind == KindInternal
	case authz.LayerEndpoint:
	}
	return false
}
