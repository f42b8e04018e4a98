package server

import (
	_ "embed" // the style of the sign-in page
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"

	"sightline/server/session"
)

//go:embed sign_in.css
var signInCSS []byte

func signInStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(signInCSS)
}

// signIn spends a link. Looking at it (HEAD) spends nothing.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	next := ownPath(q.Get("next"))
	token := tokenIn(q.Get("token"))
	if token == "" || r.Method != http.MethodGet {
		writeSignInPage(w, http.StatusOK, signInPage{next: next})
		return
	}
	from := remote(r)
	if planted(r) {
		from = ""
	}
	value, _, err := s.Sessions.SignIn(token, from)
	switch {
	case err != nil && from == "":
		sayPlain(w, http.StatusForbidden, "A sign-in link is opened by a person, not by a page.")
	case errors.Is(err, session.ErrTooMany):
		w.Header().Set("Retry-After", "60")
		writeSignInPage(w, http.StatusTooManyRequests, signInPage{next: next, problem: "Too many sign-ins failed from this address; wait a minute."})
	case err != nil:
		_, known := s.caller(r)
		writeSignInPage(w, http.StatusUnauthorized, signInPage{
			next: next, signedIn: known == nil,
			problem: "This link was used before, has expired, or is not one of this server.",
		})
	default:
		http.SetCookie(w, s.cookie.Carry(value))
		http.Redirect(w, r, next, http.StatusSeeOther)
	}
}

// planted tells whether a page opened the link for somebody who does not see
// it, such as for a picture. Programs and old browsers say nothing of this.
func planted(r *http.Request) bool {
	h := r.Header
	shown := h.Get("Sec-Fetch-Dest")
	return shown != "" && shown != "document" || h.Get("Sec-Fetch-Site") == "cross-site" && h.Get("Sec-Fetch-Mode") != "navigate"
}

// tokenIn takes a token, or the whole link that holds one.
func tokenIn(text string) string {
	text = strings.TrimSpace(text)
	if u, err := url.Parse(text); err == nil && u.Query().Has("token") {
		return u.Query().Get("token")
	}
	return text
}

// ownPath keeps a redirect on this server.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, "/sign-in") {
		return "/"
	}
	return next
}

// signInPage is what the page for people who are not signed in shows.
type signInPage struct {
	next     string
	problem  string
	signedIn bool
}

func writeSignInPage(w http.ResponseWriter, status int, p signInPage) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	next := html.EscapeString(ownPath(p.next))
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<title>Sign in · Sightline</title>\n<link rel=\"stylesheet\" href=\"/sign-in.css\">\n</head>\n<body>\n<main>\n<h1>Sign in to Sightline</h1>\n")
	if p.problem != "" {
		b.WriteString("<p class=\"problem\" role=\"alert\">" + html.EscapeString(p.problem) + "</p>\n")
	}
	if p.signedIn {
		b.WriteString("<p>This browser is signed in already. <a href=\"" + next + "\">Go on</a></p>\n")
	}
	b.WriteString("<p>Open the sign-in link that <code>sightline serve</code> printed in the terminal where it was started. It works once.</p>\n" +
		"<p>Used already? Ask somebody who is signed in for a further link, or start <code>sightline serve</code> again: it prints a new one.</p>\n" +
		"<form action=\"/sign-in\" method=\"get\">\n<label for=\"token\">Or paste the link here</label>\n" +
		"<input id=\"token\" name=\"token\" type=\"text\" autocomplete=\"off\" spellcheck=\"false\" required maxlength=\"512\">\n" +
		"<input name=\"next\" type=\"hidden\" value=\"" + next + "\">\n<button type=\"submit\">Sign in</button>\n</form>\n</main>\n</body>\n</html>\n")
	_, _ = w.Write([]byte(b.String()))
}
