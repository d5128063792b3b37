#!/usr/bin/env bash
# Makes the image of the server with podman, from this checkout.   build.sh NAME[:TAG] [more arguments of podman build]
#   deploy/image/build.sh registry.example.org/pluginci:0.1.0 && podman push registry.example.org/pluginci:0.1.0
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,3s/^# \?//p' "$0" >&2; exit 2; }
command -v podman > /dev/null || { echo 'podman is missing. Install it: apt-get install podman' >&2; exit 1; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
"$root/pluginci" --version > /dev/null

# The image has the runtime that the product was built and tested with.
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
version=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.AspNetCore\.App \(10\.[0-9.]*\) .*/\1/p' | sort -V | tail -n 1)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
mkdir -p "$context/dotnet/shared/Microsoft.NETCore.App" "$context/dotnet/shared/Microsoft.AspNetCore.App"
cp -r "$dotnet/dotnet" "$dotnet/host" "$context/dotnet"
cp -r "$dotnet/shared/Microsoft.NETCore.App/$version" "$context/dotnet/shared/Microsoft.NETCore.App"
cp -r "$dotnet/shared/Microsoft.AspNetCore.App/$version" "$context/dotnet/shared/Microsoft.AspNetCore.App"
cp -r "$root/artifacts/app" "$context/pluginci"
podman build --file "$root/deploy/image/Dockerfile" --tag "$@" "$context"
