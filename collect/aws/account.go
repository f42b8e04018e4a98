package aws

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// servicesAbreast is how many parts of one account are read at a time.
const servicesAbreast = 8

// account reads one account, wholly or with gaps.
func (c *collection) account(ctx context.Context, m member) error {
	if !m.active {
		c.mu.Lock()
		c.closed = append(c.closed, m.id)
		c.mu.Unlock()
		return nil
	}
	p := newPart(m.id)
	p.add(func(d *snapshot.Data) {
		d.Accounts = []snapshot.Account{{ID: m.id, Name: m.name, Partition: partitionOf(c.home.partition)}}
	})
	c.mu.Lock()
	c.parts = append(c.parts, p)
	c.mu.Unlock()
	if err := c.place(ctx, p, m.id); err != nil {
		return err
	}
	s, err := c.session(ctx, m.id)
	if err != nil {
		c.progress.expect(1)
		c.progress.begin(m, "", "sts")
		c.progress.end(m, "", "sts", true)
		return p.gap(ctx, "sts:AssumeRole", err, lost{})
	}
	return c.services(ctx, s, p, m)
}

// partitionOf leaves the usual partition out, as snapshots do.
func partitionOf(name string) string {
	if name == "aws" {
		return ""
	}
	return name
}

func (c *collection) session(ctx context.Context, account string) (*session, error) {
	if account == c.home.account {
		return c.home, nil
	}
	return c.home.assume(ctx, account, c.options)
}

// place puts an account into its organization. That the credentials' own
// organization does not list it says nothing of which one it is in: then the
// policies that reach it are not known.
func (c *collection) place(ctx context.Context, p *part, id string) error {
	o := c.org
	if id == c.home.account || o.holds(id) {
		p.add(func(d *snapshot.Data) {
			d.Accounts[0].Organization, d.Accounts[0].Parent, d.Accounts[0].OrganizationKnown = o.org.ID, o.parents[id], o.known
		})
		return nil // a refusal about the credentials' own account is noted there
	}
	err := o.why
	if err == nil {
		err = fmt.Errorf("the organization of account %s does not list this account: which organization it is in was not read", c.home.account)
	}
	for _, layer := range []authz.Layer{authz.LayerSCP, authz.LayerRCP} {
		if err := p.gap(ctx, describeCall, err, lost{layer: layer}); err != nil {
			return err
		}
	}
	return nil
}

// services reads everything of one account.
func (c *collection) services(ctx context.Context, s *session, p *part, m member) error {
	p.add(func(d *snapshot.Data) {
		a := &d.Accounts[0]
		a.Collected = append([]string{"AWS::IAM", snapshot.TypeBucket}, regional()...)
		a.Regions = c.options.Regions
	})
	list, err := regions(ctx, s, p, c.options.Regions) // first: a slip is told before the work
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(servicesAbreast)
	run := func(region, service string, read func(context.Context) error) {
		group.Go(func() error {
			c.progress.begin(m, region, service)
			before := p.gaps()
			err := read(ctx)
			c.progress.end(m, region, service, p.gaps() > before)
			return err
		})
	}
	c.progress.expect(2)
	run("", "iam", func(ctx context.Context) error { return identities(ctx, s, p) })
	run("", "s3", func(ctx context.Context) error { return buckets(ctx, s, p) })
	c.progress.expect(len(list) * len(readers()))
	for _, region := range list {
		for _, r := range readers() {
			run(region, r.service, func(ctx context.Context) error { return r.read(ctx, s, p, region) })
		}
	}
	return group.Wait()
}

// A reader reads one regional service.
type reader struct {
	service string
	read    func(context.Context, *session, *part, string) error
}

func readers() []reader {
	return []reader{{"ec2", instances}, {"eks", clusters}, {"rds", databases}, {"kms", keys}}
}

// gaps counts the gaps so far.
func (p *part) gaps() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.b.Data().Gaps)
}
