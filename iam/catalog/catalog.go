package catalog

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"sync"

	"sightline/iam/catalog/internal/catalogfile"
)

//go:generate go run ./gen -out catalog.bin

//go:embed catalog.bin
var embedded string

// Source is one input of the generator, as the file names it.
type Source = catalogfile.Source

// Counts tell how much a file holds.
type Counts = catalogfile.Counts

// A Catalog is one service reference. Make it with Embedded or Read. Safe for
// concurrent use.
type Catalog struct {
	file  *catalogfile.Opened
	once  sync.Once
	built *index
	err   error
	all   func() []string // all canonical action names, sorted
}

// Embedded returns the reference that is part of the program. It is one value
// for the whole program.
func Embedded() *Catalog { return embeddedCatalog() }

var embeddedCatalog = sync.OnceValue(func() *Catalog {
	c, err := open([]byte(embedded))
	if err != nil {
		panic("embedded catalog: " + err.Error()) // a test decodes all of it
	}
	return c
})

// Read reads a file of the same format, for a reference that is newer than the
// program. It decodes all of it, so that a Catalog without error has no errors
// later. A file of more than 16 MB is refused.
func Read(r io.Reader) (*Catalog, error) {
	data, err := io.ReadAll(io.LimitReader(r, catalogfile.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	c, err := open(data)
	if err == nil {
		err = c.verify()
	}
	if err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	return c, nil
}

func open(data []byte) (*Catalog, error) {
	file, err := catalogfile.Open(data)
	if err != nil {
		return nil, err
	}
	c := &Catalog{file: file}
	c.all = sync.OnceValue(func() []string { return c.index().everyAction() })
	return c, nil
}

// load decodes the index once.
func (c *Catalog) load() (*index, error) {
	c.once.Do(func() { c.built, c.err = newIndex(c.file) })
	return c.built, c.err
}

// index is load after the file is known to be good: Read has verified it, or
// it is the embedded one, which a test verifies.
func (c *Catalog) index() *index {
	x, err := c.load()
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return x
}

// Version is the version of the newest source, e.g. "0.21.202609231".
func (c *Catalog) Version() string { return c.file.Header.Version }

// Updated is the day of the newest source, YYYY-MM-DD.
func (c *Catalog) Updated() string { return c.file.Header.Updated }

// Sources lists where the reference is from. The slice is the caller's own.
func (c *Catalog) Sources() []Source { return slices.Clone(c.file.Header.Sources) }

// Counts tell how much there is.
func (c *Catalog) Counts() Counts { return c.file.Header.Counts }

// Services lists all service prefixes, sorted. The slice is the caller's own.
func (c *Catalog) Services() []string {
	x := c.index()
	out := make([]string, len(x.services))
	for i, s := range x.services {
		out[i] = s.entry.Prefix
	}
	return out
}

// RCPServices lists the prefixes of the services that resource control
// policies reach, sorted. The slice is the caller's own.
func (c *Catalog) RCPServices() []string { return slices.Clone(c.index().rcpServices) }

// Withdrawn tells whether AWS once listed an action, in any case, that the
// newest source lacks. It may still be accepted in policies.
func (c *Catalog) Withdrawn(action string) bool { return c.index().withdrawn[fold(action)] }
