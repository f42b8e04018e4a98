package emulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// Memory asks the emulator, and asks the same only once: after the seeding
// nothing changes, and the emulator is slow. It also remembers whose the
// credentials are that it saw made.
type Memory struct {
	upstream string
	client   *http.Client

	mu      sync.Mutex
	answers map[string]answer
	owners  map[string]string // access key → account
}

// NewMemory is of one emulator.
func NewMemory(endpoint string) *Memory {
	return &Memory{
		upstream: endpoint, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}},
		answers: map[string]answer{}, owners: map[string]string{},
	}
}

// account is whose an access key is; empty for those that nobody saw made.
func (m *Memory) account(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.owners[key]
}

// ask gives the emulator's answer to a call.
func (m *Memory) ask(c Call, r *http.Request, body []byte) (answer, error) {
	key := strings.Join([]string{c.Name(), c.Region, c.Account, r.Method, r.URL.RequestURI(), r.Header.Get("X-Amz-Target"), string(body)}, "\x00")
	m.mu.Lock()
	known, ok := m.answers[key]
	m.mu.Unlock()
	if ok {
		return known, nil
	}
	a, err := m.fetch(r, body)
	if err != nil {
		return a, err
	}
	m.learn(c, a)
	a.body = corrected(c, a.body)
	if reads(c.Operation) {
		m.mu.Lock()
		m.answers[key] = a
		m.mu.Unlock()
	}
	return a, nil
}

// reads tells whether an operation changes nothing.
func reads(operation string) bool {
	for _, verb := range [...]string{"Get", "List", "Describe", "Head", "AssumeRole"} {
		if strings.HasPrefix(operation, verb) {
			return true
		}
	}
	return false
}

func (m *Memory) fetch(r *http.Request, body []byte) (answer, error) {
	out, err := http.NewRequestWithContext(r.Context(), r.Method, m.upstream+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return answer{}, fmt.Errorf("ask the emulator: %w", err)
	}
	out.Header = r.Header.Clone()
	out.Header.Set("Accept-Encoding", "identity")
	in, err := m.client.Do(out)
	if err != nil {
		return answer{}, fmt.Errorf("ask the emulator: %w", err)
	}
	defer in.Body.Close()
	text, err := io.ReadAll(in.Body)
	if err != nil {
		return answer{}, fmt.Errorf("read the emulator's answer: %w", err)
	}
	return answer{status: in.StatusCode, header: in.Header, body: text}, nil
}

// learn notes whose the credentials are that AssumeRole gave.
func (m *Memory) learn(c Call, a answer) {
	if c.Operation != "AssumeRole" || a.status != http.StatusOK {
		return
	}
	key := regexp.MustCompile(`<AccessKeyId>([^<]+)<`).FindSubmatch(a.body)
	account := regexp.MustCompile(`:iam::(\d{12}):role/`).FindStringSubmatch(c.Subject)
	if key != nil && account != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.owners[string(key[1])] = account[1]
	}
}
