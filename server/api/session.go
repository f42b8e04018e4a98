package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sightline/server/session"
)

// SignedIn tells who is signed in; nobody else gets this far.
type SignedIn struct {
	SignedIn bool `json:"signedIn"`
	// Expires is null for scripts, which carry a token.
	Expires *time.Time `json:"expires"`
}

// Link is a further one-time link.
type Link struct {
	Link    string    `json:"link"`
	Expires time.Time `json:"expires"`
}

type signedOut struct {
	Status    int
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      SignedIn
}

func (a *api) session() {
	huma.Register(a.huma, operation(http.MethodGet, "/session", "session", "The session"), func(ctx context.Context, _ *nothing) (*reply[SignedIn], error) {
		out := SignedIn{SignedIn: true}
		if c := session.CallerOf(ctx); c.Session != "" {
			at := c.Expires.UTC()
			out.Expires = &at
		}
		return &reply[SignedIn]{out}, nil
	})
	huma.Register(a.huma, operation(http.MethodDelete, "/session", "sign-out", "End the session"), func(ctx context.Context, _ *nothing) (*signedOut, error) {
		caller := session.CallerOf(ctx)
		if caller.Session == "" {
			return nil, NewProblem(http.StatusUnprocessableEntity, "A token is not a session, so there is nothing to end; start the server with another --token-file to take it back.")
		}
		a.Sessions.End(caller.Session)
		return &signedOut{Status: http.StatusOK, SetCookie: *a.Cookie.Drop()}, nil
	})
	link := operation(http.MethodPost, "/sign-in-links", "sign-in-link", "Make a one-time link for another browser")
	huma.Register(a.huma, link, func(context.Context, *nothing) (*reply[Link], error) {
		token, expires := a.Sessions.Link()
		return &reply[Link]{Link{SignInLink(a.Address, token), expires.UTC()}}, nil
	})
}

// SignInLink is the address that signs a browser in, once.
func SignInLink(address, token string) string { return address + "/sign-in?token=" + token }
