package emulator

import (
	"testing"
	"time"
)

func TestSeed(t *testing.T) {
	e := Start(t)
	start := time.Now()
	w, err := Seed(t.Context(), e.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seeded in %s", time.Since(start))
	if w.Organization == "" || len(w.Units) != len(units())+1 {
		t.Errorf("organization %q, units %v", w.Organization, w.Units)
	}
}
