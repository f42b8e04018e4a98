package analyze

import (
	"slices"

	"sightline/access/finding"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// Inside finds which users and roles of an analyzer's zone can reach the
// resources that it includes, or the named ones of them alone, after every
// layer: identity policies, boundary, organization policies and the resource's
// own side. There is no limit on principals, nor on types of resources.
//
// Errors: the zone cannot be resolved; then nothing was judged.
//
// Precision: exact where Undetermined is empty; every access that there is, is
// under one of the candidates, or its principal or resource has an error.
//
// Source: IAM User Guide "Findings for internal access"
// (access-analyzer-findings), read 2026-11; docs/semantics/internal-access.md.
func Inside(s *snapshot.Snapshot, a *finding.Analyzer, only ...string) (Result, error) {
	trust, err := a.Zone.Resolve(s)
	if err != nil {
		return Result{}, err
	}
	r := inside{
		run:    run{snapshot: s, analyzer: a, trust: trust, judged: make(map[string]finding.Judgement)},
		k:      permission.New(s, eval.New(), catalog.Embedded()),
		unread: make(map[string]string),
	}
	for i := range s.Data().Accounts {
		r.account(&s.Data().Accounts[i])
	}
	r.each(only, r.resource)
	r.users(only)
	out := Result{Candidates: r.out, Scope: r.scope()}
	if len(only) > 0 {
		out.Scope = out.Scope.Only(only...)
	}
	return out, nil
}

// inside is one analysis of internal access.
type inside struct {
	run
	k      *permission.Asker
	people []person
	// unread says, by principal and by account, why nobody knows what they may do.
	unread map[string]string
}

// users visits the users as resources: who may make keys for one is as good as
// the user.
func (r *inside) users(only []string) {
	for _, account := range r.home {
		identities := r.snapshot.IdentitiesOf(account)
		for i := range identities {
			id := &identities[i]
			chosen := len(only) == 0 || slices.Contains(only, id.ARN)
			if id.Kind == snapshot.KindUser && chosen && !r.analyzer.Excludes(account, id.Tags) {
				r.resource(id.ARN, typeUser, account)
			}
		}
	}
}

const typeUser = "AWS::IAM::User"

// place is a resource, or an access point of it, as principals reach it.
type place struct {
	*permission.Place
	arn, kind, account, region string
	// through is the access point; empty for the resource itself.
	through string
	rcp     string // resourceControlPolicyRestriction
	// absent are keys that no request at the place carries.
	absent []string
}

// resource judges everybody on one resource.
func (r *inside) resource(arn, kind, account string) {
	if !r.analyzer.Includes(arn, kind, account) {
		return
	}
	stack, info, err := r.snapshot.StackFor(authz.Principal{}, arn)
	if err != nil {
		r.failedInside(arn, kind, account, finding.ErrorInternal, err.Error())
		return
	}
	if stack.ResourceNotCollected {
		return // the scope says that nobody looked
	}
	if why := lacking(stack, authz.LayerResource); why != "" {
		r.failedInside(arn, kind, account, finding.ErrorAccessDenied, why)
		return
	}
	p := place{Place: r.k.Place(arn), arn: arn, kind: kind, account: account, rcp: rcpRestriction(stack)}
	if info.Resource != nil {
		p.region = info.Resource.Region
	}
	if kind == typeBucket && r.knowsDoors(stack.Resource) {
		p.absent = []string{keyPointARN, keyPointAccount}
	}
	r.judged[arn] = finding.Judgement{Coverage: finding.Judged}
	r.everybody(&p)
	for _, ap := range r.snapshot.AccessPointsOf(arn) {
		q := p
		q.Place, q.through = r.k.Place(ap.ARN), ap.ARN
		r.everybody(&q)
	}
}

func (r *inside) failedInside(arn, kind, account, code, why string) {
	r.failed(arn, kind, account, code, why)
	r.out[len(r.out)-1].Type = finding.TypeInternalAccess
}

// lacking says why a layer of a stack is not known; empty if it is.
func lacking(s *authz.Stack, l authz.Layer) string {
	for i := range s.Unread {
		if s.Unread[i].Layer == l {
			return s.Unread[i].Gap
		}
	}
	return ""
}

// rcpRestriction says what resource control policies do here: they are applied.
// Source: IAM Access Analyzer API Reference, ResourceControlPolicyRestriction.
func rcpRestriction(s *authz.Stack) string {
	switch {
	case lacking(s, authz.LayerRCP) != "" || s.RCPReachUnknown != "":
		return "FAILED_TO_EVALUATE_RCP"
	case len(s.RCP) > 0:
		return "APPLIED"
	default:
		return "NOT_APPLICABLE"
	}
}

// scope: what was judged of a resource was judged for every principal that was
// read.
func (r *inside) scope() finding.Scope {
	judged := finding.ScopeOf(r.snapshot, r.judged)
	seen := finding.ScopeOf(r.snapshot, nil)
	known := func(f *finding.Finding) finding.Judgement {
		if f.Type == finding.TypeInternalAccess && f.Internal != nil {
			if why := r.whyUnread(f.Principal[finding.PrincipalAWS], f.Internal.PrincipalOwnerAccount); why != "" {
				return finding.Judgement{Reason: why}
			}
		}
		if len(f.Sources) > 0 && f.Sources[0].AccessPointARN != "" {
			return seen(f)
		}
		return judged(f)
	}
	return finding.Scope(known).WatchedBy(r.analyzer, r.snapshot)
}
