package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A Target is a resource or role to read again. Account and Region say what
// the ARN does not: a bucket's tells neither. Without a Region a bucket's is
// asked for.
type Target struct{ ARN, Account, Region string }

// Rescan reads one resource or role again with the ambient credentials, or in
// another account through the role: by its own calls and no others. What was
// refused or failed stands in the reading as gaps. The error says why it cannot
// be read at all; then nothing is to be concluded.
func Rescan(ctx context.Context, o Options, t Target) (snapshot.Reading, error) {
	a, err := t.again()
	if err != nil {
		return snapshot.Reading{}, err
	}
	home, err := open(ctx)
	if err != nil {
		return snapshot.Reading{}, err
	}
	if a.partition != home.partition {
		return snapshot.Reading{}, fmt.Errorf("%s: is of partition %s, the credentials are of %s", t.ARN, a.partition, home.partition)
	}
	c := &collection{home: home, options: &o, progress: newProgress(o.Progress)}
	if err := c.again(ctx, a); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return snapshot.Reading{}, err
	}
	return a.reading(), nil
}

// again is one thing while it is read again.
type again struct {
	Target
	kind, partition string
	name            string // what stands behind the kind in the ARN
	how             rescanner

	s    *session
	p    *part
	gone bool
	// account: its own settings were asked for, too.
	account bool
}

// A rescanner reads one type of thing again. layers are lost with it; steps is
// how many gaps about it say that none of its calls was answered.
type rescanner struct {
	read   func(*again, context.Context) error
	layers []authz.Layer
	steps  int
}

// rescannerOf is how a type is read again, if it can be.
func rescannerOf(kind string) (r rescanner, ok bool) {
	switch kind {
	case snapshot.TypeRole:
		return rescanner{(*again).role, []authz.Layer{authz.LayerResource, authz.LayerBoundary}, 2}, true
	case snapshot.TypeBucket:
		return rescanner{(*again).bucket, []authz.Layer{authz.LayerResource, authz.LayerACL, authz.LayerPublicAccessBlock}, 5}, true
	case snapshot.TypeKey:
		return rescanner{(*again).key, []authz.Layer{authz.LayerResource, authz.LayerGrant, authz.LayerRCP}, 4}, true
	case snapshot.TypeInstance:
		return rescanner{(*again).instance, []authz.Layer{authz.LayerIdentity}, 1}, true
	case typeEKSCluster:
		return rescanner{(*again).cluster, []authz.Layer{authz.LayerIdentity}, 1}, true
	case typeDBInstance:
		return rescanner{(*again).database, []authz.Layer{authz.LayerNone}, 1}, true
	case typeDBCluster:
		return rescanner{(*again).databaseCluster, []authz.Layer{authz.LayerNone}, 1}, true
	default:
		return r, false
	}
}

// again checks what shall be read.
func (t Target) again() (*again, error) {
	a := &again{Target: t, kind: snapshot.ResourceTypeOf(t.ARN)}
	if a.kind == "" {
		return nil, fmt.Errorf("rescan %q: not an ARN", t.ARN)
	}
	var ok bool
	if a.how, ok = rescannerOf(a.kind); !ok {
		return nil, fmt.Errorf("rescan of %s cannot be done yet: run scan", a.kind)
	}
	parts := strings.SplitN(t.ARN, ":", 6)
	a.partition, a.name = parts[1], parts[5][strings.LastIndexAny(parts[5], ":/")+1:]
	if parts[3] != "" {
		a.Region = parts[3]
	}
	switch {
	case a.Account == "":
		a.Account = parts[4]
	case parts[4] != "" && parts[4] != a.Account:
		return nil, fmt.Errorf("rescan %s: the ARN is not of account %s", t.ARN, a.Account)
	}
	if a.Account == "" {
		return nil, fmt.Errorf("rescan %s: which account it is of is not told", t.ARN)
	}
	return a, nil
}

// again reads the thing in its account.
func (c *collection) again(ctx context.Context, a *again) error {
	m := member{id: a.Account}
	_, service, _ := strings.Cut(a.kind, "::")
	service, _, _ = strings.Cut(strings.ToLower(service), "::")
	c.progress.expect(1)
	c.progress.begin(m, a.Region, service)
	a.p = newPart(a.Account)
	err := c.enter(ctx, a)
	c.progress.end(m, a.Region, service, a.p.gaps() > 0)
	return err
}

// enter takes the role on, where the account is another one, and reads.
func (c *collection) enter(ctx context.Context, a *again) (err error) {
	if a.s, err = c.session(ctx, a.Account); err != nil {
		return a.lose(ctx, "sts:AssumeRole", err)
	}
	return a.how.read(a, ctx)
}

// lose notes that nothing of the thing could be read.
func (a *again) lose(ctx context.Context, call string, err error) error {
	for _, layer := range a.how.layers {
		if err := a.p.gap(ctx, call, err, lost{region: a.gapRegion(), layer: layer, subject: a.ARN, kind: a.kind}); err != nil {
			return err
		}
	}
	return nil
}

// gapRegion: roles are of no Region.
func (a *again) gapRegion() string {
	if a.kind == snapshot.TypeRole {
		return ""
	}
	return a.Region
}

// reading is what came of it: only what is about the thing itself. One of which
// no call was answered may not be there at all.
func (a *again) reading() snapshot.Reading {
	r := snapshot.Reading{ARN: a.ARN, Gone: a.gone, AccountBlock: a.account, Data: *a.p.b.Data()}
	d, about := &r.Data, 0
	for i := range d.Gaps {
		g := &d.Gaps[i]
		if g.Type != snapshot.TypeAccount {
			g.Subject, g.Type = a.ARN, a.kind
			about++
		}
	}
	d.Resources = slices.DeleteFunc(d.Resources, func(x snapshot.Resource) bool { return x.ARN != a.ARN })
	if a.gone || about >= a.how.steps {
		d.Resources, d.Identities = nil, nil
	}
	if a.gone {
		d.Gaps = slices.DeleteFunc(d.Gaps, func(g snapshot.Gap) bool { return g.Subject == a.ARN })
	}
	return r
}

// noting notes it when a service says that the thing does not exist.
func noting[I, O any](a *again, ask call[I, O], codes ...string) call[I, O] {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := ask(ctx, in)
		if err != nil && slices.Contains(codes, code(err)) {
			a.gone = true
		}
		return out, err
	}
}

// errNotTold: an answer without what was asked for says nothing of it.
var errNotTold = errors.New("the answer does not hold what was asked for")
