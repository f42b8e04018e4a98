package desk

import (
	"fmt"
	"slices"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// noActivity is why analyzers of unused access judge nothing.
const noActivity = "nothing is judged: what is used and what is not is not collected yet"

// A verdict is what one analyzer says about one snapshot.
type verdict struct {
	candidates []finding.Candidate
	scope      finding.Scope
	status     finding.AnalyzerStatus
	reason     string
}

// judge asks the analysis of the analyzer's kind. Where it cannot look at all,
// nothing is judged, so that nothing is resolved.
func judge(s *snapshot.Snapshot, a *finding.Analyzer, only ...string) verdict {
	var r analyze.Result
	var err error
	switch a.Kind {
	case finding.KindExternal:
		r, err = analyze.Outside(s, a, only...)
	case finding.KindInternal:
		r, err = analyze.Inside(s, a, only...)
	case finding.KindUnused:
		return verdict{scope: unjudged(noActivity), status: finding.AnalyzerDisabled, reason: noActivity}
	}
	var trust *finding.Trust
	if err == nil {
		trust, err = resolve(s, a.Zone)
	}
	if err != nil {
		scope := unjudged(err.Error())
		if len(only) > 0 {
			scope = scope.Only(only...)
		}
		return verdict{scope: scope, status: finding.AnalyzerFailed, reason: err.Error()}
	}
	scope := within(trust, r.Scope.WatchedBy(a, s))
	if len(only) > 0 {
		scope = scope.Only(only...)
	}
	return verdict{candidates: r.Candidates, scope: scope, status: finding.AnalyzerActive}
}

// resolve looks a zone up in a snapshot that has something of it: where nothing
// was read, that nothing was found says nothing. Of what was refused the gap
// tells.
func resolve(s *snapshot.Snapshot, zone finding.Zone) (*finding.Trust, error) {
	trust, err := zone.Resolve(s)
	if err != nil || slices.ContainsFunc(trust.Accounts(), func(id string) bool { return tried(s, id) }) {
		return trust, err
	}
	return nil, fmt.Errorf("the snapshot has no account of the zone of trust %s: scan it, or choose another zone", zone)
}

// tried tells of an account of which something was read, or was to be.
func tried(s *snapshot.Snapshot, account string) bool {
	a := s.Account(account)
	return a != nil && scanned(s, a) || slices.ContainsFunc(s.Data().Gaps, func(g snapshot.Gap) bool { return g.Account == account })
}

func unjudged(reason string) finding.Scope {
	return func(*finding.Finding) finding.Judgement { return finding.Judgement{Reason: reason} }
}

// within judges findings about accounts that the zone does not hold: analyses
// look at those alone that are known to be in it.
func within(trust *finding.Trust, scope finding.Scope) finding.Scope {
	return func(f *finding.Finding) finding.Judgement {
		switch trust.Account(f.Account) {
		case authz.False:
			return finding.Judgement{Coverage: finding.Judged, Reason: fmt.Sprintf("account %s is not in the zone of trust any more", f.Account)}
		case authz.Maybe:
			return finding.Judgement{Reason: fmt.Sprintf("whether account %s is in the zone of trust is not known", f.Account)}
		case authz.True:
		}
		return scope(f)
	}
}
