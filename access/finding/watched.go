package finding

import "sightline/snapshot"

// WatchedBy is the Scope of an analyzer: what the analyzer leaves out by now is
// judged, so that a finding about it is resolved, with that as the reason. The
// tags of what the snapshot does not hold, or did not read, leave nothing out.
func (s Scope) WatchedBy(a *Analyzer, snap *snapshot.Snapshot) Scope {
	return func(f *Finding) Judgement {
		if reason := a.leavesOut(f, snap); reason != "" {
			return Judgement{Coverage: Judged, Reason: reason}
		}
		return s.of(f)
	}
}

func (a *Analyzer) leavesOut(f *Finding, snap *snapshot.Snapshot) string {
	switch {
	case a.Excludes(f.Account, tagsOf(snap, f.Resource)):
		return "the analyzer excludes the resource"
	case !a.Includes(f.Resource, f.ResourceType, f.Account):
		return "the analyzer does not watch the resource any more"
	case f.Type == TypeServicePrincipalAccess && !a.ServicePrincipals:
		return "the analyzer does not report service principals any more"
	}
	return ""
}

// tagsOf are the tags of a resource or identity itself.
func tagsOf(snap *snapshot.Snapshot, arn string) map[string]string {
	if id := snap.Identity(arn); id != nil {
		return id.Tags
	}
	if r := snap.Resource(arn); r != nil && r.ARN == arn {
		return r.Tags
	}
	return nil
}
