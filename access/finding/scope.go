package finding

// A Coverage is what an analysis can say about one resource.
type Coverage int

// The coverages. The zero value is the one that resolves nothing.
const (
	// Unjudged: a gap, or something that was not collected, keeps the analysis
	// from saying whether the access exists.
	Unjudged Coverage = iota
	// Judged: everything was read; what was not found does not exist.
	Judged
	// Gone: the resource is known not to exist any more.
	Gone
	// Untouched: the analysis was not about this resource, so that not even
	// its staleness is known; as when one other resource is read again.
	Untouched
)

// A Judgement is a Coverage with its reason.
type Judgement struct {
	Coverage Coverage
	// Reason completes "not judged again: " or "resolved: "; there are words for
	// each Coverage if it is empty.
	Reason string
	// Gap is the refused call that leaves a resource Unjudged, if one does.
	Gap *Gap
}

// A Scope says what an analysis covered, by finding: the resource decides, for
// internal access the principal too. nil judges nothing.
type Scope func(f *Finding) Judgement

func (s Scope) of(f *Finding) Judgement {
	if s == nil {
		return Judgement{Reason: "the analysis does not say what it covered"}
	}
	return s(f)
}

// Only is the Scope of an analysis of some resources, by ARN; it leaves all
// others untouched.
func (s Scope) Only(resources ...string) Scope {
	chosen := make(map[string]bool, len(resources))
	for _, r := range resources {
		chosen[r] = true
	}
	return func(f *Finding) Judgement {
		if !chosen[f.Resource] {
			return Judgement{Coverage: Untouched}
		}
		return s.of(f)
	}
}

// resolvedBecause words why a finding was resolved.
func (j Judgement) resolvedBecause() string {
	switch {
	case j.Reason != "":
		return j.Reason
	case j.Coverage == Gone:
		return "the resource does not exist any more"
	}
	return "the access is not found any more"
}

// staleness of a finding that is unjudged since now. Its gap is a copy.
func (j Judgement) staleness() Staleness {
	s := Staleness{Reason: j.Reason}
	if j.Gap != nil {
		gap := *j.Gap
		s.Gap = &gap
	}
	switch {
	case s.Reason == "" && s.Gap != nil:
		s.Reason = s.Gap.String()
	case s.Reason == "":
		s.Reason = "the resource could not be judged"
	}
	return s
}
