# baton debug: see toolchain/gdb/README.md. toolchain/baton sources this.
# shellcheck shell=sh

command_debug() {
    parse '--on --command --replay' APP yes "$@"
    shift "$used"
    [ -z "$commands" ] || { [ ! -d "$commands" ] && [ -r "$commands" ]; } || refuse "debug: no file '$commands'"
    choose_app
    need_packages debug
    for program in gdb-multiarch socat; do
        command -v $program >/dev/null || refuse "$program is not found; it is needed to debug"
    done
    build apps "$operand" || exit 1
    image=$folder/$(image_of "$operand")
    if [ "$machine" = - ]; then
        [ -z "$replay" ] || say "--replay: the simulator's runs are the same each time anyway"
        drop_scratch
        # AddressSanitizer cannot look for leaks in a program that is debugged, and would call that a failure.
        export ASAN_OPTIONS="detect_leaks=0:${ASAN_OPTIONS:-}"
        start_gdb exec starti --args "$image" "$@"
    fi
    make_scratch
    [ -z "$replay" ] || record_run "$@"
    start_emulator "$@"
    # Ctrl-C is gdb's, which stops the program by it, and not this script's end.
    trap : INT
    # QEMU says how the program ended and closes the connection. A gdb that answers on that would take it for a failure;
    # socat is still there to take the answer.
    start_gdb '' "target remote | exec setsid socat -t 10 - UNIX-CONNECT:$scratch/gdb 2>/dev/null" "$image"
    status=$?
    # gdb has ended QEMU. If it was told to detach from the program instead, that runs to its end.
    [ $status -ge 128 ] || wait $emulator_process
    exit $status
}

# start_gdb PREFIX COMMAND WORD...: gdb, which connects to the program by COMMAND, and then does what the user says, or
# the file of --command. After that, or at an error in it, it ends, with a status that tells the two apart.
start_gdb() {
    prefix=$1 connect=$2
    shift 2
    set -- -q -x "$toolchain/gdb/baton_gdb.py" -ex "$connect" ${commands:+-nx -batch -x "$commands"} "$@"
    $prefix gdb-multiarch "$@"
}

# Runs the image in the emulator, so that start_emulator repeats that run. While a program is debugged, the emulator's
# clock jumps to the next timer's end at each stop; not when it repeats a run.
record_run() {
    say "recording a run"
    input=/dev/null
    if [ -n "$commands" ] || [ -t 0 ]; then input=/dev/stdin; fi
    BATON_QEMU_OPTIONS="-icount rr=record,rrfile=$scratch/run ${BATON_QEMU_OPTIONS:-}" \
        "$toolchain/qemu-run" "$machine" "$image" "$@" <$input >"$scratch/output" 2>&1
    status=$?
    if [ $status -eq 124 ] || ! [ -s "$scratch/run" ]; then
        cat "$scratch/output" >&2
        refuse "debug: the run was not recorded to its end; it can be debugged without --replay"
    fi
    BATON_QEMU_OPTIONS="-icount rr=replay,rrfile=$scratch/run ${BATON_QEMU_OPTIONS:-}"
}

# Starts the image in the emulator, halted, and waits until gdb can connect to it. The emulator has a session of its
# own: Ctrl-C at the terminal is not for it. The program gets this script's input if gdb takes its commands from a file.
start_emulator() {
    export BATON_QEMU_TIMEOUT="${BATON_QEMU_TIMEOUT:-0}"
    export BATON_QEMU_OPTIONS="-S -gdb unix:$scratch/gdb,server=on,wait=off ${BATON_QEMU_OPTIONS:-}"
    input=/dev/null
    if [ -n "$commands" ] && ! [ -t 0 ] && [ -z "$replay" ]; then input=/dev/stdin; fi
    setsid "$toolchain/qemu-run" "$machine" "$image" "$@" <$input &
    emulator_process=$!
    until [ -S "$scratch/gdb" ]; do
        kill -0 $emulator_process 2>/dev/null || exit 1
        sleep 0.02
    done
}

end_emulator() {
    [ -z "$emulator_process" ] || { kill "$emulator_process" && wait "$emulator_process"; } 2>/dev/null
    emulator_process=''
}
