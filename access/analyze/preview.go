package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// What a change of a policy would do to a finding.
// Source: IAM Access Analyzer API Reference, FindingChangeType; Gone is ours.
const (
	ChangeNew       = "NEW"
	ChangeChanged   = "CHANGED"
	ChangeUnchanged = "UNCHANGED"
	ChangeGone      = "GONE"
)

// A Preview is one finding as it would be after a change of a policy.
type Preview struct {
	ChangeType string `json:"changeType"`
	// Finding is what would be found; of what is gone, what is found now.
	Finding finding.Summary `json:"finding"`
	// Existing is the finding of today that it changes or keeps; none for new
	// ones, and where nobody has analysed the resource yet.
	ExistingID     string         `json:"existingFindingId,omitempty"`
	ExistingStatus finding.Status `json:"existingFindingStatus,omitempty"`
}

// PreviewOf tells what external access an analyzer would find if the resource
// had another policy. existing are the findings of today.
//
// Errors, for people: the snapshot does not hold the resource, or its type has
// no policy; the zone cannot be resolved; the policy cannot be read.
func PreviewOf(s *snapshot.Snapshot, a *finding.Analyzer, arn string, doc *policy.Document, existing []finding.Finding) ([]Preview, error) {
	if doc.Broken {
		why := "it is no policy"
		if len(doc.Issues) > 0 {
			why = doc.Issues[0].Error()
		}
		return nil, fmt.Errorf("the policy cannot be read: %s", why)
	}
	r, g, err := runFor(s, a, arn)
	if err != nil {
		return nil, err
	}
	if onlyShared(g.Type) {
		return nil, fmt.Errorf("%s has no policy: resources of type %s are shared by an attribute", arn, g.Type)
	}
	now := r.found(g)
	g.Policy = &authz.Policy{Name: "the new " + documentName(g.Type), Document: doc}
	return compareFound(a, now, r.found(g), existing), nil
}

// found lists what is found of one subject, by id.
func (r *run) found(g *gathered) []finding.Candidate {
	trust, doubted := r.zone(g)
	var out []finding.Candidate
	for _, access := range External(&g.Subject, trust) {
		out = append(out, r.candidate(g, &access, doubted))
	}
	return out
}

func compareFound(a *finding.Analyzer, before, after []finding.Candidate, existing []finding.Finding) (out []Preview) {
	known := make(map[string]*finding.Finding, len(existing))
	for i := range existing {
		known[existing[i].ID] = &existing[i]
	}
	describe := func(change string, c finding.Candidate, was string) Preview {
		f := finding.Describe(a, c)
		p := Preview{ChangeType: change, Finding: f.Summary()}
		if old := known[was]; old != nil {
			p.ExistingID, p.ExistingStatus = old.ID, old.Status
		}
		return p
	}
	left := slices.Clone(before)
	for _, c := range after {
		change, was := ChangeNew, ""
		if at := slices.IndexFunc(left, func(b finding.Candidate) bool { return finding.ID(a.ID, b) == finding.ID(a.ID, c) }); at >= 0 {
			change, was = ChangeUnchanged, finding.ID(a.ID, left[at])
			left = slices.Delete(left, at, at+1)
		} else if at := slices.IndexFunc(left, func(b finding.Candidate) bool { return sameGrantee(&b, &c) }); at >= 0 {
			change, was = ChangeChanged, finding.ID(a.ID, left[at])
			left = slices.Delete(left, at, at+1)
		}
		out = append(out, describe(change, c, was))
	}
	for _, b := range left {
		out = append(out, describe(ChangeGone, b, finding.ID(a.ID, b)))
	}
	return out
}

// sameGrantee: the same principal and source, with other actions or conditions.
func sameGrantee(a, b *finding.Candidate) bool {
	return maps.Equal(a.Principal, b.Principal) && slices.Equal(a.Sources, b.Sources)
}

// PolicyOf gives the text of a resource's or role's policy as a snapshot holds
// it; empty if there is none.
func PolicyOf(s *snapshot.Snapshot, arn string) string {
	kind, account, ok := lookup(s, arn)
	if !ok {
		return ""
	}
	g, err := gather(s, arn, kind, account)
	if err != nil || g.Policy == nil {
		return ""
	}
	return strings.TrimSpace(string(g.Policy.Document.Raw))
}
