#!/bin/sh
# Runs the service as it is deployed: a whole file in, a whole Dockerfile out.
set -eu
here=$(dirname "$0")/..
dockerfile=$(printf 'base: debian:12\nrun: apt-get update\n' | "$here/blubberoid.sh")
echo "$dockerfile" | grep -qx 'FROM debian:12'
echo "$dockerfile" | grep -qx 'RUN apt-get update'
echo "$dockerfile"
