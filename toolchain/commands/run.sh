# baton run. toolchain/baton sources this.
# shellcheck shell=sh

# Gives this process to an image of the chosen target.
become_program() {
    image=$folder/$(image_of "$1")
    shift
    [ -f "$image" ] || refuse "$target: the build made no $image"
    drop_scratch
    if [ "$machine" = - ]; then exec "$image" "$@"; else exec "$toolchain/qemu-run" "$machine" "$image" "$@"; fi
}

# Takes the operand for an application's name, and the chosen target from --on.
choose_app() {
    [ -n "$operand" ] || refuse "$command: which application? There are: $(app_names | paste -sd ' ')"
    app_names | grep -qxF -e "$operand" || refuse "no application '$operand'$(hint "$operand" "$(app_names)")"
    choose_target "${on:-sim}"
}

command_run() {
    parse '--on' APP yes "$@"
    shift "$used"
    choose_app
    build apps "$operand" || exit 1
    # An application sees whether it writes to a terminal on the host, but not through QEMU.
    if [ "$machine" != - ] && [ -t 1 ]; then
        case " $* " in *' --color'*) ;; *) set -- --color=always "$@" ;; esac
        # Somebody is there to press Ctrl-C.
        export BATON_QEMU_TIMEOUT="${BATON_QEMU_TIMEOUT:-0}"
    fi
    become_program "$operand" "$@"
}
