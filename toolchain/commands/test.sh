# baton test. toolchain/baton sources this.
# shellcheck shell=sh

command_test() {
    parse '--on --filter' '' no "$@"
    [ -z "$on" ] || choose_target "$on"
    printf '' | grep -E -e "$filter" >/dev/null 2>&1
    [ $? -ne 2 ] || refuse "test: --filter '$filter' is not a regular expression"
    lock_tests
    make_scratch
    passed=0 failed=0
    if [ -z "$on" ]; then
        need_packages host test cross
        test_check check-format
        test_check check-includes
    fi
    for name in ${on:-$(target_names)}; do
        choose_target "$name"
        test_target
    done
    [ $((passed + failed)) -gt 0 ] || say "no test ran"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Runs one of the checkers as a test.
test_check() {
    printf '%s\n' "$1" | grep -Eq -e "$filter" || return 0
    if "$toolchain/$1" >"$scratch/check" 2>&1; then
        passed=$((passed + 1))
        echo "$1: passed"
    else
        failed=$((failed + 1))
        cat "$scratch/check"
        echo "$1: FAILED"
    fi
}

# Builds and runs the tests of the chosen target and adds to passed and failed.
test_target() {
    if ! build tests; then
        failed=$((failed + 1))
        echo "$target: the build FAILED"
        return
    fi
    results=$scratch/results.xml
    : >"$results"
    env -C "$root" ctest --preset "$target" --parallel "$(nproc)" --timeout 300 --no-tests=ignore \
        --output-junit "$results" ${filter:+-R "$filter"} 8>&-
    status=$?
    # One element a test, with its status. Among those not run are the ones that skipped themselves, which count neither
    # way, and the ones that could not be started.
    good=$(grep -c '<testcase .*status="run"' "$results")
    bad=$(grep '<skipped message=' "$results" | grep -vc 'message="SKIP_')
    bad=$((bad + $(grep -c '<testcase .*status="fail"' "$results")))
    if [ $((good + bad)) -eq 0 ] && [ -z "$filter" ]; then
        echo "$target: no test ran"
        bad=1
    elif [ $status -ne 0 ] && [ $bad -eq 0 ]; then
        echo "$target: ctest ended with status $status"
        bad=1
    fi
    passed=$((passed + good)) failed=$((failed + bad))
}
