package store

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what one record holds.
const (
	// MaxBody is the greatest length of a record's body, in bytes.
	MaxBody = 16 << 20
	// MaxColumn is the greatest length of a record's other texts, in bytes.
	MaxColumn = 4096
)

// A Finding is one stored finding: its body, and beside it the columns by which
// lists choose. A store gives none of them a meaning. It is plain data; the zero
// value has no id and cannot be saved.
type Finding struct {
	// ID is as that of a snapshot: see Meta.
	ID       string
	Analyzer string // the id of a stored Analyzer
	Status   string
	Resource string
	Account  string
	Kind     string
	Severity string
	// UpdatedAt is kept to the millisecond and returned in UTC.
	UpdatedAt time.Time
	// Version is how often the finding was saved. Whoever saves gives the one
	// that was read, 0 for a new finding.
	Version int64
	Body    []byte
}

// An Analyzer is one stored analyzer with its rules: its body, and beside it
// what it is found by. Names are unique.
type Analyzer struct {
	ID        string
	Name      string
	UpdatedAt time.Time
	Version   int64 // as that of a Finding
	Body      []byte
}

// Check reports why the finding cannot be saved, or nil.
func (f Finding) Check() error {
	if err := checkRecord("finding", f.ID, f.Version, f.UpdatedAt, f.Body); err != nil {
		return err
	}
	if err := checkID("analyzer", f.Analyzer); err != nil {
		return fmt.Errorf("finding %s: %w", f.ID, err)
	}
	return checkColumns("finding "+f.ID, f.Status, f.Resource, f.Account, f.Kind, f.Severity)
}

// Kept returns the finding as every store gives it back once it is saved.
func (f Finding) Kept() Finding {
	f.UpdatedAt = time.UnixMilli(f.UpdatedAt.UnixMilli()).UTC()
	f.Version++
	return f.Clone()
}

// Clone returns a copy that shares nothing with f.
func (f Finding) Clone() Finding {
	f.Body = cloneBody(f.Body)
	return f
}

// Check reports why the analyzer cannot be saved, or nil.
func (a Analyzer) Check() error {
	if err := checkRecord("analyzer", a.ID, a.Version, a.UpdatedAt, a.Body); err != nil {
		return err
	}
	if a.Name == "" {
		return fmt.Errorf("analyzer %s has no name", a.ID)
	}
	return checkColumns("analyzer "+a.ID, a.Name)
}

// Kept is that of Finding.
func (a Analyzer) Kept() Analyzer {
	a.UpdatedAt = time.UnixMilli(a.UpdatedAt.UnixMilli()).UTC()
	a.Version++
	return a.Clone()
}

// Clone returns a copy that shares nothing with a.
func (a Analyzer) Clone() Analyzer {
	a.Body = cloneBody(a.Body)
	return a
}

// cloneBody is nil for an empty body, as a store may not tell them apart.
func cloneBody(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return bytes.Clone(b)
}

func checkRecord(what, id string, version int64, updated time.Time, body []byte) error {
	if err := checkID(what, id); err != nil {
		return err
	}
	switch y := updated.UTC().Year(); {
	case version < 0:
		return fmt.Errorf("%s %s has a version below zero", what, id)
	case y < 0 || y > 9999:
		return fmt.Errorf("%s %s has a time outside the years 0 to 9999", what, id)
	case len(body) > MaxBody:
		return fmt.Errorf("%s %s has %d bytes, the limit is %d", what, id, len(body), MaxBody)
	}
	return nil
}

func checkColumns(what string, texts ...string) error {
	for _, text := range texts {
		switch {
		case len(text) > MaxColumn:
			return fmt.Errorf("%s has a text of %d bytes (%.20q…), the limit is %d", what, len(text), text, MaxColumn)
		case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
			return fmt.Errorf("%s has a text that is no UTF-8 without zero bytes: %.40q", what, text)
		}
	}
	return nil
}
