package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sightline/snapshot"
)

// A partition is a directory <storage>/aws/<partition> of iam-collect.
type partition struct{ name, dir string }

// findPartitions finds iam-collect's directories: path may be the partition's,
// the one above it ("aws"), the storage directory that holds "aws", the
// storage directory's parent, or a directory with iam-collect's configuration
// that names the storage directory. None is no error.
func findPartitions(path string, o Options) ([]partition, error) {
	if isPartition(path) {
		return []partition{{partitionName(path), path}}, nil
	}
	for _, dir := range []string{path, filepath.Join(path, "aws")} {
		if out := partitionsIn(dir); len(out) > 0 {
			return out, nil
		}
	}
	var out []partition
	for _, dir := range directories(path) {
		out = append(out, partitionsIn(filepath.Join(path, dir, "aws"))...)
	}
	if len(out) > 0 {
		return out, nil
	}
	return configured(path, o)
}

func partitionsIn(dir string) []partition {
	var out []partition
	for _, name := range directories(dir) {
		if p := filepath.Join(dir, name); isPartition(p) {
			out = append(out, partition{partitionName(p), p})
		}
	}
	return out
}

// isPartition looks for an account's or an organization's directory.
func isPartition(dir string) bool {
	for _, name := range directories(filepath.Join(dir, "accounts")) {
		if isAccountID(name) {
			return true
		}
	}
	for _, name := range directories(filepath.Join(dir, "organizations")) {
		if strings.HasPrefix(name, "o-") {
			return true
		}
	}
	return false
}

func partitionName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	if name := filepath.Base(abs); strings.HasPrefix(name, "aws") {
		return name
	}
	return ""
}

// directories lists the directories in dir; none if it cannot be listed, which
// whoever reads it will notice.
func directories(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		if isDirectory(dir, e) {
			out = append(out, e.Name())
		}
	}
	return out
}

func isDirectory(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// configured follows iam-collect's configuration file to its storage.
func configured(path string, o Options) ([]partition, error) {
	for _, name := range []string{"iam-collect.json", "iam-collect.jsonc"} {
		file := filepath.Join(path, name)
		t := newTree(path, "", o)
		var conf storageConfig
		there, err := t.json(file, conf.read)
		if err != nil {
			return nil, err
		}
		if there && conf.version != "" {
			return conf.partitions(path, file)
		}
	}
	return nil, nil
}

// storageConfig is the part of iam-collect's configuration that tells where
// the data is.
type storageConfig struct{ version, kind, path string }

func (s *storageConfig) read(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "iamCollectVersion":
			s.version, err = c.text()
		case "storage":
			err = s.storage(c)
		default:
			err = c.skip()
		}
		return err
	})
}

func (s *storageConfig) storage(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "type":
			s.kind, err = c.text()
		case "path":
			s.path, err = c.text()
		default:
			err = c.skip()
		}
		return err
	})
}

func (s *storageConfig) partitions(dir, file string) ([]partition, error) {
	if s.kind != "file" {
		return nil, &Error{
			File: file, Message: fmt.Sprintf("iam-collect's storage is of type %s; only files can be read", quoted(s.kind)),
			Hint: `collect with {"storage": {"type": "file", "path": …}}`,
		}
	}
	storage := s.path
	if !filepath.IsAbs(storage) {
		storage = filepath.Join(dir, storage)
	}
	out := partitionsIn(filepath.Join(storage, "aws"))
	if len(out) == 0 {
		return nil, &Error{
			File: file, Message: "names the storage " + quoted(s.path) + ", which holds no aws/PARTITION/accounts",
			Hint: "run iam-collect first",
		}
	}
	return out, nil
}

// A tree reads one partition's directory.
type tree struct {
	content
	partition string
	left      int               // files that may still be read
	members   map[string]member // by account
	resources map[string]int    // ARN → index in Resources
	// untold is what an organization's directory does not tell, by its id.
	untold map[string][]string
}

// A member is an account's place in its organization.
type member struct{ organization, parent string }

func newTree(source, partition string, o Options) *tree {
	return &tree{
		content: newContent(source, KindIAMCollect, "the directory", o), partition: partition,
		left: o.MaxFiles, members: make(map[string]member), resources: make(map[string]int), untold: make(map[string][]string),
	}
}

// json reads one file; a file that is not there is none.
func (t *tree) json(path string, read func(*cursor) error) (there bool, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if t.left--; t.left < 0 {
		return false, &Error{File: path, Message: fmt.Sprintf("the directory has more than %d files", t.opts.MaxFiles), Hint: "scan its accounts one by one"}
	}
	src, err := load(path, t.opts)
	if err != nil {
		return false, err
	}
	c := newCursor(path, src, t.opts)
	if err := read(c); err != nil {
		return false, err
	}
	if !c.end() {
		return false, c.fail("something stands behind the value: %s", c.kind())
	}
	return true, nil
}

// list gives the names in a directory; one that is not there is empty.
func (t *tree) list(dir string) (dirs, files []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, openError(dir, err)
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case isDirectory(dir, e):
			dirs = append(dirs, e.Name())
		case strings.HasSuffix(e.Name(), ".json"):
			files = append(files, e.Name())
		}
	}
	return dirs, files, nil
}

// document reads a file that holds one policy document; nil if there is none.
func (t *tree) document(path, name string) (a *snapshot.Attachment, err error) {
	_, err = t.json(path, func(c *cursor) error {
		doc, err := c.document(t.opts.MaxDocument)
		if err == nil && doc != nil {
			at := doc.attach(t.b, name, path)
			a = &at
		}
		return err
	})
	return a, err
}
