package generate_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"sightline/internal/generate"
	"sightline/snapshot"
)

var small = generate.Options{Accounts: 5, Principals: 40, Resources: 60, Seed: 11}

func written(t *testing.T, opts generate.Options) map[string][]byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "made", "here")
	if err := generate.Write(dir, opts); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]byte)
	for _, e := range entries {
		if out[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestWritesTheSameBytesTwice(t *testing.T) {
	a, b := written(t, small), written(t, small)
	if len(a) != 5 || len(b) != 5 {
		t.Fatalf("%d and %d files", len(a), len(b))
	}
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestSeedChangesTheContent(t *testing.T) {
	other := small
	other.Seed++
	a, b := written(t, small), written(t, other)
	for name := range a {
		if bytes.Equal(a[name], b[name]) {
			t.Errorf("%s is equal for two seeds", name)
		}
	}
}

// A sequence of parts can be left early and gone through again.
func TestPartsCanBeRepeated(t *testing.T) {
	seq, err := generate.Organization(small)
	if err != nil {
		t.Fatal(err)
	}
	var first []string
	for p := range seq {
		if first = append(first, id(t, p)); len(first) == 3 {
			break
		}
	}
	i := 0
	for p := range seq {
		if i < len(first) && id(t, p) != first[i] {
			t.Errorf("%s differs the second time", p.Name)
		}
		i++
	}
	if i != small.Accounts {
		t.Errorf("%d parts, want %d", i, small.Accounts)
	}
}

func id(t *testing.T, p generate.Part) string {
	t.Helper()
	s, err := snapshot.NewBuilder(p.Data).Build()
	if err != nil {
		t.Fatal(err)
	}
	return s.ID()
}

func TestFilesAreSavedSnapshots(t *testing.T) {
	b := snapshot.NewBuilder(snapshot.Data{})
	for name, text := range written(t, small) {
		z, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !z.ModTime.IsZero() || z.Name != "" {
			t.Errorf("%s: the gzip header holds time %v, name %q", name, z.ModTime, z.Name)
		}
		s, err := snapshot.Decode(z)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := b.Merge(*s.Data()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Counts(); c.Accounts != 5 || c.Identities != 200 || c.Resources != 300 {
		t.Errorf("%+v", c)
	}
}

func TestWriteRefuses(t *testing.T) {
	base := t.TempDir()
	full := filepath.Join(base, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(full, "mine.txt")
	if err := os.WriteFile(file, []byte("keep"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{full, file, ""} {
		if err := generate.Write(dir, small); err == nil {
			t.Errorf("%q was taken", dir)
		}
	}
	if err := generate.Write(filepath.Join(base, "new"), generate.Options{}); err == nil {
		t.Error("no accounts were taken")
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "keep" {
		t.Errorf("the file reads %q, %v", text, err)
	}
	if entries, err := os.ReadDir(base); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestWriteTakesAnEmptyDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := generate.Write(dir, generate.Options{Accounts: 1}); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}

func BenchmarkAccount500Roles1000Buckets(b *testing.B) {
	for b.Loop() {
		seq, err := generate.Organization(generate.Options{Accounts: 1, Principals: 500, Resources: 1000, RolePercent: 100, BucketPercent: 100})
		if err != nil {
			b.Fatal(err)
		}
		for range seq {
		}
	}
}

func BenchmarkWrite100000Resources(b *testing.B) {
	for b.Loop() {
		if err := generate.Write(filepath.Join(b.TempDir(), "out"), generate.Options{Accounts: 100, Principals: 100, Resources: 1000}); err != nil {
			b.Fatal(err)
		}
	}
}
