# Configuring and building through the CMake presets. toolchain/baton sources this.
# shellcheck shell=sh

# Configures the target's build folder: $1 apps, or tests for the tests as well. A folder that has been configured with
# the tests keeps them.
configure() {
    folder=$root/build/$target stamp=$root/build/$target/.configured
    if [ -f "$stamp" ] && [ -f "$folder/build.ninja" ] &&
        [ -z "$(find "$root/CMakePresets.json" -newer "$stamp")" ]; then
        [ "$1" = apps ] || grep -qx tests "$stamp" && return
    fi
    if [ "$1" = tests ] || grep -qsx tests "$stamp"; then tests=ON what=tests; else tests=OFF what=apps; fi
    rm -f "$stamp"
    say "configuring $target"
    quietly env -C "$root" cmake --preset "$target" -DBATON_TESTS=$tests || return 1
    echo $what >"$stamp"
}

# Builds for the chosen target: $1 apps or tests, as for configure; then the CMake targets, or nothing for all.
build() {
    what=$1
    shift
    lock_builds
    need_tools "$what"
    configure "$what" && build_targets "$@"
    status=$?
    unlock_builds
    return $status
}

build_targets() {
    # Said when it may take a while.
    if [ $# -ne 1 ] || ! [ -f "$folder/$(image_of "$1")" ]; then say "building ${*:-everything} for $target"; fi
    [ $# -eq 0 ] || set -- --target "$@"
    quietly env -C "$root" cmake --build --preset "$target" "$@"
}

# The file that the CMake target $1 stands for, in the build folder of the chosen target; nothing if there is none.
image_of() { ninja -C "$folder" -t query "$1" 2>/dev/null | awk 'found { print $1; exit } / input: phony/ { found = 1 }'; }
