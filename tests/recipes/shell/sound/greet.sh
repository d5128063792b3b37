#!/bin/sh
# Greets somebody.
echo "Hello, ${1:-world}!"
