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
