package emulator

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// A Behaviour answers a call in another way than the emulator.
type Behaviour func(w http.ResponseWriter, x *exchange)

// Deny says that the caller may not, in the service's own words.
func Deny(w http.ResponseWriter, x *exchange) { denied(x.Call).answer(x.Call).write(w) }

// Expire says that the caller's credentials were good once.
func Expire(w http.ResponseWriter, x *exchange) { expired(x.Call).answer(x.Call).write(w) }

// Throttle says that there were too many calls; with Rule.Times, for a while.
func Throttle(w http.ResponseWriter, x *exchange) { throttled(x.Call).answer(x.Call).write(w) }

// Truncate announces the whole body, sends half of it, and ends the connection.
func Truncate(w http.ResponseWriter, x *exchange) {
	a := x.real()
	w.Header().Set("Content-Length", fmt.Sprint(len(a.body)))
	answer{a.status, a.header, a.body[:len(a.body)/2]}.write(w)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // net/http's way to hang up
}

// Halve sends half of the body as if it were all of it.
func Halve(w http.ResponseWriter, x *exchange) {
	a := x.real()
	answer{a.status, a.header, a.body[:len(a.body)/2]}.write(w)
}

// Reset breaks the connection in the middle of the body.
func Reset(w http.ResponseWriter, x *exchange) {
	a := x.real()
	w.Header().Set("Content-Length", fmt.Sprint(len(a.body)+1))
	answer{a.status, a.header, a.body[:len(a.body)/2]}.write(w)
	control := http.NewResponseController(w)
	_ = control.Flush()
	conn, _, err := control.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // closing sends a reset instead of an orderly end
	}
	_ = conn.Close()
}

// HTML answers like a proxy, a portal or a load balancer in between.
func HTML(status int) Behaviour {
	return func(w http.ResponseWriter, _ *exchange) {
		page := "<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please <a href=\"/login\">sign in</a> &nbsp; first.</body></html>"
		answer{status, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, []byte(page)}.write(w)
	}
}

// Hang answers nothing until the client gives up or the proxy ends.
func Hang(_ http.ResponseWriter, x *exchange) {
	select {
	case <-x.request.Context().Done():
	case <-x.closed:
	}
}

// Empty answers well, and with nothing in it: {} or an XML element without its
// lists.
func Empty(w http.ResponseWriter, x *exchange) {
	a := x.real()
	a.body = hollow(x.Call, a.body)
	a.write(w)
}

func hollow(c Call, body []byte) []byte {
	if p := c.protocol(); p == rpcJSON || p == restJSON {
		return []byte("{}")
	}
	top, err := parseXML(body)
	if err != nil {
		return []byte("{}") // a bucket's policy
	}
	inner := top
	if c.protocol() == query && top.child(c.Operation+"Result") != nil {
		inner = top.child(c.Operation + "Result")
	}
	inner.children, inner.text = nil, ""
	return top.print()
}

// Encode sends every policy document percent-encoded, as AWS's IAM does; the
// emulator does so with inline policies only.
// Source: IAM API Reference "GetAccountAuthorizationDetails": URL-encoded
// compliant with RFC 3986.
func Encode(w http.ResponseWriter, x *exchange) {
	a := x.real()
	if top, err := parseXML(a.body); err == nil && x.Service == "iam" {
		encode(top)
		a.body = top.print()
	}
	a.write(w)
}

func encode(e *element) {
	switch e.name.Local {
	case "PolicyDocument", "AssumeRolePolicyDocument", "Document":
		if strings.HasPrefix(e.text, "{") {
			e.text = strings.ReplaceAll(url.QueryEscape(e.text), "+", "%20")
		}
	}
	for _, c := range e.children {
		encode(c)
	}
}
