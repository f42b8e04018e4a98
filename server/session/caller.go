package session

import (
	"context"
	"net/http"
	"time"
)

// A Caller is who sent a request that was let in.
type Caller struct {
	// Session is the cookie's value; empty for scripts with a bearer token.
	Session string
	Expires time.Time // zero for scripts
}

type callerKey struct{}

// WithCaller notes who sent a request.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf tells who sent the request; the zero Caller if nobody noted it.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// A Cookie makes the cookies of one server. Browsers keep the cookies of all
// ports of a host together, so the name carries the port.
type Cookie struct {
	Name   string
	Secure bool // the browser speaks TLS
}

// CookieFor names the cookie of a server.
func CookieFor(port string, secure bool) Cookie {
	name := "sightline-" + port
	if secure {
		name = "__Host-" + name // browsers refuse it from elsewhere
	}
	return Cookie{name, secure}
}

// Carry is the cookie that signs a browser in.
func (c Cookie) Carry(value string) *http.Cookie {
	return &http.Cookie{
		Name: c.Name, Value: value, Path: "/", MaxAge: int(Longest / time.Second),
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// Drop is the cookie that takes it away again.
func (c Cookie) Drop() *http.Cookie {
	gone := c.Carry("")
	gone.MaxAge = -1
	return gone
}
