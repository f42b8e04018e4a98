package slice

import (
	"crypto/sha256"
	"encoding/hex"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// Granting gives the text of the statements behind a finding, as a snapshot has
// them. What stands in no policy, and what is not there any more, is left out.
func Granting(s *snapshot.Snapshot, f *finding.Finding) []Excerpt {
	out := []Excerpt{}
	policies := policiesBehind(s, f)
	for _, by := range f.Evidence {
		if by.Statement == nil {
			continue
		}
		for _, p := range policies[authz.Layer(by.Layer)] {
			if !isOf(by, p) {
				continue
			}
			out = append(out, quote(p, by))
			break
		}
	}
	return out
}

// isOf tells whether a policy is the one that evidence names, and still has the
// statement.
func isOf(by finding.Evidence, p *authz.Policy) bool {
	if p.Document == nil || *by.Statement < 0 || *by.Statement >= len(p.Document.Statements) {
		return false
	}
	return (p.Name == by.Policy || policyName(p) == by.Policy) && p.File == by.File && p.Document.Statements[*by.Statement].SID == by.SID
}

func quote(p *authz.Policy, by finding.Evidence) Excerpt {
	sum := sha256.Sum256(p.Document.Raw)
	e := Excerpt{
		Layer: authz.Layer(by.Layer), Policy: by.Policy, Statement: *by.Statement, SID: by.SID,
		Effect: p.Document.Statements[*by.Statement].Effect.String(), File: by.File, Line: by.Line, Document: hex.EncodeToString(sum[:]),
	}
	e.cut(readable(p.Document), *by.Statement)
	return e
}

// layersWithText are those whose statements evidence may name.
var layersWithText = [...]authz.Layer{
	authz.LayerRCP, authz.LayerSCP, authz.LayerResource, authz.LayerIdentity, authz.LayerBoundary, authz.LayerSession, authz.LayerEndpoint,
}

// policiesBehind lists what may stand behind a finding, by layer: the policies of
// the resource, of its access points, and of a principal from inside.
func policiesBehind(s *snapshot.Snapshot, f *finding.Finding) map[authz.Layer][]*authz.Policy {
	out := make(map[authz.Layer][]*authz.Policy)
	add := func(p authz.Principal, resource string) {
		stack, _, err := s.StackFor(p, resource)
		if err != nil {
			return // the finding is about something that this snapshot does not have
		}
		for _, l := range layersWithText {
			out[l] = append(out[l], policiesOf(stack, l)...)
		}
	}
	var inside authz.Principal
	if f.Type == finding.TypeInternalAccess {
		if id := s.Identity(f.Principal[finding.PrincipalAWS]); id != nil {
			inside = s.PrincipalOf(id)
		}
	}
	add(inside, f.Resource)
	for _, ap := range s.AccessPointsOf(f.Resource) {
		add(inside, ap.ARN)
	}
	return out
}
