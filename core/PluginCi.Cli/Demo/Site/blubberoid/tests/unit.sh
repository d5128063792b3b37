#!/bin/sh
# Compares what comes out with what should.
set -eu
cd "$(dirname "$0")/.."
expect() {
    if [ "$2" != "$3" ]; then
        printf 'FAILED %s\n  expected: %s\n  found:    %s\n' "$1" "$3" "$2" >&2
        exit 1
    fi
    echo "ok $1"
}
expect "a base becomes FROM" "$(echo 'base: debian:12' | ./blubberoid.sh | head -n 1)" "FROM debian:12"
expect "a command becomes RUN" "$(echo 'run: make' | ./blubberoid.sh)" "RUN make"
if echo 'ruin: x' | ./blubberoid.sh > /dev/null 2>&1; then
    echo "FAILED: an unknown key is accepted" >&2
    exit 1
fi
expect "an unknown key is named" "$(echo 'ruin: x' | ./blubberoid.sh 2>&1 || true)" "unknown key 'ruin'; known keys: base, run"
