#!/bin/sh
# Installs and starts the AWS emulator of the integration tests: moto
# (https://github.com/getmoto/moto, Apache-2.0), from Debian's own packages in a
# private root. On the host itself nothing is installed but mmdebstrap.
#
#   scripts/emulator.sh install [DIR]        once; about a minute and 360 MB
#   scripts/emulator.sh serve [DIR] [PORT]   on loopback, in the foreground
#
# DIR is sightline/emulator under the user's cache directory unless it is given
# or SIGHTLINE_EMULATOR_DIR names it. Port 0 takes a free one; moto prints which.
#
# Needs Debian 12 or newer; `install` needs root or sudo. Packages come from the
# mirror that apt is configured with, or from DEBIAN_MIRROR.
set -eu

dir=${2:-${SIGHTLINE_EMULATOR_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sightline/emulator}}
over=opt/moto-sid # the newer moto lies over the stable one

# The stable release's own moto (5.1) has no resource control policies. This
# package of the next release runs on the stable Python. It is taken by its sum;
# once the mirror has dropped it, the one that is there, signed by Debian.
deb=python3-moto_5.2.4-2_all.deb
sum=6acc0aba260822c405b74ee3c8e8d27194e8e8535d3b4445bfc376855030c39c

die() { echo "emulator: $*" >&2; exit 1; }

mirror() {
	cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
		sed -nE '/^(URIs: |deb )/{s/^(URIs: |deb )(\[[^]]*\] )?(https?:[^ ]*\/debian)\/?( .*)?$/\3/p}' | sed -n 1p
}

installed() { [ -x "$dir/usr/bin/moto_server" ]; }

# stable makes a root with moto and what it imports.
stable() {
	mmdebstrap --quiet --variant=essential --mode=root --aptopt='APT::Install-Recommends "false"' \
		--include=python3-moto,python3-flask-cors,python3-yaml,python3-jinja2,python3-joserfc,python3-jsonpath-ng,python3-pyparsing,python3-graphql-core,python3-openapi-spec-validator,python3-aws-xray-sdk,python3-docker \
		trixie "$1" "$2" >&2 || die "the Debian root could not be made from $2 (see above)"
}

# newer lays the newer moto over it: the pinned file, else what sid has now.
newer() {
	t=$1/tmp/newer
	mkdir -p "$t" "$1/$over"
	if ! /usr/lib/apt/apt-helper download-file "$2/pool/main/p/python-moto/$deb" "$t/$deb" "SHA256:$sum" >/dev/null 2>&1; then
		rm -f "$t"/*
		echo "deb $2 sid main" >"$1/etc/apt/sources.list.d/sid.list"
		cp /etc/resolv.conf "$1/etc/resolv.conf" 2>/dev/null || true
		chroot "$1" sh -c 'apt-get update -qq && cd /tmp/newer && apt-get download -qq python3-moto/sid' >&2 || true
		rm "$1/etc/apt/sources.list.d/sid.list"
	fi
	for f in "$t"/*.deb; do
		[ -f "$f" ] || die "no newer python3-moto at $2; the stable one lacks resource control policies"
		dpkg-deb -x "$f" "$1/$over"
	done
	rm -r "$t"
}

install() {
	installed && return
	[ -f /etc/debian_version ] || die "needs Debian 12 or newer"
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "install needs root or sudo"
		exec sudo sh "$0" install "$dir"
	fi
	from=${DEBIAN_MIRROR:-$(mirror)}
	[ -n "$from" ] || die "apt's configuration names no Debian mirror; set DEBIAN_MIRROR"
	if ! command -v mmdebstrap >/dev/null; then
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap; } >&2 ||
			die "mmdebstrap is missing and apt-get could not install it"
	fi
	mkdir -p "$(dirname "$dir")"
	new=$(mktemp -d "$dir.XXXXXX") # renamed when it is whole
	trap 'rm -rf "$new"' EXIT INT TERM
	chmod 755 "$new"
	stable "$new" "$from"
	newer "$new" "$from"
	installed || mv -T "$new" "$dir"
	echo "emulator: installed in $dir" >&2
}

serve() {
	installed || die "not installed in $dir: run \`sh scripts/emulator.sh install\`"
	enter="chroot"
	[ "$(id -u)" = 0 ] || enter="unshare --user --map-root-user chroot"
	# MOTO_ACCOUNT_ID would make every caller one account, whatever it assumes.
	exec env -u MOTO_ACCOUNT_ID $enter "$dir" /usr/bin/env PYTHONDONTWRITEBYTECODE=1 \
		PYTHONPATH="/$over/usr/lib/python3/dist-packages" \
		MOTO_IAM_LOAD_MANAGED_POLICIES="${MOTO_IAM_LOAD_MANAGED_POLICIES:-true}" \
		python3 -m moto.server -H 127.0.0.1 -p "${1:-5000}"
}

case ${1:-} in
install) install ;;
serve) serve "${3:-}" ;;
*) die "usage: emulator.sh install|serve [DIR] [PORT]" ;;
esac
