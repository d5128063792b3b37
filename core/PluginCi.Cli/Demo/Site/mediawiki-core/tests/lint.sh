#!/bin/sh
# No tabs, no space at the end of a line, and every module says what it is.
set -eu
status=0
for file in $(find wiki -name '*.py'); do
    if grep -nE "	| +$" "$file"; then
        echo "$file: tab, or space at the end of a line" >&2
        status=1
    fi
    head -n 1 "$file" | grep -q '^"""' || { echo "$file: says not what it is" >&2; status=1; }
done
exit $status
