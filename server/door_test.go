package server_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"sightline/server"
)

// routes are one address of every sort that needs a session.
func routes() []string {
	return []string{
		"/", "/paths", "/index.html", "/assets/app.js", "/metrics", "/nothing.txt", "/api/", "/api/openapi.json", "/api/v1/status",
		"/api/v1/session", "/api/v1/snapshots", "/api/v1/search?q=a", "/api/v1/principals", "/api/v1/resources", "/api/v1/gaps",
		"/api/v1/can?principal=a&action=s3:GetObject", "/api/v1/who-can?action=*&resource=*", "/api/v1/what-can?principal=a",
		"/api/v1/reach?from=a", "/api/v1/paths?from=a", "/api/v1/explain?principal=a&action=s3:GetObject",
		"/api/v1/documents/" + strings.Repeat("0", 64), "/api/v1/scans", "/api/v1/scans/1", "/sign-in/x", "/healthz/x", "//sign-in",
	}
}

func TestEverythingNeedsASession(t *testing.T) {
	d := newDesk(t)
	d.scan("done")
	for _, method := range []string{"GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS"} {
		for _, address := range routes() {
			a := d.do(method, address)
			if a.Code != http.StatusUnauthorized {
				t.Errorf("%s %s: %d %s", method, address, a.Code, a.Body)
			}
			if strings.HasPrefix(address, "/api/") && method != "HEAD" {
				checkProblem(t, address, a.Body.Bytes(), http.StatusUnauthorized)
			}
		}
	}
	for _, address := range []string{"/healthz", "/readyz", "/sign-in", "/sign-in.css"} {
		d.get(http.StatusOK, address)
	}
	d.get(http.StatusUnauthorized, "/", header("Cookie", "sightline-8080=guess"))
	d.get(http.StatusUnauthorized, "/", header("Authorization", "Basic Z3Vlc3M6Z3Vlc3M="))
}

func checkProblem(t *testing.T, address string, body []byte, status int) {
	t.Helper()
	var p struct {
		Status        int
		Title, Detail string
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Status != status || p.Title == "" || !strings.HasSuffix(strings.TrimRight(p.Detail, "?"), ".") && !strings.HasSuffix(p.Detail, "?") {
		t.Errorf("%s: no problem with a sentence: %s", address, body)
	}
}

func TestSignIn(t *testing.T) {
	d := newDesk(t)
	token := d.sessions.FirstLink()
	if a := d.do("HEAD", "/sign-in?token="+token); a.Code != http.StatusOK {
		t.Errorf("looking at a link: %d", a.Code)
	}
	a := d.get(http.StatusSeeOther, "/sign-in?token="+token+"&next=%2Fpaths%3Ffrom%3Dalice")
	if to := a.Header().Get("Location"); to != "/paths?from=alice" {
		t.Errorf("goes on to %q", to)
	}
	c := a.Result().Cookies()[0]
	if c.Name != "sightline-8080" || !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		t.Errorf("cookie %v", c)
	}
	again := d.get(http.StatusUnauthorized, "/sign-in?token="+token)
	if len(again.Result().Cookies()) != 0 || !strings.Contains(again.Body.String(), "used before") {
		t.Errorf("the second use: %s", again.Body)
	}
	d.cookie = c
	d.get(http.StatusOK, "/api/v1/session")
	if again := d.get(http.StatusUnauthorized, "/sign-in?token="+token); !strings.Contains(again.Body.String(), "signed in already") {
		t.Errorf("the second use, signed in: %s", again.Body)
	}
	if strings.Contains(d.log.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestPastedLink(t *testing.T) {
	d := newDesk(t)
	d.get(http.StatusSeeOther, "/sign-in?token=http%3A%2F%2Flocalhost%3A8080%2Fsign-in%3Ftoken%3D"+d.sessions.FirstLink()+"+")
}

func TestNextStaysHere(t *testing.T) {
	for _, next := range []string{"https://evil.example", "//evil.example", "/\\evil.example", "evil", "javascript:alert(1)", "/sign-in?token=x", "/a\r\nX: y", "%zz", "/%zz"} {
		d := newDesk(t)
		a := d.do("GET", "/sign-in?token="+d.sessions.FirstLink(), func(r *http.Request) {
			q := r.URL.Query()
			q.Set("next", next)
			r.URL.RawQuery = q.Encode()
		})
		if to := a.Header().Get("Location"); to != "/" {
			t.Errorf("%q goes on to %q", next, to)
		}
	}
}

func TestSignInPage(t *testing.T) {
	d := newDesk(t)
	a := d.get(http.StatusUnauthorized, `/paths?from=%22%3E<script>`, header("Accept", "text/html,*/*"))
	body := a.Body.String()
	if !strings.Contains(body, "sightline serve") || !strings.Contains(body, `value="/paths?from=%22%3E&lt;script&gt;"`) {
		t.Errorf("the page: %s", body)
	}
	for _, inline := range []string{"<script", "<style", "style=", " onclick"} {
		if strings.Contains(strings.ReplaceAll(body, "&lt;", ""), inline) {
			t.Errorf("the page has %s", inline)
		}
	}
}

func TestFailedSignInsWait(t *testing.T) {
	d := newDesk(t)
	for range 10 {
		d.get(http.StatusUnauthorized, "/sign-in?token=wrong")
	}
	if a := d.get(http.StatusTooManyRequests, "/sign-in?token=wrong"); a.Header().Get("Retry-After") == "" {
		t.Error("does not say how long to wait")
	}
	d.get(http.StatusOK, "/api/v1/status", header("Authorization", "Bearer "+bearer))
	d.get(http.StatusUnauthorized, "/api/v1/status", header("Authorization", "Bearer wrong"))
	d.get(http.StatusSeeOther, "/sign-in?token="+d.sessions.FirstLink())
}

// TestOtherSitesLockNobodyOut: pages that open sign-in links in pictures and
// the like are refused, and nobody pays for it.
func TestOtherSitesLockNobodyOut(t *testing.T) {
	d := newDesk(t)
	for range 20 {
		for _, dest := range []string{"image", "iframe", "empty", "script"} {
			d.get(http.StatusForbidden, "/sign-in?token=wrong", header("Sec-Fetch-Dest", dest))
		}
		d.get(http.StatusForbidden, "/sign-in?token=wrong", header("Sec-Fetch-Site", "cross-site"), header("Sec-Fetch-Mode", "no-cors"))
	}
	navigation := []func(*http.Request){header("Sec-Fetch-Dest", "document"), header("Sec-Fetch-Mode", "navigate"), header("Sec-Fetch-Site", "cross-site")}
	d.get(http.StatusUnauthorized, "/sign-in?token=wrong", navigation...)
	d.get(http.StatusSeeOther, "/sign-in?token="+d.sessions.FirstLink(), navigation...)
}

func TestBearer(t *testing.T) {
	d := newDesk(t)
	d.get(http.StatusOK, "/api/v1/status", header("Authorization", "Bearer "+bearer))
	d.get(http.StatusOK, "/metrics", header("Authorization", "bearer "+bearer))
	d.get(http.StatusUnauthorized, "/api/v1/status", header("Authorization", "Bearer "+bearer[1:]))
	a := d.get(http.StatusOK, "/api/v1/session", header("Authorization", "Bearer "+bearer))
	if strings.TrimSpace(a.Body.String()) != `{"signedIn":true,"expires":null}` {
		t.Errorf("the session of a script: %s", a.Body)
	}
}

func TestSignOut(t *testing.T) {
	d := stocked(t)
	a := d.do("DELETE", "/api/v1/session")
	if a.Code != http.StatusOK || a.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("signing out: %d %v", a.Code, a.Result().Cookies())
	}
	d.get(http.StatusUnauthorized, "/api/v1/session")
}

func TestTokensDoNotSignOut(t *testing.T) {
	d := newDesk(t)
	a := d.do("DELETE", "/api/v1/session", header("Authorization", "Bearer "+bearer))
	checkProblem(t, "ending a token", a.Body.Bytes(), http.StatusUnprocessableEntity)
	if len(a.Result().Cookies()) != 0 {
		t.Errorf("cookies %v", a.Result().Cookies())
	}
}

func TestFurtherLink(t *testing.T) {
	d := stocked(t)
	a := d.do("POST", "/api/v1/sign-in-links")
	var out struct{ Link string }
	if err := json.Unmarshal(a.Body.Bytes(), &out); err != nil || a.Code != http.StatusOK {
		t.Fatal(a.Code, a.Body, err)
	}
	address, ok := strings.CutPrefix(out.Link, "http://"+home)
	if !ok {
		t.Fatalf("link %s", out.Link)
	}
	d.cookie = nil
	d.get(http.StatusSeeOther, address)
}

func TestOtherOriginsAreRefused(t *testing.T) {
	d := stocked(t)
	for _, foreign := range []func(*http.Request){
		header("Sec-Fetch-Site", "cross-site"), header("Sec-Fetch-Site", "same-site"),
		header("Origin", "https://evil.example"), header("Origin", "http://127.0.0.1:9999"), header("Origin", "null"),
	} {
		for _, c := range [][2]string{{"POST", "/api/v1/scans"}, {"DELETE", "/api/v1/session"}, {"POST", "/api/v1/sign-in-links"}, {"PUT", "/"}} {
			if a := d.do(c[0], c[1], foreign); a.Code != http.StatusForbidden {
				t.Errorf("%v: %d", c, a.Code)
			}
		}
	}
	for _, site := range []string{"cross-site", "same-site"} {
		for _, address := range []string{"/api/v1/session", "/api/openapi.json", query("who-can", "action", "*", "resource", "*")} {
			checkProblem(t, address, d.get(http.StatusForbidden, address, header("Sec-Fetch-Site", site)).Body.Bytes(), http.StatusForbidden)
		}
		d.get(http.StatusOK, "/", header("Sec-Fetch-Site", site))
	}
	for _, site := range []string{"same-origin", "none"} {
		d.get(http.StatusOK, "/api/v1/session", header("Sec-Fetch-Site", site))
	}
	if a := d.do("POST", "/api/v1/sign-in-links", header("Sec-Fetch-Site", "same-origin"), header("Origin", "http://"+home)); a.Code != http.StatusOK {
		t.Errorf("our own page: %d", a.Code)
	}
	if len(d.pipeline.Scans()) != 1 {
		t.Error("a foreign page began a scan")
	}
}

func TestForeignHostsAreRefused(t *testing.T) {
	d := stocked(t)
	for _, name := range []string{"evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", "localhost", "127.0.0.1:8080.evil.example", "127.0.0.2:8080", ""} {
		for _, address := range []string{"/", "/healthz", "/api/v1/status", "/sign-in"} {
			if a := d.do("GET", address, host(name)); a.Code != http.StatusMisdirectedRequest {
				t.Errorf("%s at %q: %d", address, name, a.Code)
			}
		}
	}
	for _, name := range []string{home, "localhost:8080", "LOCALHOST:8080", "[::1]:8080"} {
		d.get(http.StatusOK, "/api/v1/status", host(name))
	}
}

func TestPublicURL(t *testing.T) {
	d := stocked(t, func(o *server.Options) { o.PublicURL = "https://Sightline.example.com" })
	if d.cookie.Name != "__Host-sightline-8080" || !d.cookie.Secure {
		t.Errorf("cookie %v", d.cookie)
	}
	d.get(http.StatusOK, "/api/v1/status", host("sightline.example.com"))
	d.get(http.StatusOK, "/api/v1/status", host("sightline.example.com:443"))
	d.get(http.StatusMisdirectedRequest, "/api/v1/status", host("example.com"))
	if a := d.do("POST", "/api/v1/sign-in-links", header("Origin", "https://Sightline.example.com")); !strings.Contains(a.Body.String(), "https://Sightline.example.com/sign-in?token=") {
		t.Errorf("a further link: %d %s", a.Code, a.Body)
	}
	for _, bad := range []string{"sightline.example.com", "ftp://x", "https://", "https://a/b", "https://a?b", "https://u@a", "https://a:b"} {
		o := (&desk{t: t}).options()
		o.PublicURL = bad
		if _, err := server.New(o); err == nil {
			t.Errorf("--public-url %s is taken", bad)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		ip     net.IP
		public string
		tls    *tls.Config
		want   string
	}{
		{net.IPv4(127, 0, 0, 1), "", nil, "http://127.0.0.1:8080"},
		{net.IPv6loopback, "", nil, "http://[::1]:8080"},
		{net.IPv4zero, "", &tls.Config{}, "https://localhost:8080"},
		{nil, "", nil, "http://localhost:8080"},
		{net.IPv4zero, "https://a.example", nil, "https://a.example"},
	} {
		o := server.Options{Listen: &net.TCPAddr{IP: c.ip, Port: 8080}, PublicURL: c.public, TLS: c.tls}
		if got, err := o.Address(); err != nil || got != c.want {
			t.Errorf("%v: %s, %v, want %s", c.ip, got, err, c.want)
		}
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	d := stocked(t)
	answers := map[string]http.Header{
		"foreign host":   d.do("GET", "/", host("evil.example")).Header(),
		"foreign origin": d.do("POST", "/api/v1/scans", header("Sec-Fetch-Site", "cross-site")).Header(),
		"long question":  d.do("GET", "/?"+strings.Repeat("a", 20_000)).Header(),
		"no method":      d.do("PUT", "/").Header(),
		"unknown":        d.do("GET", "/api/v1/nothing").Header(),
	}
	for _, address := range append(routes(), "/healthz", "/readyz", "/sign-in", "/sign-in.css", "/sign-in?token=x") {
		answers[address] = d.do("GET", address).Header()
	}
	d.cookie = nil
	answers["not signed in"] = d.do("GET", "/").Header()
	for name, h := range answers {
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; script-src 'self';") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", name, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Request-Id") == "" ||
			h.Get("Cross-Origin-Opener-Policy") != "same-origin" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" || h.Get("Cache-Control") == "" {
			t.Errorf("%s: headers %v", name, h)
		}
		if strings.HasPrefix(name, "/api/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %s", name, h.Get("Cache-Control"))
		}
	}
}

// TestAnyAddressOfThisMachine: listening everywhere, a request that came to an
// address may name it; a name may not.
func TestAnyAddressOfThisMachine(t *testing.T) {
	d := stocked(t, func(o *server.Options) { o.Listen = &net.TCPAddr{IP: net.IPv4zero, Port: 8080} })
	at := func(local, name string) func(*http.Request) {
		return func(r *http.Request) {
			addr := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(local))
			*r = *r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(addr)))
			r.Host = name
		}
	}
	d.get(http.StatusOK, "/api/v1/status", at("192.0.2.7:8080", "192.0.2.7:8080"))
	d.get(http.StatusOK, "/api/v1/status", at("192.0.2.7:8080", "localhost:8080"))
	d.get(http.StatusMisdirectedRequest, "/api/v1/status", at("192.0.2.7:8080", "192.0.2.8:8080"))
	d.get(http.StatusMisdirectedRequest, "/api/v1/status", at("192.0.2.7:8080", "evil.example:8080"))
	tls443 := newDesk(t, func(o *server.Options) { o.Listen, o.TLS = &net.TCPAddr{IP: net.IPv4zero, Port: 443}, &tls.Config{} })
	plain80 := newDesk(t, func(o *server.Options) { o.Listen = &net.TCPAddr{IP: net.IPv6unspecified, Port: 80} })
	tls443.get(http.StatusOK, "/healthz", at("192.0.2.7:443", "192.0.2.7"))
	tls443.get(http.StatusOK, "/healthz", at("192.0.2.7:443", "192.0.2.7:443"))
	tls443.get(http.StatusOK, "/healthz", at("[2001:db8::7]:443", "[2001:DB8::7]"))
	tls443.get(http.StatusMisdirectedRequest, "/healthz", at("192.0.2.7:443", "192.0.2.8"))
	plain80.get(http.StatusOK, "/healthz", at("192.0.2.7:80", "192.0.2.7"))
	plain80.get(http.StatusMisdirectedRequest, "/healthz", at("192.0.2.7:80", "evil.example"))
	d.get(http.StatusMisdirectedRequest, "/api/v1/status", at("192.0.2.7:8080", "192.0.2.7"))
	here := stocked(t)
	here.get(http.StatusMisdirectedRequest, "/api/v1/status", at("192.0.2.7:8080", "192.0.2.7:8080"))
}
