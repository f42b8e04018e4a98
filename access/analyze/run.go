package analyze

import (
	"fmt"
	"slices"
	"strings"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/symbolic"
	"sightline/snapshot"
)

// A Result is what an analysis of a snapshot says: candidates, and what it
// could judge.
type Result struct {
	Candidates []finding.Candidate
	Scope      finding.Scope
}

// Outside looks for external access to everything in an analyzer's zone of
// trust, or to the named resources alone.
//
// Errors: the zone cannot be resolved; then nothing was judged.
func Outside(s *snapshot.Snapshot, a *finding.Analyzer, only ...string) (Result, error) {
	trust, err := a.Zone.Resolve(s)
	if err != nil {
		return Result{}, err
	}
	r := newRun(s, a, trust)
	r.each(only, r.external)
	out := Result{Candidates: r.out, Scope: finding.ScopeOf(s, r.judged).WatchedBy(a, s)}
	if len(only) > 0 {
		out.Scope = out.Scope.Only(only...)
	}
	return out, nil
}

func newRun(s *snapshot.Snapshot, a *finding.Analyzer, trust *finding.Trust) *run {
	return &run{
		snapshot: s, analyzer: a, trust: trust, judged: make(map[string]finding.Judgement),
		home: trust.Accounts(), canonical: trust.CanonicalIDs(),
	}
}

type run struct {
	snapshot        *snapshot.Snapshot
	analyzer        *finding.Analyzer
	trust           *finding.Trust
	home, canonical []string
	out             []finding.Candidate
	judged          map[string]finding.Judgement
}

// each visits the resources and roles that an analyzer watches.
func (r *run) each(only []string, visit func(arn, kind, account string)) {
	wanted := func(arn, account string, tags map[string]string) bool {
		return (len(only) == 0 || slices.Contains(only, arn)) && !r.analyzer.Excludes(account, tags)
	}
	for _, account := range r.home {
		identities := r.snapshot.IdentitiesOf(account)
		for i := range identities {
			if id := &identities[i]; id.Kind == snapshot.KindRole && wanted(id.ARN, account, id.Tags) {
				visit(id.ARN, snapshot.TypeRole, account)
			}
		}
		resources := r.snapshot.ResourcesOf(account)
		for i := range resources {
			if x := &resources[i]; wanted(x.ARN, account, x.Tags) && !isAccessPoint(x.Type) {
				visit(x.ARN, x.Type, account)
			}
		}
	}
}

// isAccessPoint: access points are judged with their bucket.
func isAccessPoint(kind string) bool {
	switch kind {
	case snapshot.TypeAccessPoint, snapshot.TypeMultiRegionAccessPoint, snapshot.TypeDirectoryAccessPoint:
		return true
	}
	return false
}

func (r *run) external(arn, kind, account string) {
	g, err := gather(r.snapshot, arn, kind, account)
	if err != nil {
		r.failed(arn, kind, account, finding.ErrorInternal, err.Error())
		return
	}
	if g.absent {
		return // the scope says that nobody looked
	}
	trust, doubted := r.zone(g)
	if why := g.unread[authz.LayerResource]; why != "" {
		r.failed(arn, kind, account, finding.ErrorAccessDenied, why)
	}
	for _, layer := range []authz.Layer{authz.LayerACL, authz.LayerGrant, authz.LayerPublicAccessBlock} {
		if why := g.unread[layer]; why != "" {
			r.judged[arn] = finding.Judgement{Reason: why}
		}
	}
	for _, a := range External(&g.Subject, trust) {
		r.out = append(r.out, r.candidate(g, &a, doubted))
	}
}

// zone is the zone of trust as far as it bears on one subject.
func (r *run) zone(g *gathered) (*Trust, []string) {
	t, doubted := trustOf(r.trust, r.home, g)
	t.Canonical, t.Services = r.canonical, r.analyzer.ServicePrincipals
	return t, doubted
}

// failed notes a resource that could not be analysed.
func (r *run) failed(arn, kind, account, code, why string) {
	r.out = append(r.out, finding.Candidate{
		Type: finding.TypeExternalAccess, Resource: arn, ResourceType: kind, Account: account,
		Error: code, Undetermined: why,
	})
	r.judged[arn] = finding.Judgement{Reason: why}
}

func (r *run) candidate(g *gathered, a *Access, doubted []string) finding.Candidate {
	c := finding.Candidate{
		Type: finding.TypeExternalAccess, Resource: g.ARN, ResourceType: g.Type, Account: g.Account, Region: g.region,
		Principal: map[string]string{a.Kind: a.Principal}, Actions: a.Actions, Condition: a.Condition, IsPublic: a.Public,
		ResourceControlPolicyRestriction: restriction(g), Undetermined: g.doubt(a, doubted),
		Evidence: evidence(g, a), Witness: witness(a.Request), Remark: a.Note,
	}
	if onlyShared(g.Type) {
		c.Actions = nil // an attribute shares the whole, and lists none
	}
	if a.Kind == finding.PrincipalService {
		c.Type = finding.TypeServicePrincipalAccess
	}
	if a.Source != "" {
		source := finding.Source{Type: a.Source}
		switch a.Source {
		case SourceAccessPoint:
			source.AccessPointARN = a.AccessPoint
		case SourceAccessPointAccount:
			source.AccessPointAccount = a.AccessPoint
		}
		c.Sources = []finding.Source{source}
	}
	return c
}

// doubt says why an access is not proved: policies that could take it away and
// were not read, or a principal of whom nobody knows whether it is inside.
func (g *gathered) doubt(a *Access, doubted []string) string {
	if a.Undetermined != "" {
		return a.Undetermined
	}
	for _, id := range doubted {
		if a.Principal == id || accountOf(a.Principal) == id {
			return "whether account " + id + " belongs to the organization is not known"
		}
	}
	for _, layer := range []authz.Layer{authz.LayerRCP, authz.LayerPublicAccessBlock} {
		if why := g.unread[layer]; why != "" && g.bears(layer, a) {
			return why + "; it could take the access away"
		}
	}
	return ""
}

// bears tells whether a layer that was not read could take an access away.
func (g *gathered) bears(layer authz.Layer, a *Access) bool {
	if layer == authz.LayerRCP {
		facts := authz.DefaultFacts()
		return slices.ContainsFunc(a.Actions, facts.RCPReachesAction)
	}
	return g.Type == typeBucket
}

// restriction says what resource control policies do here: they are applied.
// Source: IAM Access Analyzer API Reference, ResourceControlPolicyRestriction;
// AWS itself only marks them for external access.
func restriction(g *gathered) string {
	switch {
	case g.unread[authz.LayerRCP] != "":
		return "FAILED_TO_EVALUATE_RCP"
	case len(g.RCP) > 0:
		return "APPLIED"
	default:
		return "NOT_APPLICABLE"
	}
}

// evidence names the statements, or the list, grant or attribute.
func evidence(g *gathered, a *Access) (out []finding.Evidence) {
	for _, by := range a.By {
		at := by.Statement.Index
		e := finding.Evidence{
			Layer: string(by.Layer), Policy: by.Policy.Name, Kind: "resource", Statement: &at, SID: by.Statement.SID, File: by.Policy.File,
		}
		if g.Type == typeRole {
			e.Kind = "trust"
		}
		if by.Policy.Line > 0 {
			e.Line = by.Policy.Line + by.Statement.Span.Start.Line - 1
		}
		out = append(out, e)
	}
	switch {
	case len(out) > 0:
	case a.Source == SourceACL:
		out = append(out, finding.Evidence{Layer: string(authz.LayerACL), Policy: "access control list", Kind: "acl"})
	case g.Type == typeKey:
		for _, grant := range g.Grants {
			if grant.Grantee == a.Principal {
				out = append(out, finding.Evidence{Layer: string(authz.LayerGrant), Policy: "grant " + grant.ID, Kind: "grant"})
			}
		}
	default:
		out = append(out, finding.Evidence{Policy: "sharing attribute", Kind: "sharing"})
	}
	return out
}

// witness writes a request down for people and programs.
func witness(r *symbolic.Request) *finding.Witness {
	if r == nil {
		return nil
	}
	w := &finding.Witness{Principal: r.Caller.Text, Action: r.Action, Resource: r.Resource, Context: make(map[string][]string)}
	if r.Caller.Kind == symbolic.CallerAnonymous {
		w.Principal = "*"
	}
	for _, c := range r.Context {
		w.Context[c.Key] = c.Values
	}
	return w
}

// Sentence words a witness.
func Sentence(w *finding.Witness) string {
	if w == nil {
		return ""
	}
	who := w.Principal
	if who == "*" {
		who = "anyone without credentials"
	}
	var keys []string
	for key, values := range w.Context {
		keys = append(keys, key+" = "+strings.Join(values, ", "))
	}
	slices.Sort(keys)
	out := fmt.Sprintf("%s may call %s on %s", who, w.Action, w.Resource)
	if len(keys) > 0 {
		out += " with " + strings.Join(keys, " and ")
	}
	return out
}
