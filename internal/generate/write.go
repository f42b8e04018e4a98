package generate

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"sightline/snapshot"
)

// Suffix of the files that Write makes.
const Suffix = ".snapshot.json.gz"

// Write generates an organization into dir: organization.snapshot.json.gz and
// one account-ID.snapshot.json.gz for each member account, each a saved
// snapshot. dir must not exist or be empty. The files are written beside it and
// moved into place at the end, so that dir is whole or not there.
func Write(dir string, opts Options) error {
	parts, err := Organization(opts)
	if err != nil {
		return err
	}
	if err := vacant(dir); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("generate organization: %w", err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return fmt.Errorf("generate organization: %w", err)
	}
	for part := range parts {
		if err = writePart(filepath.Join(temp, part.Name+Suffix), part); err != nil {
			break
		}
	}
	if err == nil {
		err = moveInto(temp, dir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("generate organization: %w", err), os.RemoveAll(temp))
	}
	return nil
}

// vacant refuses a directory that holds something, and what is no directory.
func vacant(dir string) error {
	if dir == "" {
		return errors.New("generate organization: no directory was named")
	}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("generate organization: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("generate organization: %s is not empty; name a directory that does not exist or is empty", dir)
	}
	return nil
}

func moveInto(temp, dir string) error {
	if err := os.Chmod(temp, 0o755); err != nil {
		return err
	}
	// Remove takes an empty directory only.
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Rename(temp, dir)
}

func writePart(path string, part Part) error {
	snap, err := snapshot.NewBuilder(part.Data).Build()
	if err != nil {
		return fmt.Errorf("%s: %w", part.Name, err)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := encode(f, snap); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return f.Close()
}

// encode compresses without time and name in the header, so that equal content
// gives equal bytes.
func encode(f *os.File, snap *snapshot.Snapshot) error {
	buffered := bufio.NewWriterSize(f, 1<<16)
	z, err := gzip.NewWriterLevel(buffered, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := snapshot.Encode(z, snap); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}
