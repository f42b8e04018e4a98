//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A served is `sightline serve` as a process, and a browser that is signed in.
type served struct {
	t       *testing.T
	process *exec.Cmd
	browser *http.Client
	address string
	link    string
	stderr  *guarded
}

// guarded is a buffer for a process that still writes.
type guarded struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.Write(p)
}

func (g *guarded) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.String()
}

// serve starts a server on a free port and waits for its link.
func (d *desk) serve(args ...string) *served {
	d.t.Helper()
	s := &served{t: d.t, stderr: &guarded{}}
	s.process = d.process(append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	s.process.Env = append(s.process.Env, d.environment...)
	if d.program != "" {
		s.process.Path = d.program
	}
	s.process.Stderr = s.stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = s.process.Process.Kill() })
	lines := bufio.NewScanner(out)
	for s.link == "" && lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "listens on "); ok {
			s.address = address
		}
		_, s.link, _ = strings.Cut(lines.Text(), "Sign in, once: ")
	}
	if !strings.HasPrefix(s.link, s.address+"/sign-in?token=") {
		finish(d.t, s.process)
		d.t.Fatalf("prints no link: %q, stderr %s", s.link, s.stderr)
	}
	jar, _ := cookiejar.New(nil)
	s.browser = &http.Client{Jar: jar, Timeout: time.Minute}
	return s
}

func (s *served) get(status int, address string) string {
	s.t.Helper()
	a, err := s.browser.Get(address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != status {
		s.t.Fatalf("GET %s: %d, want %d: %s, %v", address, a.StatusCode, status, body, err)
	}
	return string(body)
}

// ready waits for the first snapshot.
func (s *served) ready() {
	s.t.Helper()
	for range 600 {
		if a, err := s.browser.Get(s.address + "/readyz"); err == nil {
			a.Body.Close()
			if a.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatalf("does not become ready: %s", s.stderr)
}

func (s *served) end(signal os.Signal) {
	s.t.Helper()
	_ = s.process.Process.Signal(signal)
	finish(s.t, s.process)
	if code := s.process.ProcessState.ExitCode(); code != 0 {
		s.t.Errorf("ended with status %d: %s", code, s.stderr)
	}
}

func TestServe(t *testing.T) {
	d := newDesk(t)
	s := d.serve("--from", details)
	s.ready()
	if page := s.get(http.StatusOK, s.link); !strings.Contains(page, "<!doctype html>") && !strings.Contains(page, "<!DOCTYPE html>") {
		t.Errorf("the link leads to %s", page)
	}
	s.get(http.StatusUnauthorized, s.link)
	role := "arn:aws:iam::012345678901:role/OverprivilegedEC2"
	got := s.get(http.StatusOK, s.address+"/api/v1/who-can?action=sts:AssumeRole&resource="+role)
	var want bytes.Buffer
	if err := json.Compact(&want, []byte(d.run("who-can", "sts:AssumeRole", role, "--output", "json").stdout)); err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(got) != want.String() {
		t.Errorf("the server says %s, the command line %s", got, &want)
	}
	s.end(os.Interrupt)
	if strings.Contains(s.stderr.String(), "token=") {
		t.Error("the log has a token")
	}
}

// TestServeSample: without credentials the sample is shown, says so, and
// touches no store; what was stored before comes first.
func TestServeSample(t *testing.T) {
	d := newDesk(t)
	s := d.serve()
	s.ready()
	s.get(http.StatusOK, s.link)
	if status := s.get(http.StatusOK, s.address+"/api/v1/status"); !strings.Contains(status, `"sample":true`) || !strings.Contains(status, "No AWS credentials were found; this is the bundled sample organization, nothing of yours was read.") {
		t.Errorf("status %s", status)
	}
	s.end(os.Interrupt)
	if _, err := os.Stat(d.storeDirectory()); err == nil {
		t.Error("the sample was stored")
	}

	d.must(0, "scan", "--from", details)
	before := d.state()
	s = d.serve()
	s.ready()
	s.get(http.StatusOK, s.link)
	if status := s.get(http.StatusOK, s.address+"/api/v1/status"); !strings.Contains(status, `"sample":false`) || !strings.Contains(status, "this is the last snapshot that was stored") {
		t.Errorf("status %s", status)
	}
	a, err := s.browser.Post(s.address+"/api/v1/scans", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if a.StatusCode != http.StatusConflict {
		t.Errorf("scanning nothing: %d", a.StatusCode)
	}
	s.end(os.Interrupt)
	s = d.serve("--from", "sample")
	s.ready()
	s.end(os.Interrupt)
	if d.state() != before {
		t.Error("the sample was stored beside the user's own")
	}
}

// TestServeBadCredentials: credentials that do not work are said to be so, and
// nothing is shown in their place.
func TestServeBadCredentials(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := l.Addr().String()
	l.Close()
	d := newDesk(t)
	d.program = filepath.Join(t.TempDir(), "sightline") // TestMain keeps this binary off AWS
	if out, err := exec.Command("go", "build", "-o", d.program, "../cmd/sightline").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	d.environment = []string{
		"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=x", "AWS_REGION=eu-west-1", "AWS_ENDPOINT_URL=http://" + dead,
	}
	s := d.serve()
	s.get(http.StatusServiceUnavailable, s.address+"/readyz")
	s.get(http.StatusOK, s.link)
	for range 1500 {
		if strings.Contains(s.get(http.StatusOK, s.address+"/api/v1/status"), `"state":"failed"`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if status := s.get(http.StatusOK, s.address+"/api/v1/status"); !strings.Contains(status, "The last scan failed: AWS cannot be asked at http://"+dead) || !strings.Contains(status, `"sample":false`) || !strings.Contains(status, `"snapshot":null`) {
		t.Errorf("status %s", status)
	}
	s.end(os.Interrupt)
}

func TestServeRefusals(t *testing.T) {
	d := newDesk(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	short := d.write("token", "too short\n")
	for _, c := range []struct {
		want string
		args []string
	}{
		{"--tls-cert and --tls-key (or --allow-plain-http", []string{"--listen", "0.0.0.0:0"}},
		{"--allow-plain-http", []string{"--listen", ":0"}},
		{"--allow-plain-http", []string{"--listen", "[::]:0"}},
		{`--listen "nowhere": write an address and a port`, []string{"--listen", "nowhere"}},
		{"--listen " + taken.Addr().String() + ": the port is in use", []string{"--listen", taken.Addr().String()}},
		{"--tls-cert and --tls-key go together", []string{"--tls-cert", short}},
		{"--tls-cert " + short, []string{"--tls-cert", short, "--tls-key", short}},
		{"--token-file " + short + ": a token is one word of at least 32", []string{"--token-file", short}},
		{"--token-file: none: no such file", []string{"--token-file", "none"}},
		{`--public-url "x"`, []string{"--public-url", "x", "--listen", "127.0.0.1:0"}},
		{"--from none.json: no such file", []string{"--from", "none.json"}},
		{"--from names nothing", []string{"--from", ""}},
		{"belong to AWS", []string{"--from", details, "--organization"}},
		{"--accounts", []string{"--accounts", "12"}},
		{"--snapshot", []string{"--snapshot", details}},
		{"discovery.poll_interval", []string{"--config", d.write("a.yaml", "discovery: {poll_interval: 5s}\n")}},
		{"discovery.poll_interval", []string{"--config", d.write("b.yaml", "discovery: {poll_interval: often}\n")}},
		{"--allow-plain-http", []string{"--config", d.write("c.yaml", "listen: 0.0.0.0:0\n")}},
		{"usage", []string{"now"}},
	} {
		a := d.run(append([]string{"serve"}, c.args...)...)
		if a.status != 2 || a.stdout != "" || !strings.Contains(a.stderr, c.want) {
			t.Errorf("%q: status %d, stdout %q, stderr %s", c.args, a.status, a.stdout, a.stderr)
		}
		checkLine(t, a.stderr)
	}
	if _, err := os.Stat(d.storeDirectory()); err == nil {
		t.Error("something was stored")
	}
}

// TestServeStored shows what is stored, without a scan, and ends by either
// signal.
func TestServeStored(t *testing.T) {
	d := newDesk(t)
	d.must(3, "scan", "--from", "sample")
	token := d.write("token", strings.Repeat("t", 40)+"\n")
	s := d.serve("--no-scan", "--from", details, "--token-file", token, "--store", "sqlite://"+filepath.Join(d.storeDirectory(), "sightline.db"))
	s.ready()
	r, err := http.NewRequest(http.MethodGet, s.address+"/api/v1/scans", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+strings.Repeat("t", 40))
	a, err := s.browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if body, err := io.ReadAll(a.Body); err != nil || fmt.Sprintf("%d %s", a.StatusCode, body) != "200 {\"scans\":[]}\n" {
		t.Errorf("%d %s, %v", a.StatusCode, body, err)
	}
	s.end(syscall.SIGTERM)
}
