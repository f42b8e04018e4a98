package aws

import (
	"context"

	"golang.org/x/sync/errgroup"

	"sightline/snapshot"
)

// servicesAbreast is how many parts of one account are read at a time.
const servicesAbreast = 8

// account reads one account, wholly or with gaps.
func (c *collection) account(ctx context.Context, m member) error {
	p := newPart(m.id)
	p.add(func(d *snapshot.Data) {
		d.Accounts = []snapshot.Account{{
			ID: m.id, Name: m.name, Partition: partitionOf(c.home.partition), Organization: c.org.org.ID,
			Parent: c.org.parents[m.id], OrganizationKnown: c.org.known,
		}}
	})
	c.mu.Lock()
	c.parts = append(c.parts, p)
	c.mu.Unlock()
	if !m.active {
		p.closed()
		return nil
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

// closed notes an account that is suspended or closed: AWS lets nobody in, so
// nothing of it can be read, and nobody of it can act.
// Source: Account Management Reference "Close an AWS account".
func (p *part) closed() {
	p.add(func(d *snapshot.Data) {
		for _, what := range []string{snapshot.MissingUsers, snapshot.MissingGroups, snapshot.MissingRoles, snapshot.MissingManaged, snapshot.MissingResources} {
			d.NotCollected = append(d.NotCollected, snapshot.NotCollected{What: what, Source: SourceName + " (accounts that are suspended or closed)", Account: p.account})
		}
	})
}

// services reads everything of one account.
func (c *collection) services(ctx context.Context, s *session, p *part, m member) error {
	p.add(func(d *snapshot.Data) {
		a := &d.Accounts[0]
		a.Collected = append([]string{"AWS::IAM", snapshot.TypeBucket}, regional()...)
		a.Regions = c.options.Regions
	})
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
	list, err := regions(ctx, s, p, c.options.Regions)
	if err == nil {
		c.progress.expect(len(list) * len(readers()))
		for _, region := range list {
			for _, r := range readers() {
				run(region, r.service, func(ctx context.Context) error { return r.read(ctx, s, p, region) })
			}
		}
	}
	if failed := group.Wait(); failed != nil {
		return failed
	}
	return err
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
