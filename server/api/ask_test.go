package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sightline/access/permission"
)

// TestTooLong: an answer that takes a minute is given up with a sentence, and
// keeps its place until it ends.
func TestTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &api{slots: make(chan struct{}, 1)}
		slow := func() (int, error) { time.Sleep(90 * time.Second); return 1, nil }
		begun := time.Now()
		_, err := within(t.Context(), a, slow)
		var p *ProblemError
		if took := time.Since(begun); took != AnswerTime || !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || !strings.Contains(p.Detail, "longer than 60 seconds") {
			t.Errorf("after %v: %v", took, err)
		}
		out, err := within(t.Context(), a, func() (int, error) { return 2, nil })
		if took := time.Since(begun); out != 2 || err != nil || took != 90*time.Second {
			t.Errorf("the next waits for a place: %d, %v after %v", out, err, took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := within(ctx, a, slow); !errors.As(err, &p) || strings.Contains(p.Detail, "60 seconds") {
			t.Errorf("a reader that went away: %v", err)
		}
		time.Sleep(2 * time.Minute)
	})
}

func TestTooMany(t *testing.T) {
	holders := make([]permission.Holder, 101)
	for i := range holders {
		holders[i].Actions = make([]string, maxListed/100)
	}
	if err := tooMany(holders[1:]); err != nil {
		t.Error(err)
	}
	if err := tooMany(holders); err == nil || !strings.Contains(err.Error(), "1010000 actions") {
		t.Error(err)
	}
}

func TestPanicComesHome(t *testing.T) {
	a := &api{slots: make(chan struct{}, 1)}
	defer func() {
		value, stack := Origin(recover(), nil)
		if value != "oh" || !strings.Contains(string(stack), "TestPanicComesHome") {
			t.Errorf("%v at %s", value, stack)
		}
		if len(a.slots) != 0 {
			t.Error("a panic keeps its place")
		}
	}()
	_, _ = within(t.Context(), a, func() (int, error) { panic("oh") })
}
