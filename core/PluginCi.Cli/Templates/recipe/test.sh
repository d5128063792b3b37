#!/bin/sh
# Builds the library, and compares what the example means with example/expected.json. `./test.sh --approve` writes that anew.
set -eu
cd "$(dirname "$0")"
dotnet build --nologo -v quiet
if [ "${1:-}" = --approve ]; then
    ${PLUGINCI:-pluginci} plan example --recipes out --json > example/expected.json
fi
${PLUGINCI:-pluginci} plan example --recipes out --json | diff example/expected.json -
echo "The example means what it did."
