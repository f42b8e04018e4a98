#!/bin/sh
# Writes LICENSES/go-modules.txt: the licence texts of the Go modules that the
# program links, and of Go itself. `make gen` runs it; internal/deptest fails
# when a linked module is not in the file.
set -eu
cd "$(dirname "$0")/.."
out=LICENSES/go-modules.txt

# files prints the licence and notice files of a folder, each under its name.
files() {
	for file in "$1"/LICENSE* "$1"/NOTICE* "$1"/COPYING*; do
		case "$file" in
		*'*' | *-LOGO | *SQLITE_VEC*) continue ;; # a picture; an extension that is not linked
		esac
		[ -f "$file" ] || continue
		printf -- '--- %s\n\n' "$(basename "$file")"
		cat "$file"
		echo
	done
}

{
	echo "Licences of the Go modules that the sightline program links, and of Go."
	echo "Written by scripts/licences.sh; do not edit."
	echo
	echo "=== Go standard library and runtime"
	echo
	files "$(go env GOROOT)"
	GOOS=linux CGO_ENABLED=0 go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/sightline |
		LC_ALL=C sort -u |
		while read -r path version dir; do
			printf '=== %s %s\n\n' "$path" "$version"
			files "$dir"
		done
} >"$out"
