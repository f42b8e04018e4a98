package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"sightline/store"
)

// chunkSize is the length of every chunk but the last, before packing.
const chunkSize = 1 << 20

// How a chunk is packed.
const (
	packedNone = "none"
	packedGzip = "gzip"
)

// saveChunks stores what r gives and returns its length.
func saveChunks(ctx context.Context, tx *sql.Tx, id string, r io.Reader) (size int64, err error) {
	insert, err := tx.Prepare("INSERT INTO snapshot_chunk (snapshot_id, position, packing, content) VALUES (?1, ?2, ?3, ?4)")
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	r = store.ReadUnder(ctx, r)
	pack := newPacker()
	plain := make([]byte, chunkSize)
	for position := 0; ; position++ {
		n, end, err := fill(plain, r)
		if err != nil {
			return 0, fmt.Errorf("read the snapshot's content: %w", err)
		}
		if n > 0 {
			packing, content := pack.pack(plain[:n])
			if _, err := insert.Exec(id, position, packing, content); err != nil {
				return 0, err
			}
		}
		size += int64(n)
		if end {
			return size, nil
		}
	}
}

// fill reads until p is full or r ends. A reader's own io.ErrUnexpectedEOF is
// an error, and not the end.
func fill(p []byte, r io.Reader) (n int, end bool, err error) {
	for n < len(p) && err == nil {
		var got int
		got, err = r.Read(p[n:])
		n += got
	}
	if err == io.EOF {
		return n, true, nil
	}
	return n, false, err
}

// A packer holds what packing needs again and again.
type packer struct {
	buf bytes.Buffer
	gz  *gzip.Writer
}

func newPacker() *packer {
	gz, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant of the package
	}
	return &packer{gz: gz}
}

// pack returns the chunk as it is if gzip does not make it smaller, such as
// content that is compressed already. The result is valid until the next call.
func (p *packer) pack(plain []byte) (packing string, content []byte) {
	p.buf.Reset()
	p.gz.Reset(&p.buf)
	_, err := p.gz.Write(plain)
	if errors.Join(err, p.gz.Close()) != nil || p.buf.Len() >= len(plain) {
		return packedNone, plain
	}
	return packedGzip, p.buf.Bytes()
}

// unpack is the reverse. The result is never longer than chunkSize, whatever
// the file says.
func unpack(packing string, content []byte) ([]byte, error) {
	switch {
	case packing == packedNone && len(content) <= chunkSize:
		return content, nil
	case packing == packedGzip:
		return gunzip(content)
	}
	return nil, fmt.Errorf("a chunk of %d bytes is packed as %.20q", len(content), packing)
}

func gunzip(content []byte) ([]byte, error) {
	gz, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(gz, chunkSize+1))
	if err == nil && len(plain) > chunkSize {
		err = errors.New("a chunk is too long")
	}
	return plain, err
}
