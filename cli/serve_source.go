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

// serveSource decides what to scan and where it is kept.
func (a *app) serveSource(ctx context.Context, f *serveFlags) (pipeline.Source, store.Store, error) {
	sources := f.sources
	if len(sources) == 0 {
		if !f.live.given() && len(a.config.Discovery.AWS) == 0 && !aws.HasCredentials(ctx) {
			return a.withoutCredentials(ctx)
		}
		sources = []string{nameAWS}
		f.live.auto = true
	}
	var readings []reading
	for _, source := range sources {
		readings = append(readings, a.reading(source, &f.live))
	}
	source := sourceOf(readings)
	if len(sources) == 1 && isWord(sources[0], sampleSource) {
		source.Sample, source.Notice = true, "This is the bundled sample organization; nothing of yours was read."
		st, err := a.sampleStore(ctx)
		return source, st, err
	}
	st, err := a.openStore(ctx)
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
// one, else the sample.
func (a *app) withoutCredentials(ctx context.Context) (pipeline.Source, store.Store, error) {
	st, err := a.ownStore(ctx)
	if err != nil {
		return pipeline.Source{}, nil, err
	}
	if st != nil {
		return pipeline.Source{
			Name: "aws", Notice: "No AWS credentials were found, so nothing new is read; this is the last snapshot that was stored.",
		}, st, nil
	}
	source := sourceOf([]reading{a.reading(sampleSource, nil)})
	source.Sample = true
	source.Notice = "No AWS credentials were found; this is the bundled sample organization, nothing of yours was read."
	st, err = a.sampleStore(ctx)
	return source, st, err
}

// sampleStore keeps the sample apart from what is the user's own, unless he
// says where to.
func (a *app) sampleStore(ctx context.Context) (store.Store, error) {
	if a.storeDSN != "" {
		return a.openStore(ctx)
	}
	return memory.New(), nil
}

// ownStore opens the store if it is there and its latest snapshot is none of
// the sample; else it returns nil.
func (a *app) ownStore(ctx context.Context) (store.Store, error) {
	dsn, err := a.dsn()
	if err != nil {
		return nil, nil // no data directory: nothing is stored
	}
	if path, err := sqlite.ParseDSN(dsn); err == nil {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	meta, err := st.Snapshots().Latest(ctx)
	if err == nil && !meta.Sample {
		return st, nil
	}
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return nil, errors.Join(err, st.Close())
}
