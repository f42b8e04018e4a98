// Package web holds the built web application.
//
// The pages are written in TypeScript below web/src and built into web/dist,
// which is committed, so that a Go toolchain alone makes the whole program.
// `make web` builds them again.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var embedded embed.FS

// Dist returns the built application: index.html, theme.js, mark.svg, assets
// and fonts, beside each compressible file the same bytes in gzip (name.gz),
// and BUILD, the fingerprint of the sources it was built from.
func Dist() fs.FS {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		// Only a malformed name makes Sub fail, and the name is the one above.
		panic("web: " + err.Error())
	}
	return dist
}
