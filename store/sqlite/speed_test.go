package sqlite

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"sightline/store"
)

// BenchmarkSave and BenchmarkOpen are of 64 MiB of JSON such as a snapshot's.
func BenchmarkSave(b *testing.B) {
	s := openTuned(b, filepath.Join(b.TempDir(), "s.db"), time.Second)
	text := jsonText(64 << 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		must(b, s.Snapshots().Save(b.Context(), store.Meta{ID: "a"}, bytes.NewReader(text)))
	}
}

func BenchmarkOpen(b *testing.B) {
	s := openTuned(b, filepath.Join(b.TempDir(), "s.db"), time.Second)
	text := jsonText(64 << 20)
	must(b, s.Snapshots().Save(b.Context(), store.Meta{ID: "a"}, bytes.NewReader(text)))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r, _, err := s.Snapshots().Open(b.Context(), "a")
		must(b, err)
		_, err = io.Copy(io.Discard, r)
		must(b, err)
		must(b, r.Close())
	}
}

func jsonText(n int) []byte {
	text := make([]byte, 0, n+200)
	for i := 0; len(text) < n; i++ {
		text = fmt.Appendf(text, `{"arn":"arn:aws:s3:::bucket-%d","type":"AWS::S3::Bucket","account":"%012d","policyRead":true},`, i, i*7919%1_000_000)
	}
	return text
}

// BenchmarkFindings are 100,000 findings of 1.5 kB, saved in one batch and read
// in pages.
func BenchmarkFindings(b *testing.B) {
	list := make([]store.Finding, 100_000)
	for i := range list {
		list[i] = store.Finding{ID: fmt.Sprintf("f%031x", i*7919), Analyzer: "an", Status: "ACTIVE", Resource: fmt.Sprint("arn:aws:s3:::bucket-", i/3), Body: jsonText(1300)}
	}
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			saveMany(b, openTuned(b, filepath.Join(b.TempDir(), "s.db"), time.Second), list)
		}
	})
	b.Run("read", func(b *testing.B) {
		s := openTuned(b, filepath.Join(b.TempDir(), "s.db"), time.Second)
		saveMany(b, s, list)
		for b.Loop() {
			n := 0
			for _, err := range store.All(b.Context(), s.Findings(), store.FindingQuery{Analyzers: []string{"an"}}) {
				must(b, err)
				n++
			}
			if n != len(list) {
				b.Fatalf("%d of %d", n, len(list))
			}
		}
	})
}

func saveMany(b *testing.B, s *Store, list []store.Finding) {
	b.Helper()
	_, err := s.Analyzers().Save(b.Context(), store.Analyzer{ID: "an", Name: "an"})
	must(b, err)
	must(b, s.Findings().Save(b.Context(), list))
}
