package store

import (
	"fmt"
	"slices"
	"time"
)

// MaxIDLength is the greatest length of an id, in bytes.
const MaxIDLength = 128

// A Meta describes one stored snapshot. It is plain data; the zero value has
// no id and cannot be saved.
type Meta struct {
	// ID names the snapshot. The caller chooses it, as a hash of the content:
	// ASCII letters, digits, '.', '_', ':' and '-', beginning with a letter or
	// digit, at most MaxIDLength bytes. Ids differ if their case differs.
	ID string `json:"id"`
	// TakenAt is when collection began, and SavedAt when the caller saved it.
	// Stores keep both to the millisecond and return them in UTC.
	TakenAt time.Time `json:"takenAt"`
	SavedAt time.Time `json:"savedAt"`
	// Sources name what was read, in the order given. None is nil.
	Sources []string `json:"sources"`
	// Counts of what the snapshot holds.
	Accounts   int `json:"accounts"`
	Identities int `json:"identities"`
	Resources  int `json:"resources"`
	Gaps       int `json:"gaps"`
	// Sample marks the bundled sample organization.
	Sample bool `json:"sample,omitempty"`
	// Size of the content in bytes, as read from and given back to the caller.
	// Save counts it; what the caller wrote here is not used.
	Size int64 `json:"size"`
}

// Check reports why the Meta cannot be saved, or nil.
func (m Meta) Check() error {
	if err := checkID("snapshot", m.ID); err != nil {
		return err
	}
	if min(m.Accounts, m.Identities, m.Resources, m.Gaps) < 0 {
		return fmt.Errorf("snapshot %s has a count below zero", m.ID)
	}
	for _, t := range []time.Time{m.TakenAt, m.SavedAt} {
		if y := t.UTC().Year(); y < 0 || y > 9999 {
			return fmt.Errorf("snapshot %s has a time outside the years 0 to 9999", m.ID)
		}
	}
	return nil
}

// Kept returns the Meta as every store gives it back once size bytes are
// saved: times in UTC and to the millisecond, and a list of its own.
func (m Meta) Kept(size int64) Meta {
	m.TakenAt = time.UnixMilli(m.TakenAt.UnixMilli()).UTC()
	m.SavedAt = time.UnixMilli(m.SavedAt.UnixMilli()).UTC()
	m.Sources = append([]string(nil), m.Sources...)
	m.Size = size
	return m
}

// Clone returns a copy that shares nothing with m.
func (m Meta) Clone() Meta {
	m.Sources = slices.Clone(m.Sources)
	return m
}

// checkID: what names the kind of record.
func checkID(what, id string) error {
	if id == "" {
		return fmt.Errorf("%s needs an id to be saved under", article(what))
	}
	if len(id) > MaxIDLength {
		return fmt.Errorf("the %s id %.20q… has %d bytes, the limit is %d", what, id, len(id), MaxIDLength)
	}
	for i := range len(id) {
		if !idByte(id[i], i == 0) {
			return fmt.Errorf("the %s id %q has a character that ids may not have (byte %d)", what, id, i+1)
		}
	}
	return nil
}

func article(what string) string {
	if what == "analyzer" {
		return "an " + what
	}
	return "a " + what
}

func idByte(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '.', c == '_', c == ':', c == '-':
		return !first
	}
	return false
}
