# For the scripts of this folder: counts, and a summary in the form that .ci/run adds up. POSIX sh; to be sourced.
# shellcheck shell=sh
passed=0 failed=0
# shellcheck disable=SC2034 # for the scripts
root=$(readlink -f -- "$(dirname -- "$0")/../..")
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT

# check NAME COMMAND...: the command succeeds.
check() {
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
    fi
}

summary() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
