package pipeline

import (
	"context"
	"slices"
	"sync"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
)

// maxOlder is how many pictures of older snapshots are kept beside the latest.
const maxOlder = 2

// maxExplorers is how many explorers of a picture wait for the next question;
// each keeps what it has worked out.
const maxExplorers = 2

// A Picture is a snapshot with what answers questions about it. Safe for
// concurrent use.
type Picture struct {
	Snapshot  *snapshot.Snapshot
	Asker     *permission.Asker
	Directory *slice.Directory
	Meta      store.Meta

	mu        sync.Mutex
	explorers []*reach.Explorer // idle
}

func newPicture(k *permission.Asker) *Picture {
	return &Picture{Snapshot: k.Snapshot, Asker: k, Directory: slice.NewDirectory(k.Snapshot, k.Catalog)}
}

// prepare makes the first explorer, which looks over the whole snapshot.
func (p *Picture) prepare() { p.Explore(func(*reach.Explorer) {}) }

// Explore lends an explorer, which nobody else uses meanwhile.
func (p *Picture) Explore(use func(*reach.Explorer)) {
	x := p.take()
	use(x) // if it panics the explorer is not used again
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.explorers) < maxExplorers {
		p.explorers = append(p.explorers, x)
	}
}

func (p *Picture) take() *reach.Explorer {
	p.mu.Lock()
	if last := len(p.explorers) - 1; last >= 0 {
		x := p.explorers[last]
		p.explorers = p.explorers[:last]
		p.mu.Unlock()
		return x
	}
	p.mu.Unlock()
	return reach.New(p.Asker, reach.Options{})
}

// Picture is that of the latest snapshot, or nil.
func (p *Pipeline) Picture() *Picture { return p.latest.Load() }

// PictureOf finds the picture of a snapshot: the beginning of its id, or
// latest, or empty for the latest. Errors: ErrNoSnapshot, store.ErrNotFound,
// store.ErrAmbiguous.
func (p *Pipeline) PictureOf(ctx context.Context, id string) (*Picture, error) {
	latest := p.Picture()
	if id == "" || id == "latest" {
		if latest == nil {
			return nil, ErrNoSnapshot
		}
		return latest, nil
	}
	meta, err := p.options.Store.Snapshots().Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if latest != nil && latest.Meta.ID == meta.ID {
		return latest, nil
	}
	p.mu.Lock() // one is opened at a time: it takes memory
	defer p.mu.Unlock()
	for i, known := range p.older {
		if known.Meta.ID == meta.ID {
			p.older = append(slices.Delete(p.older, i, i+1), known)
			return known, nil
		}
	}
	picture, err := p.open(ctx, meta.ID)
	if err != nil {
		return nil, err
	}
	if len(p.older) == maxOlder {
		p.older = slices.Delete(p.older, 0, 1)
	}
	p.older = append(p.older, picture)
	return picture, nil
}

func (p *Pipeline) open(ctx context.Context, id string) (*Picture, error) {
	s, meta, err := desk.Open(ctx, p.options.Store, id)
	if err != nil {
		return nil, err
	}
	picture := newPicture(p.options.Ask(s))
	picture.Meta = meta
	return picture, nil
}

// Snapshots lists what is stored, newest first.
func (p *Pipeline) Snapshots(ctx context.Context) ([]store.Meta, error) {
	list, err := p.options.Store.Snapshots().List(ctx, 0)
	if list == nil {
		list = []store.Meta{}
	}
	return list, err
}
