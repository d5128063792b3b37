#!/bin/sh
# Greets somebody.
echo "Hullo, ${1:-world}!"
