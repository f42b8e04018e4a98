package snapshot

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"sightline/iam/authz"
)

// normalize gives equal content one form: lists sorted, sets without
// repetitions, times in UTC, required lists never nil.
func normalize(d *Data) {
	d.TakenAt = d.TakenAt.UTC().Round(0)
	d.Sources = orEmpty(slices.Compact(d.Sources))
	d.Accounts = orEmpty(d.Accounts)
	d.Identities = orEmpty(d.Identities)
	if d.Documents == nil {
		d.Documents = make(map[string]string)
	}
	for i := range d.Organizations {
		orderOrganization(&d.Organizations[i])
	}
	for i := range d.Accounts {
		a := &d.Accounts[i]
		a.Collected, a.Regions = set(a.Collected), set(a.Regions)
		a.OrganizationKnown = a.OrganizationKnown || a.Organization != ""
	}
	for i := range d.Identities {
		orderIdentity(&d.Identities[i])
	}
	for i := range d.Resources {
		orderResource(&d.Resources[i])
	}
	sortLists(d)
}

// sortLists puts the lists of content in order.

func sortLists(d *Data) {
	slices.SortStableFunc(d.Organizations, func(a, b Organization) int { return strings.Compare(a.ID, b.ID) })
	sortAccounts(d.Accounts)
	sortBig(d.Identities, func(a, b *Identity) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.ARN, b.ARN))
	})
	sortBig(d.Policies, func(a, b *Managed) int { return strings.Compare(a.ARN, b.ARN) })
	sortBig(d.Resources, func(a, b *Resource) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.ARN, b.ARN))
	})
	slices.SortFunc(d.Gaps, compareGaps)
	d.Gaps = slices.Compact(d.Gaps)
	slices.SortFunc(d.NotCollected, compareNotCollected)
	d.NotCollected = slices.Compact(d.NotCollected)
}

// sortBig sorts large values stably; content that is in order already, as a
// saved file is, costs one pass.
func sortBig[T any](list []T, compare func(a, b *T) int) {
	inOrder := true
	for i := 1; i < len(list) && inOrder; i++ {
		inOrder = compare(&list[i-1], &list[i]) <= 0
	}
	if !inOrder {
		slices.SortStableFunc(list, func(a, b T) int { return compare(&a, &b) })
	}
}

func sortAccounts(list []Account) {
	slices.SortStableFunc(list, func(a, b Account) int { return strings.Compare(a.ID, b.ID) })
}

func orderOrganization(o *Organization) {
	slices.SortStableFunc(o.Units, func(a, b Unit) int { return strings.Compare(a.ID, b.ID) })
	for _, list := range [][]OrgPolicy{o.SCPs, o.RCPs} {
		slices.SortStableFunc(list, func(a, b OrgPolicy) int { return strings.Compare(a.ID, b.ID) })
		for i := range list {
			list[i].Targets = orEmpty(set(list[i].Targets))
		}
	}
}

func orderIdentity(id *Identity) {
	slices.SortStableFunc(id.Inline, func(a, b Attachment) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Document, b.Document))
	})
	id.Attached = set(id.Attached)
	id.Groups = set(id.Groups)
	id.InstanceProfiles = set(id.InstanceProfiles)
	id.Created, id.LastUsed = inUTC(id.Created), inUTC(id.LastUsed)
}

func orderResource(r *Resource) {
	for i := range r.Grants {
		r.Grants[i].Operations = orEmpty(set(r.Grants[i].Operations))
		r.Grants[i].OtherConstraints = set(r.Grants[i].OtherConstraints)
	}
	slices.SortStableFunc(r.Grants, func(a, b authz.Grant) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Grantee, b.Grantee),
			slices.Compare(a.Operations, b.Operations))
	})
	r.SharedWith, r.UnderlyingBuckets = set(r.SharedWith), set(r.UnderlyingBuckets)
	if r.Bucket == nil || r.Bucket.ACL == nil {
		return
	}
	acl := orEmpty(*r.Bucket.ACL)
	slices.SortFunc(acl, func(a, b authz.ACLGrant) int {
		return cmp.Or(strings.Compare(a.Grantee, b.Grantee), strings.Compare(a.Permission, b.Permission))
	})
	acl = slices.Compact(acl)
	r.Bucket.ACL = &acl
}

func compareGaps(a, b Gap) int {
	return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region),
		strings.Compare(a.Call, b.Call), strings.Compare(a.Subject, b.Subject),
		strings.Compare(a.Type, b.Type), strings.Compare(string(a.Layer), string(b.Layer)),
		strings.Compare(a.Reason, b.Reason), strings.Compare(a.MissingAction, b.MissingAction))
}

func compareNotCollected(a, b NotCollected) int {
	return cmp.Or(strings.Compare(a.What, b.What), strings.Compare(a.Source, b.Source),
		strings.Compare(a.Account, b.Account))
}

// set sorts and drops repetitions; an empty set is nil.
func set(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func inUTC(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC().Round(0)
	return &u
}
