package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sightline/access/permission"
	"sightline/collect/file"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
	"sightline/store/sqlite"
)

// sampleSource is the word for the bundled sample organization.
const sampleSource = "sample"

// maxCatalog limits a service reference, in bytes; the built-in one has 1 MB.
const maxCatalog = 16 << 20

// read collects snapshots' content from sources given by a user.
func (a *app) read(sources []string) (*snapshot.Snapshot, error) {
	return a.readAll(sources, a.readFiles)
}

func (a *app) readAll(sources []string, readSource func(string) (snapshot.Data, error)) (*snapshot.Snapshot, error) {
	var b snapshot.Builder
	for _, source := range sources {
		data, err := readSource(source)
		if err != nil {
			return nil, err
		}
		if err := b.Merge(data); err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
	}
	s, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(sources, ", "), err)
	}
	return s, nil
}

// readFiles reads a source that needs no network.
func (a *app) readFiles(source string) (snapshot.Data, error) {
	if source == "" {
		return snapshot.Data{}, errors.New("--from names nothing; give a file, a directory, or the word aws or sample")
	}
	if _, err := os.Stat(source); source == sampleSource && errors.Is(err, os.ErrNotExist) {
		return sample.Data()
	}
	return file.Read(source, file.Options{Now: a.now()})
}

// load finds the snapshot to answer from: a file or directory, an id of the
// store, or the store's latest.
func (a *app) load(ctx context.Context) (*snapshot.Snapshot, error) {
	name := a.snapshotName
	if name == sampleSource {
		return a.read([]string{name})
	}
	if _, err := os.Stat(name); err == nil && name != "latest" {
		return a.read([]string{name})
	}
	if strings.ContainsAny(name, `/\`) {
		return nil, fmt.Errorf("--snapshot %s: no such file or directory", name)
	}
	st, err := a.existingStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	meta, err := a.choose(ctx, st, name)
	if err != nil {
		return nil, err
	}
	s, _, err := desk.Open(ctx, st, meta.ID)
	return s, err
}

func (a *app) choose(ctx context.Context, st store.Store, name string) (store.Meta, error) {
	if name == "" || name == "latest" {
		meta, err := st.Snapshots().Latest(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return meta, errors.New("there is no snapshot yet: run `sightline scan --from FILE` first (or `--from sample`)")
		}
		return meta, err
	}
	meta, err := st.Snapshots().Resolve(ctx, name)
	if err != nil {
		return meta, fmt.Errorf("--snapshot %s: no such file, and in the store: %w", name, err)
	}
	return meta, nil
}

// existingStore is openStore for verbs that store no first thing: they make
// nothing. A store that somebody named must be there; without one at the default
// place nothing is stored yet.
func (a *app) existingStore(ctx context.Context) (store.Store, error) {
	path, missing := a.missingStore()
	switch {
	case !missing:
		return a.openStore(ctx)
	case a.storeDSN == "" && a.config.Store == "":
		return memory.New(), nil
	}
	return nil, fmt.Errorf("there is no store at %s: give another --store, or make it with `sightline scan`", path)
}

// missingStore is where the store would be, if there is none.
func (a *app) missingStore() (path string, missing bool) {
	dsn, err := a.dsn()
	if err != nil {
		return "", false // opening says so
	}
	if path, err = sqlite.ParseDSN(dsn); err != nil {
		return "", false
	}
	_, err = os.Stat(path)
	return path, errors.Is(err, fs.ErrNotExist)
}

// openStore opens the store that flags, configuration or the default name, and
// makes it if there is none.
func (a *app) openStore(ctx context.Context) (store.Store, error) {
	dsn, err := a.dsn()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return nil, errors.New("--store: PostgreSQL is not part of this version; use sqlite://PATH")
	}
	path, err := sqlite.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("--store: %w", err)
	}
	st, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err // a nil *Store in the interface would not be nil
	}
	return st, nil
}

// dsn prefers the flag, then the configuration, then the user's data directory.
func (a *app) dsn() (string, error) {
	if a.storeDSN != "" {
		return a.storeDSN, nil
	}
	if a.config.Store != "" {
		return a.config.Store, nil
	}
	dir := a.env["XDG_DATA_HOME"]
	if !filepath.IsAbs(dir) {
		home := a.env["HOME"]
		if home == "" {
			return "", errors.New("--store is needed: neither HOME nor XDG_DATA_HOME is set, so there is no data directory")
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return sqlite.Scheme + filepath.Join(dir, "sightline", "sightline.db"), nil
}

// catalog is the built-in service reference, or the file that --catalog names.
func (a *app) catalog() (*catalog.Catalog, error) {
	if a.catalogPath == "" {
		return catalog.Embedded(), nil
	}
	text, err := readLimited(a.catalogPath, maxCatalog)
	if err != nil {
		return nil, fmt.Errorf("--catalog: %w", err)
	}
	c, err := catalog.Read(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("--catalog %s: %w", a.catalogPath, err)
	}
	return c, nil
}

// asker loads what every question needs.
func (a *app) asker(ctx context.Context) (*permission.Asker, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	s, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	return permission.New(s, eval.NewWith(factsOf(c)), c), nil
}

// factsOf takes the services that resource control policies reach from the
// catalog, which may be newer than the program.
func factsOf(c *catalog.Catalog) *authz.Facts {
	facts := authz.DefaultFacts()
	facts.RCPServices = make(map[string]bool)
	for _, s := range c.RCPServices() {
		facts.RCPServices[s] = true
	}
	return facts
}
