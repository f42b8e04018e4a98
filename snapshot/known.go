package snapshot

import (
	"slices"
	"strings"
)

// Knows tells whether a resource may exist as far as the snapshot can say:
// false only for one that it would hold, were it there: a role, user or group
// of an account that was read, or a resource of a type that was read
// throughout. near lists ARNs that are spelled nearly the same.
func (s *Snapshot) Knows(arn string) (near []string, known bool) {
	p, ok := splitARN(arn)
	switch {
	case !ok || s.Resource(arn) != nil || s.Identity(arn) != nil:
		return nil, ok
	case p.service == "iam":
		return s.knowsIdentity(arn, p)
	}
	account := s.ResourceAccount(arn)
	if len(s.missingGaps(arn, p, account)) > 0 || !s.collectedAnywhere(p, account) {
		return nil, true
	}
	return s.nearResources(arn), false
}

func (s *Snapshot) knowsIdentity(arn string, p arnParts) ([]string, bool) {
	kind, _, _ := strings.Cut(p.resource, "/")
	if kind != KindRole && kind != KindUser && kind != KindGroup || len(s.IdentitiesOf(p.account)) == 0 {
		return nil, true
	}
	if len(s.layerGaps("identity", GapQuestion{Account: p.account, Subject: arn})) > 0 {
		return nil, true
	}
	var near []string
	for _, id := range s.near(lastSegment(arn)) {
		near = append(near, id.ARN)
	}
	return near, false
}

// collectedAnywhere: an ARN without account, such as a bucket's, may be of any
// account; one of an account that was not read cannot be judged.
func (s *Snapshot) collectedAnywhere(p arnParts, account string) bool {
	if account != "" {
		return s.collected(p, account)
	}
	for i := range s.data.Accounts {
		if s.collected(p, s.data.Accounts[i].ID) {
			return true
		}
	}
	return false
}

// nearResources compares last parts of ARNs, closest first.
func (s *Snapshot) nearResources(arn string) (near []string) {
	name := strings.ToLower(resourceName(arn))
	limit := 1 + len(name)/4
	for i := range s.data.Resources {
		other := s.data.Resources[i].ARN
		if len(name) <= nearLongest && distance(name, strings.ToLower(resourceName(other)), limit) <= limit {
			near = append(near, other)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int {
		return distance(name, strings.ToLower(resourceName(a)), limit) - distance(name, strings.ToLower(resourceName(b)), limit)
	})
	return near[:min(nearCount, len(near))]
}

func resourceName(arn string) string {
	if p, ok := splitARN(arn); ok && p.service == "s3" && p.account == "" {
		bucket, _, _ := strings.Cut(p.resource, "/")
		return bucket
	}
	return lastSegment(arn[strings.LastIndexByte(arn, ':')+1:])
}
