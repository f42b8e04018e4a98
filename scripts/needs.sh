#!/bin/sh
# Says in one line which of the named programs are missing.
missing=
for program in "$@"; do
	command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
if [ -n "$missing" ]; then
	echo "missing:$missing (install them, then run make again)" >&2
	exit 1
fi
