package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// magic begins every SQLite database that is not empty.
// Source: sqlite.org "Database File Format" (fileformat2.html) 1.3.1.
const magic = "SQLite format 3\x00"

const elsewhere = "choose another with --store sqlite://PATH"

// prepareFile makes the file and its directory if they are missing, readable
// by their owner only, and refuses what cannot be a store before SQLite
// touches it. The modes of what exists are left as they are.
func prepareFile(path string) error {
	if err := makeDirectory(path); err != nil {
		return err
	}
	if err := checkKind(path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("cannot write the store %s: %w: make it writable, or %s", path, cause(err), elsewhere)
	}
	defer f.Close()
	return checkMagic(path, f)
}

func makeDirectory(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot make the directory %s of the store: %w: %s", dir, cause(err), elsewhere)
	}
	return nil
}

// checkKind looks before anything is opened, as opening a pipe would hang.
func checkKind(path string) error {
	at, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot use the store %s: %w: %s", path, cause(err), elsewhere)
	case at.IsDir():
		return fmt.Errorf("the store %s is a directory, it must be a file: write %s%s",
			path, Scheme, filepath.Join(path, "sightline.db"))
	case !at.Mode().IsRegular():
		return fmt.Errorf("the store %s is no regular file: %s", path, elsewhere)
	}
	return nil
}

func checkMagic(path string, f io.Reader) error {
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	switch {
	case n == 0 && errors.Is(err, io.EOF): // new, or made by a process that was killed then
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("cannot read the store %s: %w", path, cause(err))
	case !bytes.Equal(head[:n], []byte(magic)):
		return notDatabase(path)
	}
	return nil
}

func notDatabase(path string) error {
	return fmt.Errorf("the store %s is not a SQLite database, it was left as it is: move it away, or %s", path, elsewhere)
}

// cause drops the operation and path of a file error; our sentence has them.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// syncDirectory makes the file's name durable. File systems that cannot sync
// a directory have nothing to promise here, so its failure is not an error.
func syncDirectory(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
