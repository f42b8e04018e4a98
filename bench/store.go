package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"sightline/snapshot"
	"sightline/store"
	"sightline/store/sqlite"
)

func storeRows(f *fixture) ([]row, error) {
	l, err := f.organization()
	if err != nil {
		return nil, err
	}
	b, err := f.program()
	if err != nil {
		return nil, err
	}
	var scan, peaks, jsonTimes figure
	var path string
	for i := range f.few() {
		path = filepath.Join(f.dir, fmt.Sprintf("scan-%d.db", i))
		if err := turn(&scan, &peaks, b.path, "scan", "--from", l.files, "--store", "sqlite://"+path); err != nil {
			return nil, err
		}
		if err := turnJob(&jsonTimes, "json", l.path); err != nil {
			return nil, err
		}
	}
	peaks.unit = bytesUnit
	load, plain, err := loads(f, l, path)
	if err != nil {
		return nil, err
	}
	return []row{
		{what: "scan the same organization into a new SQLite store, the process", ours: scan, other: jsonTimes.of("encoding/json of the merged file")},
		{what: "  its peak memory", ours: peaks},
		{what: "  size of the store", ours: sizeOf(path), other: figure{name: "the snapshot as a file", values: []float64{float64(l.size)}, unit: bytesUnit}},
		{what: "load it from the store", ours: took(load), other: took(plain).of("from the file")},
	}, nil
}

func turnJob(times *figure, args ...string) error {
	t, _, err := children(1, args...)
	times.values = append(times.values, t.values...)
	return err
}

func sizeOf(path string) figure {
	info, err := os.Stat(path)
	if err != nil {
		return figure{}
	}
	return figure{values: []float64{float64(info.Size())}, unit: bytesUnit}
}

// loads reads the organization from the store and from its file by turns.
func loads(f *fixture, l *large, path string) (fromStore, fromFile timing, err error) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return fromStore, fromFile, err
	}
	for range f.few() {
		a, errA := once(1, func() error { return loadFrom(ctx, db, l.id) })
		b, errB := once(1, func() error { _, err := decodeFile(l.path); return err })
		if err = errors.Join(errA, errB); err != nil {
			break
		}
		fromStore.ns, fromFile.ns = append(fromStore.ns, a.ns...), append(fromFile.ns, b.ns...)
	}
	return fromStore, fromFile, errors.Join(err, db.Close())
}

// loadFrom loads the latest snapshot of a store, as the program does, and
// proves that it is the one meant.
func loadFrom(ctx context.Context, db store.Store, id string) error {
	meta, err := db.Snapshots().Latest(ctx)
	if err != nil {
		return err
	}
	r, _, err := db.Snapshots().Open(ctx, meta.ID)
	if err != nil {
		return err
	}
	defer r.Close()
	s, err := snapshot.Decode(bufio.NewReaderSize(r, 1<<20))
	if err == nil && s.ID() != id {
		err = fmt.Errorf("the store gave snapshot %s, want %s", s.ID(), id)
	}
	return err
}
