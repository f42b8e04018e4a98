// Package pipeline turns a source into a picture: collect, work out
// permissions and the graph, store, let the analyzers look, and show. It is one
// job; if any stage up to storing fails the picture before stays in use, and
// nothing is half stored.
//
//	p := pipeline.New(pipeline.Options{Store: st, Source: source, Ask: ask, Now: time.Now})
//	err := p.Load(ctx)            // the store's latest snapshot, if there is one
//	scan, err := p.Scan()
//	picture := p.Picture()
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sightline/access/finding"
	"sightline/access/permission"
	"sightline/server/desk"
	"sightline/server/job"
	"sightline/snapshot"
	"sightline/store"
)

// A Source is what a scan reads; cli makes it.
type Source struct {
	Name string
	// Sample says that it is the bundled organization and nobody's own.
	Sample bool
	// NoCredentials says that AWS was meant and there are no credentials.
	NoCredentials bool
	// Collect reads everything. It obeys ctx; report may be called often. nil:
	// there is nothing to scan.
	Collect func(ctx context.Context, report func(Progress)) (*snapshot.Snapshot, error)
}

// Progress is how far collecting is.
type Progress struct {
	Done  int    `json:"done"`
	Total int    `json:"total"`
	Parts []Part `json:"parts"`
}

// A Part is one service in one Region of one account.
type Part struct {
	Account     string `json:"account"`
	AccountName string `json:"accountName"`
	Region      string `json:"region"`
	Service     string `json:"service"`
	State       string `json:"state"` // waiting, reading, done, gap
}

// A Stage is what a scan is doing.
type Stage string

// The stages, in order.
const (
	Collect    Stage = "collect"
	Permission Stage = "permission"
	Graph      Stage = "graph"
	Store      Stage = "store"
	Analyze    Stage = "analyze"
)

// A Detail is what a scan says of itself.
type Detail struct {
	Stage    Stage
	Progress Progress
	Snapshot string // its id, once it is stored
	Gaps     int
	// Findings are what the analyzers found, once they have looked.
	Findings *desk.Counts
}

// A Scan is one run of the pipeline.
type Scan = job.Run[Detail]

// ErrNoSnapshot says that there is nothing to answer from yet, ErrNoSource that
// there is nothing to scan.
var (
	ErrNoSnapshot = errors.New("there is no snapshot yet")
	ErrNoSource   = errors.New("there is nothing to scan")
)

// Options of a Pipeline. All but Desk and Log are needed.
type Options struct {
	Store store.Store
	// Desk analyses what was stored; nil: nothing is analysed.
	Desk   *desk.Desk
	Source Source
	// Ask makes what questions are asked of.
	Ask func(*snapshot.Snapshot) *permission.Asker
	Now func() time.Time
	Log *slog.Logger // nil: none
}

// A Pipeline scans and keeps the picture. Safe for concurrent use; New makes it.
type Pipeline struct {
	options Options
	runner  *job.Runner[Detail]
	latest  atomic.Pointer[Picture]

	// broken is the newest stored snapshot that could not be opened, or nil.
	broken atomic.Pointer[Broken]

	mu    sync.Mutex // guards older
	older []*Picture // the one used last at the end
}

// New returns a Pipeline without a picture.
func New(o Options) *Pipeline {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &Pipeline{options: o}
	p.runner = job.New[Detail](job.Options{Now: o.Now, Panicked: func(name string, value any, stack []byte) {
		o.Log.Error("a scan panicked", "source", name, "panic", fmt.Sprint(value), "stack", string(stack))
	}})
	return p
}

// Desk is where analyzers and findings are worked with; nil without analyses.
func (p *Pipeline) Desk() *desk.Desk { return p.options.Desk }

// Source is what a scan reads.
func (p *Pipeline) Source() Source { return p.options.Source }

// A Broken snapshot is stored and cannot be opened.
type Broken struct{ ID, Why string }

// Broken is the newest stored snapshot that could not be opened, or nil.
func (p *Pipeline) Broken() *Broken { return p.broken.Load() }

// Load shows the store's latest snapshot that can be opened; an empty store is
// no error. The error is that of the latest one, also where an older is shown.
func (p *Pipeline) Load(ctx context.Context) error {
	list, err := p.options.Store.Snapshots().List(ctx, 0)
	if err != nil {
		return err
	}
	var first error
	for _, meta := range list {
		picture, err := p.open(ctx, meta.ID)
		if err == nil {
			p.latest.CompareAndSwap(nil, picture)
			p.neverJudged(ctx, picture)
			return first
		}
		if ctx.Err() != nil {
			return err
		}
		if first == nil {
			first = err
			p.broken.Store(&Broken{meta.ID, err.Error()})
		}
	}
	return first
}

// neverJudged lets the analyzers look at a snapshot that was stored before there
// were any, or by an import. A failure leaves the picture in use; the next scan
// tries again.
func (p *Pipeline) neverJudged(ctx context.Context, picture *Picture) {
	if p.options.Desk == nil {
		return
	}
	list, err := p.options.Desk.Analyzers(ctx)
	if err != nil || slices.ContainsFunc(list, func(a finding.Analyzer) bool { return a.LastSnapshot != "" }) {
		return
	}
	if _, err := p.options.Desk.Analyze(ctx, picture.Snapshot); err != nil {
		p.options.Log.Warn("the stored snapshot could not be analysed", "error", err.Error())
	}
}

// Scan begins a scan. Errors: job.ErrBusy, job.ErrClosed, ErrNoSource.
func (p *Pipeline) Scan() (Scan, error) {
	if p.options.Source.Collect == nil {
		return Scan{}, ErrNoSource
	}
	return p.runner.Start(p.options.Source.Name, p.scan)
}

// Scans lists what was scanned since the start, newest first.
func (p *Pipeline) Scans() []Scan { return p.runner.Runs() }

// Ended counts the scans since the start by how they ended.
func (p *Pipeline) Ended() map[job.State]int { return p.runner.Ended() }

// Find finds a scan. The error is job.ErrNoRun.
func (p *Pipeline) Find(id string) (Scan, error) { return p.runner.Run(id) }

// Cancel asks a scan to stop. The error is job.ErrNoRun.
func (p *Pipeline) Cancel(id string) error { return p.runner.Cancel(id) }

// Every scans after each interval, unless a scan runs, until ctx ends. It
// blocks.
func (p *Pipeline) Every(ctx context.Context, interval time.Duration) {
	p.runner.Every(ctx, interval, func() {
		if _, err := p.Scan(); err != nil {
			p.options.Log.Info("no scan this time", "reason", err.Error())
		}
	})
}

// Follow shows what other processes store, such as a scan on the command line:
// it looks after each interval, until ctx ends. It blocks.
func (p *Pipeline) Follow(ctx context.Context, interval time.Duration) {
	p.runner.Every(ctx, interval, func() {
		if err := p.catchUp(ctx); err != nil && ctx.Err() == nil {
			p.options.Log.Warn("the store's latest snapshot could not be opened", "error", err.Error())
		}
	})
}

// Refresh shows the store's latest snapshot, as after a rescan; while a scan runs
// it leaves that to the scan.
func (p *Pipeline) Refresh(ctx context.Context) error { return p.catchUp(ctx) }

// catchUp opens the store's latest snapshot, unless it is the one in use or a
// scan is about to store a newer one.
func (p *Pipeline) catchUp(ctx context.Context) error {
	if runs := p.runner.Runs(); len(runs) > 0 && !runs[0].State.Over() {
		return nil
	}
	now := p.Picture()
	meta, err := p.options.Store.Snapshots().Latest(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && now != nil && now.Meta.ID == meta.ID {
		return nil
	}
	if b := p.Broken(); err != nil || b != nil && b.ID == meta.ID {
		return err
	}
	picture, err := p.open(ctx, meta.ID)
	if err != nil && ctx.Err() == nil {
		p.broken.Store(&Broken{meta.ID, err.Error()})
	}
	if err == nil && p.latest.CompareAndSwap(now, picture) {
		p.broken.Store(nil)
		p.options.Log.Info("another process stored a snapshot", "snapshot", meta.ID)
	}
	return err
}

// Close stops what runs.
func (p *Pipeline) Close(ctx context.Context) error { return p.runner.Close(ctx) }
