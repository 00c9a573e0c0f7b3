#!/bin/sh
# The project's shell scripts are valid for the shell that they name and get no warning from shellcheck.
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

cd "$root" || exit 1
for file in $(git ls-files -- toolchain tests/toolchain .ci | xargs grep -lE '^#!/bin/sh|^#!/usr/bin/env bash|^# .* POSIX sh'); do
    check "shellcheck $file" shellcheck -x -a --severity=warning "$file"
done
summary
