package emulator

import (
	"context"
	"os"
	"sync"
	"testing"
)

// shared is the one emulator of this package's tests with its organization,
// seeded when the first test asks for it.
type shared struct {
	*World
	memory *Memory
	stop   func()
}

var world = sync.OnceValues(func() (*shared, error) {
	e, err := Run()
	if err != nil {
		return nil, err
	}
	w, err := Seed(context.Background(), e.Endpoint)
	if err != nil {
		e.Stop()
		return nil, err
	}
	return &shared{w, NewMemory(e.Endpoint), e.Stop}, nil
})

// started tells whether a test asked for the emulator.
var started sync.Once

func TestMain(m *testing.M) {
	code := m.Run()
	idle := false
	started.Do(func() { idle = true })
	if idle {
		os.Exit(code)
	}
	if w, err := world(); err == nil {
		w.stop()
	}
	os.Exit(code)
}

// seeded is the organization; the test is skipped in fast runs.
func seeded(t *testing.T) *shared {
	t.Helper()
	if reason := Skipped(); reason != "" {
		t.Skip(reason)
	}
	started.Do(func() {})
	w, err := world()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// proxy is one before the organization, for one test.
func proxy(t *testing.T, w *shared, rules ...Rule) *Proxy {
	t.Helper()
	p := NewProxy(w.memory, rules...)
	t.Cleanup(p.Close)
	return p
}
