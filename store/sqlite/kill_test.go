//go:build unix

package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"sightline/store"
)

// TestKilledAtAnyMoment kills a saving process with SIGKILL at random moments.
// SIGHTLINE_KILLS says how many times (40), SIGHTLINE_SEED repeats a run's
// sizes and delays.
//
// What it cannot show is the loss of power: what a killed process has written
// is in the hands of the operating system, which lives on.
func TestKilledAtAnyMoment(t *testing.T) {
	seed := fromEnv(t, "SIGHTLINE_SEED", rand.Uint64())
	kills := fromEnv(t, "SIGHTLINE_KILLS", 40)
	t.Logf("SIGHTLINE_SEED=%d SIGHTLINE_KILLS=%d", seed, kills)
	random := rand.New(rand.NewPCG(seed, 0))
	var c killCount
	path := ""
	for n := range kills {
		if n%8 == 0 { // a new store, so that making one is interrupted as well
			path = filepath.Join(t.TempDir(), "dir", "s.db")
		}
		if c.add(t, killOnce(t, path, random)); t.Failed() {
			t.Fatalf("after kill %d", n+1)
		}
	}
	t.Logf("%d kills: %d before the first save, %d within a save, %d between; %d saves were reported", kills, c.early, c.within, c.between, c.saved)
	if c.within == 0 {
		t.Error("no kill hit a save: the test proves nothing")
	}
}

func fromEnv(t *testing.T, name string, otherwise uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	must(t, err)
	return n
}

// killOnce starts a saver, kills it, checks the store and returns what the
// saver had said.
func killOnce(t *testing.T, path string, random *rand.Rand) said {
	before := latestNumber(t, path)
	child := childCommand(t, "saver", path, random.Uint64())
	var out, complaint bytes.Buffer
	child.Stdout, child.Stderr = &out, &complaint
	must(t, child.Start())
	time.Sleep(time.Duration(random.Int64N(int64(250 * time.Millisecond))))
	must(t, child.Process.Kill())
	_ = child.Wait() // "signal: killed"
	if complaint.Len() > 0 {
		t.Error(complaint.String())
	}
	words := parseSaid(t, out.String())
	checkKilled(t, path, before, words)
	return words
}

// said is what a saver reported: the last number it began and the last that
// was saved, 0 for none.
type said struct{ saving, saved, saves int }

func parseSaid(t *testing.T, out string) (w said) {
	for line := range bytes.Lines([]byte(out)) {
		var verb string
		var n int
		if _, err := fmt.Sscan(string(line), &verb, &n); err != nil {
			t.Errorf("the saver said %q: %v", line, err)
		}
		if verb == "saving" {
			w.saving = n
			continue
		}
		w.saved, w.saves = n, w.saves+1
	}
	return w
}

// latestNumber opens the store as the next process would.
func latestNumber(t *testing.T, path string) int {
	s := openTuned(t, path, time.Minute)
	defer s.Close()
	list, err := s.Snapshots().List(t.Context(), 1)
	must(t, err)
	if len(list) == 0 {
		return 0
	}
	return list[0].Accounts
}

// checkKilled proves that the store is sound, that every snapshot is whole and
// that the latest is the last that was reported, or the one begun after it.
func checkKilled(t *testing.T, path string, before int, w said) {
	s := openTuned(t, path, time.Minute)
	defer s.Close()
	var verdict string
	must(t, s.reads.QueryRow("PRAGMA integrity_check").Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("integrity_check: %s", verdict)
	}
	list, err := s.Snapshots().List(t.Context(), 0)
	must(t, err)
	for _, m := range list {
		if err := wholeNumber(t.Context(), s, m.ID); err != nil {
			t.Error(err)
		}
	}
	latest := 0
	if len(list) > 0 {
		latest = list[0].Accounts
	}
	if least, most := max(before, w.saved), max(before, w.saving); latest < least || latest > most {
		t.Errorf("the latest is number %d; %d was there before, and the saver said %+v", latest, before, w)
	}
}

type killCount struct{ early, within, between, saved int }

func (c *killCount) add(t *testing.T, w said) {
	t.Helper()
	c.saved += w.saves
	switch {
	case w.saving == 0:
		c.early++
	case w.saving > w.saved:
		c.within++
	default:
		c.between++
	}
}

// TestTwoProcesses reads, saves and deletes while another process does, until
// both have had several turns.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := openTuned(t, path, time.Minute)
	child := childCommand(t, "saver", path, 1)
	var out, complaint bytes.Buffer
	child.Stdout, child.Stderr = &out, &complaint
	must(t, child.Start())
	others := make(map[string]bool) // the snapshots seen that are not ours
	turns := 0
	for ; turns < 20 || len(others) < 8; turns++ {
		if turns == 5_000 {
			t.Fatalf("the other process had %d turns while we had %d", len(others), turns)
		}
		shareOnce(t, s, turns, others)
	}
	t.Logf("%d turns were ours", turns)
	must(t, child.Process.Kill())
	_ = child.Wait()
	if complaint.Len() > 0 {
		t.Error(complaint.String())
	}
	checkKilled(t, path, 0, parseSaid(t, out.String()))
}

func shareOnce(t *testing.T, s *Store, n int, others map[string]bool) {
	list, err := s.Snapshots().List(t.Context(), 0)
	must(t, err)
	for _, m := range list {
		others[m.ID] = true
		if err := wholeNumber(t.Context(), s, m.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	}
	text := fmt.Appendf(nil, "ours %d", n)
	m := numberedMeta(n, text)
	must(t, s.Snapshots().Save(t.Context(), m, bytes.NewReader(text)))
	must(t, s.Snapshots().Delete(t.Context(), m.ID))
}
