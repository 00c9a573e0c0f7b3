# Packages that are missing are installed. toolchain/baton sources this.
# shellcheck shell=sh

# Makes sure that the packages of toolchain/packages-$1.txt are there, and so on for $2...
need_packages() {
    command -v dpkg-query >/dev/null || return 0 # not Debian: CMake will say what it does not find
    wanted=$(for list in "$@"; do sed 's/#.*//' "$toolchain/packages-$list.txt"; done)
    find_missing
    [ -n "$missing" ] || return 0
    [ "$(id -u)" -eq 0 ] && become='' || become=sudo
    if ! command -v apt-get >/dev/null || ! command -v "${become:-env}" >/dev/null; then
        refuse "packages are missing and cannot be installed from here; as root: apt-get install$missing"
    fi
    say "installing${become:+ with sudo}:$missing"
    install_missing
    find_missing
    [ -z "$missing" ] || refuse "could not install:$missing"
}

find_missing() {
    # shellcheck disable=SC2086 # a list of words
    there=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | sed -n 's/ installed$//p')
    missing=
    for package in $wanted; do
        printf '%s\n' "$there" | grep -qxF -e "$package" || missing="$missing $package"
    done
}

# The package lists may be absent or out of date: they are fetched when the first attempt fails.
install_missing() {
    make_scratch
    apt install >"$scratch/apt" 2>&1 && return
    { apt update && apt install; } >"$scratch/apt" 2>&1 && return
    tail -n 20 "$scratch/apt" >&2
}

apt() {
    # shellcheck disable=SC2086 # lists of words
    case $1 in
    update) $become apt-get update </dev/null ;;
    install) $become env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $missing </dev/null ;;
    esac
}

# What building ($1: apps or tests) for the chosen target needs.
need_tools() {
    # shellcheck disable=SC2046 # words
    need_packages host $([ "$1" = tests ] && echo test) $([ "$machine" = - ] || echo cross)
    for program in cmake ninja $([ "$machine" = - ] || echo "$emulator"); do
        command -v "$program" >/dev/null || refuse "$program is not found; it is needed for $target"
    done
}
