package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"sightline/snapshot"
)

// accountsAbreast is how many accounts are read at a time.
const accountsAbreast = 8

// Collect reads from AWS with the ambient credentials. What was refused or
// failed stands in the content as gaps. The error says, in one line, why
// nothing could be read at all, or which option names nothing; then there is
// no content.
func Collect(ctx context.Context, o Options) (snapshot.Data, error) {
	home, err := open(ctx)
	if err != nil {
		return snapshot.Data{}, err
	}
	c := &collection{home: home, options: &o, progress: newProgress(o.Progress)}
	if err := c.read(ctx); err != nil {
		if ctx.Err() != nil {
			return snapshot.Data{}, context.Cause(ctx)
		}
		return snapshot.Data{}, err
	}
	return c.result()
}

type collection struct {
	home     *session
	options  *Options
	progress *progress
	org      *organization
	orgPart  *part

	mu     sync.Mutex
	parts  []*part
	closed []string // accounts that are suspended or closed
}

func (c *collection) read(ctx context.Context) error {
	c.orgPart = newPart(c.home.account)
	var err error
	c.progress.expect(1)
	c.progress.begin(member{id: c.home.account}, "", "organizations")
	if c.org, err = readOrganization(ctx, c.home, c.orgPart); err != nil {
		return err
	}
	list, err := c.accounts(ctx)
	if err != nil {
		return err
	}
	c.progress.end(member{id: c.home.account}, "", "organizations", c.orgPart.gaps() > 0)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(accountsAbreast)
	for _, m := range list {
		group.Go(func() error { return c.account(ctx, m) })
	}
	return group.Wait()
}

// accounts lists what shall be read: all of the organization, those that were
// chosen, or the credentials' own account.
func (c *collection) accounts(ctx context.Context) ([]member, error) {
	chosen := unique(c.options.Accounts)
	if c.options.Auto && c.org.org.Root != "" {
		all, err := c.org.members(ctx)
		if err == nil {
			return all, nil
		}
		// The tree could be read: that there are more accounts than the one
		// that is read now must not go unsaid.
		if err := c.orgPart.gap(ctx, "organizations:ListAccounts", err, lost{kind: typeMember}); err != nil {
			return nil, err
		}
	}
	if !c.options.Organization {
		if len(chosen) == 0 {
			chosen = []string{c.home.account}
		}
		names := c.names(ctx)
		var out []member
		for _, id := range chosen {
			out = append(out, member{id: id, name: names[id], active: true})
		}
		return out, nil
	}
	if !c.org.known || c.org.org.ID == "" {
		return nil, c.noOrganization()
	}
	all, err := c.org.members(ctx)
	if err != nil {
		return nil, fmt.Errorf("organizations:ListAccounts: %s; --organization needs credentials of the management account or of a delegated administrator", reason(err))
	}
	if len(chosen) == 0 {
		return all, nil
	}
	var out []member
	for _, id := range chosen {
		at := slices.IndexFunc(all, func(m member) bool { return m.id == id })
		if at < 0 {
			return nil, fmt.Errorf("--accounts %s: organization %s has no such account", id, c.org.org.ID)
		}
		if !all[at].active {
			return nil, fmt.Errorf("--accounts %s: the account is suspended or closed, and AWS lets nobody in", id)
		}
		out = append(out, all[at])
	}
	return out, nil
}

// typeMember is what a gap hides when the organization's accounts were not
// listed.
const typeMember = "AWS::Organizations::Account"

func unique(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// names tells what accounts are called, if that may be asked; without
// --organization nothing hangs on it.
func (c *collection) names(ctx context.Context) map[string]string {
	out := make(map[string]string)
	if c.org.org.Root == "" {
		return out
	}
	list, err := c.org.members(ctx)
	if err != nil {
		return out
	}
	for _, m := range list {
		out[m.id] = m.name
	}
	return out
}

func (c *collection) noOrganization() error {
	if c.org.known {
		return fmt.Errorf("--organization: account %s is in no organization", c.home.account)
	}
	if c.org.why != nil && !refused(c.org.why) {
		return fmt.Errorf("%s: %s; with --organization nothing can be read without it", describeCall, reason(c.org.why))
	}
	return fmt.Errorf("%s: %s; --organization needs credentials of the management account or of a delegated administrator", describeCall, reason(c.org.why))
}

// result joins the parts. Nothing read at all is an error: an empty picture
// would take the place of the last one.
func (c *collection) result() (snapshot.Data, error) {
	answered, gaps := 0, c.orgPart.b.Data().Gaps
	var b snapshot.Builder
	own := c.orgPart.b.Data()
	own.TakenAt = c.options.Now.UTC()
	own.Sources = []snapshot.Source{{Name: SourceName, Kind: SourceName}}
	if c.org.org.ID != "" {
		own.Organizations = []snapshot.Organization{c.org.org}
	}
	if err := b.Merge(*own); err != nil {
		return snapshot.Data{}, err
	}
	slices.SortFunc(c.parts, func(a, b *part) int { return strings.Compare(a.account, b.account) })
	c.settle()
	for _, p := range c.parts {
		answered += p.answered
		gaps = append(gaps, p.b.Data().Gaps...)
		if err := b.Merge(*p.b.Data()); err != nil {
			return snapshot.Data{}, err
		}
	}
	if answered == 0 {
		return snapshot.Data{}, nothing(gaps)
	}
	d := b.Data() // of all accounts alike, so not before they are joined
	d.NotCollected = append(d.NotCollected,
		snapshot.NotCollected{What: snapshot.MissingOtherTypes, Source: sourceRead},
		snapshot.NotCollected{What: snapshot.MissingObjectACLs, Source: SourceName})
	// AWS lets nobody into a closed account, and nobody of it act.
	// Source: Account Management Reference "Close an AWS account".
	for _, id := range unique(c.closed) {
		d.NotCollected = append(d.NotCollected, snapshot.NotCollected{What: snapshot.MissingClosed, Source: SourceName + " (account " + id + ")"})
	}
	return *d, nil
}

func nothing(gaps []snapshot.Gap) error {
	if len(gaps) == 0 {
		return errors.New("nothing could be read from AWS, and nothing was refused")
	}
	calls := make(map[string]bool)
	var names []string
	for _, g := range gaps {
		if !calls[g.Call] {
			calls[g.Call] = true
			names = append(names, g.Call)
		}
	}
	last := gaps[len(gaps)-1]
	return fmt.Errorf("nothing could be read from AWS: all of %s were refused or failed, the last with: %s; docs/collectors.md lists the permissions that are needed",
		strings.Join(names, ", "), last.Reason)
}
