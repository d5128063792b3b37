#!/bin/sh
# Runs the service as it is deployed: a whole file in, a whole Dockerfile out.
set -eu
here=$(dirname "$0")/..
printf 'base: debian:12\nrun: apt-get update\n' | "$here/blubberoid.sh" > /tmp/Dockerfile
grep -qx 'FROM debian:12' /tmp/Dockerfile
grep -qx 'RUN apt-get update' /tmp/Dockerfile
cat /tmp/Dockerfile
