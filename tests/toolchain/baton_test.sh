#!/bin/sh
# The command line of toolchain/baton: wrong usage in a copy without builds, then new, list and run in a fresh clone.
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

clone=$scratch/clone
git clone --quiet --no-hardlinks "$root" "$clone" || exit 1
cd "$scratch" || exit 1

# baton ARGUMENT...: runs the tool from outside the clone; sets status; leaves out and err.
baton() {
    "$clone/toolchain/baton" "$@" >out 2>err </dev/null
    status=$?
}

# refuses PATTERN ARGUMENT...: exit status 2, nothing on stdout, one line on stderr with the pattern.
refuses() {
    pattern=$1
    shift
    baton "$@"
    check "refuses: $*" [ "$status $(wc -c <out) $(wc -l <err)" = '2 0 1' ]
    check "explains: $*" grep -q -e "$pattern" err
}

# ---- wrong usage

refuses 'which application' run
refuses 'did you mean template' run templat
refuses 'no application' run ../apps/template
refuses 'no application' run .
refuses 'unexpected .more.' run template more
refuses 'after --: baton run template -- --blinks' run template --blinks 5
refuses 'after --' run -v template
refuses 'needs a value' run template --on
refuses 'needs a value' run template --on=
refuses 'needs a value' run template --on -- --blinks 5
refuses 'did you mean cortex-m33' run template --on cortex-m333
refuses 'no target' test --on pdp11
refuses 'not a regular expression' test --filter '['
refuses 'takes nothing after --' test -- x
refuses 'no option' list --verbose
refuses 'unexpected' size x
refuses 'unexpected' docs x
refuses 'cannot write' bench --json "$scratch/none/file"
refuses 'which name' new
for name in Blinker 1blinker blink-er 'blink er' '../blinker' 'blänker' ''; do refuses 'new: ' new "$name"; done
for name in all test install baton_kernel gtest_main sim template; do refuses 'new: ' new $name; done
check 'refusing has made nothing' [ -z "$(git -C "$clone" status --short)" ]

baton frobnicate
check 'unknown command: status 2' [ $status -eq 2 ]
check 'unknown command: usage' grep -q '^usage:' err
baton
check 'no command: status 2 and usage on stderr' [ "$status $(wc -c <out)" = '2 0' ]
baton help
check 'help: on stdout' grep -q '^usage:' out
baton run --help
check 'run --help' [ $status -eq 0 ]

# ---- what is missing

# These stand before the real programs: no package is there, the user is not root, and sudo refuses.
mkdir fake
printf '#!/bin/sh\nexit 1\n' >fake/dpkg-query
printf '#!/bin/sh\necho 1000\n' >fake/id
printf '#!/bin/sh\necho "$@" >>"%s/sudo-calls"\nexit 1\n' "$scratch" >fake/sudo
chmod +x fake/*
PATH=$scratch/fake:$PATH "$clone/toolchain/baton" run template >out 2>err
status=$?
check 'cannot install: status 2' [ "$status $(wc -c <out)" = '2 0' ]
check 'cannot install: says so first' sh -c "head -n 1 err | grep -q 'installing with sudo:.* cmake'"
check 'cannot install: tries with fresh package lists' grep -q 'apt-get update' sudo-calls
check 'the simulator needs no cross compiler' sh -c '! grep -q arm-none-eabi sudo-calls'
check 'cannot install: one line at the end' sh -c "tail -n 1 err | grep -q 'could not install:'"

# ---- new, list, run

baton new blinker
check 'new' [ "$status $(wc -c <out)" = '0 0' ]
check 'new puts the name in everywhere' sh -c "! grep -rqw template '$clone/apps/blinker'"
refuses 'exists' new blinker
baton list
check 'list describes the application' grep -q '^blinker  *app  *[a-z]' out
check 'list names the targets' grep -q '^cortex-m3  *target  *[A-Z]' out

# Two at once, from nothing: each builds, or waits for the other, and runs.
"$clone/toolchain/baton" run blinker -- --blinks 1 >out1 2>err1 &
first=$!
"$clone/toolchain/baton" run template -- --blinks 2 >out2 2>err2
check 'run' [ $? -eq 0 ]
wait $first
check 'run at the same time' [ $? -eq 0 ]
check 'stdout is the application alone' [ "$(cat out1)" = "$(printf 'blink 1\nblinker: blinks=1')" ]
check 'stdout is the application alone, again' [ "$(tail -n 1 out2)" = 'template: blinks=2' ]
baton run blinker
check 'an up-to-date application runs without a word' [ "$status $(wc -c <err)" = '0 0' ]
refuses '.' run blinker -- --blinks 0
refuses '.' run blinker -- --blinks
refuses '.' run blinker -- --frobnicate

baton run blinker --on cortex-m3 -- --blinks 1
check 'run in QEMU' [ "$status $(cat out)" = "0 $(cat out1)" ]
refuses '.' run blinker --on cortex-m3 -- --blinks 0

echo '#error broken on purpose' >>"$clone/apps/blinker/main.cpp"
baton run blinker
check 'a build that fails: status 1, and why' [ "$status $(wc -c <out) $(grep -c 'error: #error broken' err)" = '1 0 1' ]
summary
