#!/bin/sh
# Turns "base: IMAGE" and "run: COMMAND" lines on standard input into a Dockerfile on standard output.
set -eu
here=$(dirname "$0")
while read -r key value; do
    case "$key" in
        base:) echo "FROM $value"; if [ -f "$here/labels" ]; then cat "$here/labels"; fi ;;
        run:) echo "RUN $value" ;;
        "") ;;
        *) echo "unknown key '${key%:}'; known keys: base, run" >&2; exit 1 ;;
    esac
done
