package store

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheck(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		sentence string
		meta     Meta
		want     string // part of the error; "" for none
	}{
		{"a hex hash is an id", Meta{ID: strings.Repeat("0af", 21)}, ""},
		{"the longest id is an id", Meta{ID: strings.Repeat("x", MaxIDLength)}, ""},
		{"an algorithm's name may stand before the hash", Meta{ID: "sha256:ab_c-1.2"}, ""},
		{"no id is refused", Meta{}, "needs an id"},
		{"a longer id is refused", Meta{ID: strings.Repeat("x", MaxIDLength+1)}, "129 bytes, the limit is 128"},
		{"an id that looks like a flag is refused", Meta{ID: "-rf"}, "byte 1"},
		{"an id that looks like a path is refused", Meta{ID: "a/b"}, "byte 2"},
		{"a wildcard is refused", Meta{ID: "ab%"}, "byte 3"},
		{"letters beyond ASCII are refused", Meta{ID: "aé"}, "byte 2"},
		{"a control character is refused", Meta{ID: "a\x00"}, "byte 2"},
		{"a negative count is refused", Meta{ID: "a", Gaps: -1}, "below zero"},
		{"the last year is kept", Meta{ID: "a", TakenAt: year(9999)}, ""},
		{"a year of five digits is refused", Meta{ID: "a", SavedAt: year(10000)}, "years 0 to 9999"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			err := c.meta.Check()
			if c.want == "" && err != nil {
				t.Fatal(err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Fatalf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	five := []Meta{{ID: "aa1"}, {ID: "aa2"}, {ID: "aa3"}, {ID: "aa4"}, {ID: "aa5"}}
	for _, c := range []struct {
		sentence   string
		prefix     string
		candidates []Meta
		id         string
		kind       error
		text       string
	}{
		{"one candidate is chosen", "aa", five[:1], "aa1", nil, ""},
		{"the whole id wins over longer ones", "aa1", []Meta{{ID: "aa12"}, {ID: "aa1"}}, "aa1", nil, ""},
		{"none is not found", "b", nil, "", ErrNotFound, `no snapshot "b"`},
		{"an empty prefix names nothing", "", five[:1], "", ErrNotFound, `no snapshot ""`},
		{"two are ambiguous", "aa", five[:2], "", ErrAmbiguous, `2 snapshots begin with "aa": aa1, aa2; give`},
		{"a long list is cut", "aa", five, "", ErrAmbiguous, "aa1, aa2, aa3, aa4, …; give"},
		{"a huge prefix is not repeated", strings.Repeat("z", 1<<20), nil, "", ErrNotFound, "zz…"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			got, err := Choose(c.prefix, c.candidates)
			if got.ID != c.id || !errors.Is(err, c.kind) {
				t.Fatalf("got %q, %v; want %q, %v", got.ID, err, c.id, c.kind)
			}
			if err != nil && (!strings.Contains(err.Error(), c.text) || len(err.Error()) > 400) {
				t.Fatalf("the error is %.400q, want it short and with %q", err.Error(), c.text)
			}
		})
	}
}
