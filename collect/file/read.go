package file

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"sightline/snapshot"
)

// Read reads the file or directory at path and gives its content. It
// recognises the format by content; the package comment lists the formats.
//
// Errors are *Error: one line with the file, the place if there is one, what
// is wrong and what to do. With an error there is no content.
func Read(path string, o Options) (snapshot.Data, error) {
	o = o.withDefaults()
	info, err := stat(path)
	if err != nil {
		return snapshot.Data{}, err
	}
	if info.IsDir() {
		return readDirectory(path, o)
	}
	g := newGathered(path, "the file", o)
	if err := g.file(path); err != nil {
		return snapshot.Data{}, err
	}
	return g.content()
}

// readDirectory reads a tree of iam-collect, or the files that stand directly
// in the directory. Files of other names than *.json and *.json.gz, hidden
// ones and deeper directories are left alone.
func readDirectory(path string, o Options) (snapshot.Data, error) {
	partitions, err := findPartitions(path, o)
	if err != nil {
		return snapshot.Data{}, err
	}
	if len(partitions) > 0 {
		return readCollection(path, partitions, o)
	}
	names, err := jsonFiles(path)
	if err != nil {
		return snapshot.Data{}, err
	}
	if len(names) == 0 {
		return snapshot.Data{}, &Error{File: path, Message: "this directory holds nothing that can be scanned: " +
			"no *.json or *.json.gz file, and no aws/PARTITION/accounts as iam-collect writes it", Hint: knownFormats}
	}
	g := newGathered(path, "the directory", o)
	for _, name := range names {
		if err := g.file(filepath.Join(path, name)); err != nil {
			return snapshot.Data{}, err
		}
	}
	return g.content()
}

func jsonFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, openError(dir, err)
	}
	var out []string
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		isJSON := strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".json.gz")
		if !e.IsDir() && isJSON && !strings.HasPrefix(name, ".") {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// gathered is the content of one file, or of the files of one directory.
type gathered struct {
	opts Options
	// details holds all pages together: a user on one page may be in a group
	// on another, also if the pages are files.
	details   *details
	pages     bool
	snapshots snapshot.Builder
	saved     bool
}

func newGathered(source, holder string, o Options) *gathered {
	return &gathered{opts: o, details: newDetails(source, holder, o)}
}

func (g *gathered) file(path string) error {
	src, err := load(path, g.opts)
	if err != nil {
		return err
	}
	return g.text(path, src)
}

// text takes in what load gave.
func (g *gathered) text(path string, src []byte) error {
	what, err := recognise(newCursor(path, src, g.opts))
	if err != nil {
		return err
	}
	if what == formatSnapshot {
		g.saved = true
		return g.snapshot(path, src)
	}
	g.pages = true
	return g.details.file(newCursor(path, src, g.opts))
}

func (g *gathered) snapshot(path string, src []byte) error {
	s, err := snapshot.Decode(bytes.NewReader(src))
	if err != nil {
		return snapshotError(newCursor(path, src, g.opts), err)
	}
	if err := g.snapshots.Merge(*s.Data()); err != nil {
		return &Error{File: path, Message: err.Error(), Hint: "give files that agree, or each by itself"}
	}
	return nil
}

// snapshotError gives an error of the snapshot format its place in the file.
func snapshotError(c *cursor, err error) error {
	const advice = "save the snapshot again"
	var f *snapshot.FormatError
	if !errors.As(err, &f) {
		return &Error{File: c.file, Message: "this snapshot cannot be read: " + err.Error(), Hint: advice}
	}
	message := "this snapshot cannot be read: " + f.Reason
	if f.Place != "" {
		message = "this snapshot cannot be read at " + f.Place + ": " + f.Reason
	}
	if f.Err != nil {
		message += ": " + f.Err.Error()
	}
	return hint(c.failAt(int(min(max(f.Offset, 0), int64(len(c.src)))), "%s", message), advice)
}

func (g *gathered) content() (snapshot.Data, error) {
	if !g.pages {
		return *g.snapshots.Data(), nil
	}
	d, err := g.details.finish()
	if err != nil || !g.saved {
		return d, err
	}
	if err := g.snapshots.Merge(d); err != nil {
		return snapshot.Data{}, &Error{File: g.details.source, Message: err.Error(), Hint: "give files that agree, or each by itself"}
	}
	return *g.snapshots.Data(), nil
}
