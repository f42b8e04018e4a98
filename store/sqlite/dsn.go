package sqlite

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// Scheme begins the DSN of a SQLite store.
const Scheme = "sqlite://"

// ParseDSN returns the path in "sqlite://PATH". What follows the scheme is
// taken as it stands, with nothing decoded: "sqlite:///var/lib/s.db" is the
// absolute /var/lib/s.db, and "sqlite://s.db" is s.db in the working
// directory. An error says what is wrong and how to write it.
func ParseDSN(dsn string) (path string, err error) {
	path, ok := strings.CutPrefix(dsn, Scheme)
	switch {
	case !ok:
		return "", fmt.Errorf("%q is no SQLite store: write %sPATH", dsn, Scheme)
	case path == "":
		return "", fmt.Errorf("%q names no file: write %sPATH", dsn, Scheme)
	case strings.ContainsRune(path, 0):
		return "", fmt.Errorf("%q has a zero byte in its path", dsn)
	case path == "~" || strings.HasPrefix(path, "~/"):
		return "", fmt.Errorf("%q: ~ is not expanded here, write the whole path", dsn)
	case path == ":memory:":
		return "", fmt.Errorf("%q: a store needs a file, write %sPATH", dsn, Scheme)
	}
	return path, nil
}

// driverName returns the URI by which the driver opens an absolute path with
// the given parameters. mode=rw: the file is there already, or it is an error.
func driverName(path string, params url.Values) (string, error) {
	if !filepath.IsAbs(path) {
		return "", errors.New("the path is not absolute: " + path)
	}
	params.Set("mode", "rw")
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: params.Encode()}
	return u.String(), nil
}
