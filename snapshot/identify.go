package snapshot

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// idBytes of the SHA-256 make an ID.
const idBytes = 16

// identify hashes the canonical encoding without the time of collection. A
// document stands in it under its key alone: the key is the text's own hash,
// which validate and Decode have checked.
func identify(d *Data) (string, error) {
	h := sha256.New()
	w := bufio.NewWriterSize(h, 1<<16)
	c := *d
	c.TakenAt = time.Time{}
	c.Documents = nil
	e := newEncoder(w)
	e.open()
	e.sections(&c)
	keys := make([]string, 0, len(d.Documents))
	for key := range d.Documents {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	e.field("documents", keys)
	e.close()
	if e.err != nil {
		return "", e.err
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:idBytes]), nil
}
