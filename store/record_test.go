package store

import (
	"errors"
	"strings"
	"testing"
)

func TestChooseFinding(t *testing.T) {
	two := []Finding{{ID: "aa1"}, {ID: "aa2"}}
	if f, err := ChooseFinding("aa1", two); err != nil || f.ID != "aa1" {
		t.Errorf("%q, %v", f.ID, err)
	}
	if _, err := ChooseFinding("aa", two); !errors.Is(err, ErrAmbiguous) || !strings.Contains(err.Error(), `2 findings begin with "aa": aa1, aa2; give`) {
		t.Error(err)
	}
	if _, err := ChooseFinding("b", nil); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "sightline findings list") {
		t.Error(err)
	}
}

func TestPlacesComeBack(t *testing.T) {
	for _, newest := range []bool{false, true} {
		q := FindingQuery{Newest: newest}
		q.After = q.PlaceOf(Finding{ID: "a.b:c-1"}).String()
		p, given, err := q.Begin()
		if err != nil || !given || p != q.PlaceOf(Finding{ID: "a.b:c-1"}) {
			t.Errorf("%q gives %+v, %v", q.After, p, err)
		}
	}
	if _, given, err := (FindingQuery{}).Begin(); given || err != nil {
		t.Error("the first page begins somewhere")
	}
}

func TestErrorsTellConflictsApart(t *testing.T) {
	for _, c := range []struct{ err, kind error }{
		{FindingChanged("a"), ErrConflict},
		{AnalyzerChanged("a"), ErrConflict},
		{AnalyzerExists("a"), ErrExists},
		{NoAnalyzer("a"), ErrNotFound},
		{NoFinding(strings.Repeat("x", 1<<20)), ErrNotFound},
	} {
		if !errors.Is(c.err, c.kind) || len(c.err.Error()) > 400 || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("%.400v", c.err)
		}
	}
}
