#!/bin/sh
# Installs what `make test` needs beside Go, git, make and Node: Chromium, cvc5,
# the AWS emulator, and the web application's packages. What is there already stays.
set -eu
cd "$(dirname "$0")/.."

die() { echo "make test: $*" >&2; exit 1; }

[ -f /etc/debian_version ] || die "needs Debian 12 or newer (make test-fast needs no external parts)"
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null || die "needs root or sudo, to install Chromium, cvc5 and the emulator"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a === 20 && b >= 19 ? 0 : 1)' ||
	die "needs Node 20.19 or newer, this is $(node --version)"

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

missing=
for program in chromium cvc5; do # each is the name of its package, too
	command -v "$program" >/dev/null || missing="$missing $program"
done
if [ -n "$missing" ]; then
	# $missing is a list of words
	as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing ||
		die "apt-get could not install$missing"
fi >&2

sh scripts/emulator.sh install

# The packages are those of the lock; a stamp tells whether they are there.
stamp=web/node_modules/.prepared
if ! cmp -s web/package-lock.json "$stamp"; then
	(cd web && npm ci --no-audit --no-fund --loglevel=error) >&2 || die "npm could not install the packages of web/package-lock.json"
	cp web/package-lock.json "$stamp"
fi
