package emulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// Proxy stands before the emulator and gives its answers, or the ones that a
// test asks for. It notes what is called.
type Proxy struct {
	URL    string
	server *httptest.Server
	memory *Memory
	closed chan struct{}

	mu    sync.Mutex
	rules []Rule
	calls []Call
}

// A Rule gives some calls another answer. Empty fields match everything; the
// first rule that matches is taken.
type Rule struct {
	Service, Operation string
	Region             string
	Account            string // of the caller
	Subject            string // a part of Call.Subject
	// Not are names of calls that the rule leaves alone.
	Not []string
	// Times is how many calls of each name it takes; 0 means all.
	Times int
	Do    Behaviour
}

// On makes a rule for one operation: On("iam:ListUsers", Deny).
func On(name string, do Behaviour) Rule {
	service, operation, _ := strings.Cut(name, ":")
	return Rule{Service: service, Operation: operation, Do: do}
}

// NewProxy starts a proxy on a free port. What it learns of the emulator's
// answers goes into the memory, which several proxies may share.
func NewProxy(memory *Memory, rules ...Rule) *Proxy {
	p := &Proxy{memory: memory, rules: rules, closed: make(chan struct{})}
	p.server = httptest.NewServer(http.HandlerFunc(p.serve))
	p.URL = p.server.URL
	return p
}

// Close ends the proxy and all that hangs in it.
func (p *Proxy) Close() {
	close(p.closed)
	p.server.CloseClientConnections()
	p.server.Close()
}

// Calls lists all calls so far.
func (p *Proxy) Calls() []Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.calls)
}

// Operations lists the names of what was called, each once, sorted.
func (p *Proxy) Operations() []string {
	var names []string
	for _, c := range p.Calls() {
		names = append(names, c.Name())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (p *Proxy) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 16<<20))
	if err != nil {
		return // the client went away
	}
	c := identify(r, body)
	c.Account = p.memory.account(c.Key)
	x := &exchange{Call: c, request: r, body: body, memory: p.memory, closed: p.closed}
	if do := p.behaviour(c); do != nil {
		do(w, x)
		return
	}
	x.real().write(w)
}

// behaviour notes a call and finds the rule for it.
func (p *Proxy) behaviour(c Call) Behaviour {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = append(p.calls, c)
	for _, rule := range p.rules {
		if rule.matches(c) && (rule.Times == 0 || p.count(c) <= rule.Times) {
			return rule.Do
		}
	}
	return nil
}

// count tells how often a call of this name was made, this one included.
func (p *Proxy) count(c Call) (n int) {
	for _, other := range p.calls {
		if other.Name() == c.Name() {
			n++
		}
	}
	return n
}

func (r Rule) matches(c Call) bool {
	fits := func(want, got string) bool { return want == "" || want == got }
	return fits(r.Service, c.Service) && fits(r.Operation, c.Operation) && fits(r.Region, c.Region) &&
		fits(r.Account, c.Account) && strings.Contains(c.Subject, r.Subject) && !slices.Contains(r.Not, c.Name())
}

// exchange is one call while it is answered.
type exchange struct {
	Call
	request *http.Request
	body    []byte
	memory  *Memory
	closed  <-chan struct{}
}

// real is what the emulator answers; a trouble with it is an answer, too, of a
// status that AWS never gives.
func (x *exchange) real() answer {
	a, err := x.memory.ask(x.Call, x.request, x.body)
	if err != nil {
		return answer{status: http.StatusTeapot, header: http.Header{}, body: fmt.Appendf(nil, "the proxy: %v", err)}
	}
	return a
}

// answer is one whole response.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) write(w http.ResponseWriter) {
	a.head(w)
	_, _ = io.Copy(w, bytes.NewReader(a.body)) // a client that went away is its own affair
}

// head writes everything but the body. A length that stands in the answer is
// not repeated: the body may be another one.
func (a answer) head(w http.ResponseWriter) {
	for name, values := range a.header {
		if name != "Content-Length" && name != "Connection" && name != "Transfer-Encoding" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
}
