package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sightline/server/job"
)

// TestTooLong: an answer that takes a minute is given up with a sentence, and
// keeps its place until it ends.
func TestTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := make(places, 1)
		slow := func(context.Context) (int, error) { time.Sleep(90 * time.Second); return 1, nil }
		begun := time.Now()
		_, err := within(t.Context(), at, slow)
		if took := time.Since(begun); took != AnswerTime {
			t.Errorf("given up after %v", took)
		}
		refused(t, err, "longer than 60 seconds")
		out, err := within(t.Context(), at, func(context.Context) (int, error) { return 2, nil })
		if took := time.Since(begun); out != 2 || err != nil || took != 90*time.Second {
			t.Errorf("the next waits for a place: %d, %v after %v", out, err, took)
		}
	})
}

// refused wants a 503 with a sentence.
func refused(t *testing.T, err error, words string) {
	t.Helper()
	var p *ProblemError
	if !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || !strings.Contains(p.Detail, words) {
		t.Errorf("%v, want 503 with %q", err, words)
	}
}

// TestStops: a question that obeys ends with its asker, with the server, or
// when the time is over, and gives its place back at once.
func TestStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := make(places, 1)
		obeying := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, until(ctx)(0) }
		for cause, words := range map[error]string{nil: "longer than 60 seconds", context.Canceled: "was given up before", job.ErrClosed: "The server is shutting down."} {
			ctx, cancel := context.WithCancelCause(t.Context())
			if cause != nil {
				time.AfterFunc(time.Second, func() { cancel(cause) })
			}
			_, err := within(ctx, at, obeying)
			refused(t, err, words)
			synctest.Wait()
			if len(at) != 0 {
				t.Errorf("%v: keeps its place", cause)
			}
			cancel(nil)
			_, err = within(ctx, at, obeying)
			refused(t, err, "")
		}
	})
}

// TestBusy: who finds no place is not told to narrow the question.
func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := make(places, 1)
		at <- struct{}{}
		_, err := within(t.Context(), at, func(context.Context) (int, error) { return 1, nil })
		refused(t, err, "busy with other questions")
	})
}

func TestPanicComesHome(t *testing.T) {
	at := make(places, 1)
	defer func() {
		value, stack := Origin(recover(), nil)
		if value != "oh" || !strings.Contains(string(stack), "TestPanicComesHome") {
			t.Errorf("%v at %s", value, stack)
		}
		if len(at) != 0 {
			t.Error("a panic keeps its place")
		}
	}()
	_, _ = within(t.Context(), at, func(context.Context) (int, error) { panic("oh") })
}
