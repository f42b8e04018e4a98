package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"sightline/snapshot"
)

// Name of the sample as a source, and the prefix of the file names that its
// explanations cite: "sample/policies/payments-read.json".
const Name = "sample"

//go:embed organization.json accounts/*.json policies/*.json expected.json
var files embed.FS

// TakenAt is the moment that the sample pretends to be of.
func TakenAt() time.Time { return time.Date(2026, time.November, 18, 14, 2, 0, 0, time.UTC) }

// Data returns the content of the sample organization. Every call builds it
// anew, so the caller may change it. An error means that the embedded files
// contradict each other and names the file and the entry.
func Data() (snapshot.Data, error) {
	b := snapshot.NewBuilder(snapshot.Data{
		TakenAt: TakenAt(),
		Sample:  true,
		Sources: []snapshot.Source{{Name: Name, Kind: "sample"}},
	})
	if err := Organization(b); err != nil {
		return snapshot.Data{}, err
	}
	return *b.Data(), nil
}

// Snapshot builds the sample.
func Snapshot() (*snapshot.Snapshot, error) {
	data, err := Data()
	if err != nil {
		return nil, err
	}
	return snapshot.NewBuilder(data).Build()
}

// Organization adds the organization with its accounts, identities, resources
// and policies to a builder; source and time are left to the caller.
func Organization(b *snapshot.Builder) error {
	a := &assembly{b: b, managed: make(map[string]bool)}
	if err := a.organization(); err != nil {
		return err
	}
	paths, err := fs.Glob(files, "accounts/*.json")
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	for _, path := range paths {
		if err := a.account(path); err != nil {
			return fmt.Errorf("sample/%s: %w", path, err)
		}
	}
	a.collected()
	return nil
}

// File returns the text behind a file name that an explanation cites.
func File(name string) ([]byte, error) {
	path, ok := strings.CutPrefix(name, Name+"/")
	if !ok {
		return nil, fmt.Errorf("%s: not a file of the sample organization (their names begin with %q)", name, Name+"/")
	}
	return files.ReadFile(path)
}
