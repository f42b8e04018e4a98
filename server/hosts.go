package server

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// hosts are the names under which the server is asked. Another name means that
// somebody points a name of his own at this address (DNS rebinding).
type hosts struct {
	names map[string]bool
	// everywhere: any address of this machine is listened on.
	everywhere bool
	// plain is the port that browsers leave out.
	plain string
}

func hostsOf(listen *net.TCPAddr, tls bool, public *url.URL) hosts {
	h := hosts{names: make(map[string]bool), everywhere: listen.IP.IsUnspecified() || listen.IP == nil, plain: strconv.Itoa(defaultPort(tls))}
	for _, name := range []string{"localhost", "127.0.0.1", "::1", listen.IP.String()} {
		h.add(name, listen.Port, tls)
	}
	if public != nil {
		h.names[strings.ToLower(public.Host)] = true
		if port, err := strconv.Atoi(public.Port()); err == nil {
			h.add(public.Hostname(), port, public.Scheme == "https")
		} else {
			h.add(public.Hostname(), defaultPort(public.Scheme == "https"), public.Scheme == "https")
		}
	}
	return h
}

// add takes a name with its port, and without it where that is the default.
func (h hosts) add(name string, port int, tls bool) {
	name = strings.ToLower(name)
	h.names[net.JoinHostPort(name, strconv.Itoa(port))] = true
	if port == defaultPort(tls) {
		if strings.Contains(name, ":") {
			name = "[" + name + "]"
		}
		h.names[name] = true
	}
}

func defaultPort(tls bool) int {
	if tls {
		return 443
	}
	return 80
}

// admit tells whether a request is for this server.
func (h hosts) admit(r *http.Request) bool {
	asked := strings.ToLower(r.Host)
	if h.names[asked] {
		return true
	}
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !h.everywhere || local == nil {
		return false
	}
	// An address, not a name: nothing to rebind.
	bare, isPlain := strings.CutSuffix(local.String(), ":"+h.plain)
	return asked == local.String() || isPlain && asked == bare
}

func addressOf(listen *net.TCPAddr, tls bool, public *url.URL) string {
	if public != nil {
		return public.Scheme + "://" + public.Host
	}
	host := listen.IP.String()
	if listen.IP == nil || listen.IP.IsUnspecified() {
		host = "localhost"
	}
	scheme := "http://"
	if tls {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, strconv.Itoa(listen.Port))
}

func readPublicURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("--public-url %q: write the scheme and the host alone, such as https://sightline.example.com", text)
	}
	return u, nil
}
