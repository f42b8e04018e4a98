package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"sightline/collect/aws"
	"sightline/server/pipeline"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
	"sightline/store/sqlite"
)

// A reading is one of the sources of a scan.
type reading struct {
	name string
	read func(ctx context.Context, report func(pipeline.Progress)) (snapshot.Data, error)
}

// checkSources refuses slips of the pen before anything starts.
func (f *serveFlags) check() error {
	for _, source := range f.sources {
		if isWord(source, nameAWS) || isWord(source, sampleSource) {
			continue
		}
		if source == "" {
			return errors.New("--from names nothing; give a file, a directory, or the word aws or sample")
		}
		if _, err := os.Stat(source); err != nil {
			return fmt.Errorf("--from %s: %w", source, errors.Unwrap(err))
		}
	}
	if f.live.given() && len(f.sources) > 0 && !hasText(f.sources, nameAWS) {
		return errOnlyAWS
	}
	return f.live.check()
}

// isWord: a file that is really called so comes first.
func isWord(source, word string) bool {
	_, err := os.Stat(source)
	return source == word && errors.Is(err, os.ErrNotExist)
}

// serveStore opens what snapshots are kept in, as far as that is known before
// looking for credentials; else it returns nil.
func (a *app) serveStore(ctx context.Context, f *serveFlags) (store.Store, error) {
	switch {
	case a.storeDSN != "":
		return a.openStore(ctx)
	case f.onlySample():
		return memory.New(), nil
	case f.chosen(a), a.env["AWS_ACCESS_KEY_ID"] != "", a.env["AWS_PROFILE"] != "":
		return a.openStore(ctx) // AWS will be read; what stands in the way of that is told before the link
	}
	dsn, err := a.dsn()
	if err != nil {
		return nil, nil // no data directory: nothing is stored
	}
	if path, err := sqlite.ParseDSN(dsn); err == nil {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
	}
	return a.openStore(ctx)
}

// chosen tells whether somebody said what to scan.
func (f *serveFlags) chosen(a *app) bool {
	return len(f.sources) > 0 || f.live.given() || len(a.config.Discovery.AWS) > 0
}

func (f *serveFlags) onlySample() bool {
	return len(f.sources) == 1 && isWord(f.sources[0], sampleSource)
}

// serveSource decides what to scan, and where it is kept if st is nil.
func (a *app) serveSource(ctx context.Context, f *serveFlags, st store.Store) (source pipeline.Source, _ store.Store, err error) {
	sources := f.sources
	if len(sources) == 0 {
		if !f.chosen(a) && !aws.HasCredentials(ctx) {
			return a.withoutCredentials(ctx, st)
		}
		sources, f.live.auto = []string{nameAWS}, true
	}
	var readings []reading
	for _, one := range sources {
		readings = append(readings, a.reading(one, &f.live))
	}
	source = sourceOf(readings)
	if f.onlySample() {
		source.Sample = true
	}
	if st == nil {
		st, err = a.openStore(ctx)
	}
	return source, st, err
}

func (a *app) reading(source string, live *liveFlags) reading {
	return reading{source, func(ctx context.Context, report func(pipeline.Progress)) (snapshot.Data, error) {
		if isWord(source, nameAWS) {
			return a.readAWS(ctx, live, a.collected(report))
		}
		return a.readFiles(source)
	}}
}

// sourceOf reads several sources into one snapshot.
func sourceOf(readings []reading) pipeline.Source {
	names := make([]string, len(readings))
	for i, r := range readings {
		names[i] = r.name
	}
	return pipeline.Source{Name: strings.Join(names, ", "), Collect: func(ctx context.Context, report func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		var b snapshot.Builder
		for _, r := range readings {
			data, err := r.read(ctx, report)
			if err != nil {
				return nil, err
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := b.Merge(data); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
		}
		return b.Build()
	}}
}

// withoutCredentials shows the last snapshot of the user's own, if there is
// one, else the sample. The sample is kept apart from what is the user's own,
// unless he says where to.
func (a *app) withoutCredentials(ctx context.Context, st store.Store) (pipeline.Source, store.Store, error) {
	if own, err := ownSnapshot(ctx, st); own || err != nil {
		return pipeline.Source{Name: nameAWS, NoCredentials: true}, st, err
	}
	if st != nil && a.storeDSN == "" {
		if err := st.Close(); err != nil {
			return pipeline.Source{}, nil, err
		}
		st = nil
	}
	if st == nil {
		st = memory.New()
	}
	source := sourceOf([]reading{a.reading(sampleSource, nil)})
	source.Sample, source.NoCredentials = true, true
	return source, st, nil
}

// ownSnapshot tells whether the last that was stored is none of the sample.
func ownSnapshot(ctx context.Context, st store.Store) (bool, error) {
	if st == nil {
		return false, nil
	}
	meta, err := st.Snapshots().Latest(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && !meta.Sample, err
}
