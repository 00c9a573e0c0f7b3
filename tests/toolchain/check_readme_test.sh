#!/bin/sh
# check-readme runs what READMEs print and notices when it does not do what they say.
# shellcheck disable=SC2016 # backquotes and $ are for the READMEs
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

repository=$scratch/repository
mkdir -p "$repository/part"
cd "$repository" || exit 1
git init --quiet .
echo 'int x;' >x.cpp

# says EXPECTED TEXT [OPTION...]: what check-readme's last line is for a part's README with this text (a printf format).
says() {
    expected=$1 text=$2
    shift 2
    # shellcheck disable=SC2059
    printf "# part\n\n$text" >part/README.md
    git add . && git -c user.name=test -c user.email=test@example.org commit --quiet --allow-empty -m test
    "$root/toolchain/check-readme" "$@" "$repository" >"$scratch/said" 2>&1
    status=$?
    check "says $expected: $text" [ "$(tail -n 1 "$scratch/said")" = "$expected" ]
    case $expected in
    0*) check "status 1: $text" [ $status -eq 1 ] ;;
    *' 0 failed') check "status 0: $text" [ $status -eq 0 ] ;;
    esac
}

says '2 passed, 0 failed' '```sh\ntrue   # so\n# nothing\n\ntest -f x.cpp\n```\n'
says '1 passed, 1 failed' '```sh\ntrue\nfalse\n```\n'
says '1 passed, 0 failed' '```sh\nfalse # exit status 1\n```\n'
says '0 passed, 1 failed' '```sh\ntrue # exit status 1\n```\n'
says '1 passed, 0 failed' '```sh\ntest a \\\n = a\n```\n'
says '1 passed, 0 failed' '```sh\nfalse   # by the caller\ntrue\n```\n' --skip false
says '0 passed, 0 failed' '```\nfalse\n```\n'
says '2 passed, 0 failed' '```console\n$ printf "a\\\\nb\\\\n"\na\nb\n$ printf "a\\\\nb\\\\n"\n...\nb\n```\n'
says '0 passed, 1 failed' '```console\n$ printf "a\\\\nb\\\\n"\nb\n```\n'
says '0 passed, 1 failed' '```console\n$ echo a; exit 3\na\n```\n'
says '1 passed, 0 failed' '```cpp x.cpp\nint x;\n```\n'
says '0 passed, 1 failed' '```cpp x.cpp\nint y;\n```\n'
says '1 passed, 0 failed' '```sh\ntouch made\n```\n'
check 'works in a copy' [ ! -e "$repository/made" ]
check 'says where' grep -q '^part/README.md:4: touch made: passed' "$scratch/said"
summary
