package snapshot

import (
	"fmt"
	"slices"
	"strings"
)

// Merge adds the content of one more source. Both may hold the same account,
// identity, policy or resource if they agree on it: what only one of them
// knows is kept. TakenAt becomes the earlier time.
//
// What d did not collect is noted for d's own accounts, so that it says
// nothing about an account that another source holds.
//
// The Builder takes d over: do not use its lists further.
//
// An error names the thing, the field and the sources that differ; the Builder
// is of no more use then. Some disagreements are found only by Build.
func (b *Builder) Merge(d Data) error {
	if isBlank(&b.data) {
		b.data = d
		return nil
	}
	before, added := sourceNames(&b.data), sourceNames(&d)
	confineNotCollected(&b.data)
	confineNotCollected(&d)
	join(&b.data, &d)
	if size(&b.data) < 2*b.unified {
		return nil // Build unifies what is left
	}
	normalize(&b.data)
	if err := unify(&b.data); err != nil {
		return fmt.Errorf("sources differ (%s, then %s): %w", before, added, err)
	}
	b.unified = size(&b.data)
	return nil
}

// size is a measure of how long it takes to unify. Merging many sources
// unifies whenever the content has doubled, so that a thousand accounts do not
// take a thousand passes over all of them.
func size(d *Data) int {
	return len(d.Accounts) + len(d.Identities) + len(d.Policies) + len(d.Resources) + len(d.Organizations) + len(d.Gaps) + len(d.NotCollected)
}

func isBlank(d *Data) bool {
	return len(d.Sources)+len(d.Accounts)+len(d.Identities)+len(d.Policies)+len(d.Resources)+
		len(d.Organizations)+len(d.Gaps)+len(d.NotCollected) == 0 && len(d.Documents) == 0
}

func join(a, b *Data) {
	if a.TakenAt.IsZero() || !b.TakenAt.IsZero() && b.TakenAt.Before(a.TakenAt) {
		a.TakenAt = b.TakenAt
	}
	a.Sample = a.Sample || b.Sample
	a.Sources = append(a.Sources, b.Sources...)
	a.Organizations = append(a.Organizations, b.Organizations...)
	a.Accounts = append(a.Accounts, b.Accounts...)
	a.Identities = append(a.Identities, b.Identities...)
	a.Policies = append(a.Policies, b.Policies...)
	a.Resources = append(a.Resources, b.Resources...)
	a.Gaps = append(a.Gaps, b.Gaps...)
	a.NotCollected = append(a.NotCollected, b.NotCollected...)
	if a.Documents == nil {
		a.Documents = make(map[string]string, len(b.Documents))
	}
	for key, text := range b.Documents {
		a.Documents[key] = text
	}
}

// confineNotCollected spells "the whole source" out as the source's accounts.
func confineNotCollected(d *Data) {
	if !slices.ContainsFunc(d.NotCollected, func(n NotCollected) bool { return n.Account == "" }) {
		return
	}
	ids := accountsOf(d)
	var out []NotCollected
	for _, n := range d.NotCollected {
		if n.Account != "" || len(ids) == 0 {
			out = append(out, n)
			continue
		}
		for _, id := range ids {
			out = append(out, NotCollected{What: n.What, Source: n.Source, Account: id})
		}
	}
	d.NotCollected = out
}

func accountsOf(d *Data) []string {
	var ids []string
	for i := range d.Accounts {
		ids = append(ids, d.Accounts[i].ID)
	}
	for i := range d.Identities {
		if n := len(ids); n == 0 || ids[n-1] != d.Identities[i].Account {
			ids = append(ids, d.Identities[i].Account)
		}
	}
	return set(ids)
}

func sourceNames(d *Data) string {
	var names []string
	for _, s := range d.Sources {
		names = append(names, s.Name)
	}
	if len(names) == 0 {
		return "a source without a name"
	}
	if len(names) > 3 {
		names = append(names[:3:3], fmt.Sprintf("%d more", len(names)-3))
	}
	return strings.Join(names, ", ")
}
