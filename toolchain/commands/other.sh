# baton docs, list and new. toolchain/baton sources this.
# shellcheck shell=sh

command_docs() {
    parse '' '' no "$@"
    need_packages docs
    command -v doxygen >/dev/null || refuse "doxygen is not found"
    mkdir -p "$root/build" && exec 7>"$root/build/.docs.lock" || exit 1
    wait_for_lock 7
    rm -rf "$root/build/docs" && mkdir "$root/build/docs" || exit 1
    # A page that something is missing from is not left for anybody to read.
    quietly env -C "$root" doxygen toolchain/doxygen/Doxyfile || {
        rm -rf "$root/build/docs"
        exit 1
    }
    echo "$root/build/docs/index.html"
}

command_list() {
    parse '' '' no "$@"
    for name in $(app_names); do
        # The heading of the README is "# name: description".
        text=$(sed -n -e '1s/^#* *//' -e "1s/^$name: *//p" "$root/apps/$name/README.md" 2>/dev/null)
        printf '%-20s app     %s\n' "$name" "$text"
    done
    targets | while read -r name machine emulator tools description; do
        printf '%-20s target  %s\n' "$name" "$description"
    done
}

command_new() {
    parse '' NAME no "$@"
    [ -n "$operand" ] || refuse "new: which name shall the application have?"
    check_new_name "$operand"
    mkdir "$root/apps/$operand" || exit 1
    # CMake takes a folder with a CMakeLists.txt for an application: that file comes last.
    for file in "$root"/apps/template/[!C]* "$root/apps/template/CMakeLists.txt"; do
        sed "s/\\btemplate\\b/$operand/g" "$file" >"$root/apps/$operand/${file##*/}" || exit 1
    done
    say "made apps/$operand: edit apps/$operand/main.cpp, then: toolchain/baton run $operand"
}

check_new_name() {
    case $1 in
    [!a-z]* | *[!a-z0-9_]*) refuse "new: '$1' is no name for an application: small letters, digits and _, a letter first" ;;
    all | clean | continuous | depend | edit_cache | experimental | help | install | list_install_components | nightly | \
        package | package_source | preinstall | rebuild_cache | test | baton | baton_* | gtest | gtest_main | gmock | gmock_main)
        refuse "new: '$1' is a name that the build uses itself"
        ;;
    esac
    [ ! -e "$root/apps/$1" ] || refuse "new: apps/$1 exists"
    if target_names | grep -qxF -e "$1"; then refuse "new: '$1' is the name of a target"; fi
    if find "$root" -path "$root/build" -prune -o -name CMakeLists.txt -exec cat {} + |
        grep -Eq "(add_executable|add_library|add_custom_target|baton_add_[a-z_]*)\\( *$1[ )]"; then
        refuse "new: '$1' is a name that the build uses itself"
    fi
}
