package finding

import (
	"maps"
	"reflect"
	"time"
)

// unseen is an active or archived finding that the analysis did not find.
func (m *machine) unseen(former *Finding) (Transition, bool) {
	f := *former
	j := m.judge(&f)
	switch j.Coverage {
	case Judged, Gone:
		f.AnalyzedAt, f.Stale = m.now, nil
		return Transition{Resolved, f.moved(StatusResolved, m.now, j.resolvedBecause(), byAnalyzer)}, true
	case Unjudged:
		staled := f.stale(j, m.now)
		if f.Archived.Expired(m.now) {
			return m.expired(f), true
		}
		return Transition{Staled, f}, staled
	case Untouched:
	}
	if f.Archived.Expired(m.now) {
		return m.expired(f), true
	}
	return Transition{}, false
}

// stale marks the finding and tells whether that is news.
func (f *Finding) stale(j Judgement, now time.Time) bool {
	s := j.staleness()
	s.Since = now
	if f.Stale != nil {
		s.Since = f.Stale.Since
	}
	news := f.Stale == nil || !reflect.DeepEqual(*f.Stale, s)
	f.Stale = &s
	return news
}

// judge asks the errors first: one of them leaves what is about its resource,
// or its principal there, unjudged.
func (m *machine) judge(f *Finding) Judgement {
	for _, e := range m.errors[f.Resource] {
		same := maps.Equal(e.Principal, f.Principal)
		switch {
		case f.Error != "" && same:
			return Judgement{Coverage: Judged, Reason: "the error is " + e.Error + " now"}
		case f.Error == "" && (len(e.Principal) == 0 || same):
			return Judgement{Reason: errorReason(e)}
		}
	}
	return m.run.Scope.of(f)
}

func errorReason(e Candidate) string {
	if e.Undetermined != "" {
		return e.Error + ": " + e.Undetermined
	}
	return "the analysis ended with " + e.Error
}
