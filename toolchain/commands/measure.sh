# baton bench, and baton size: see tests/bench/README.md. toolchain/baton sources this.
# shellcheck shell=sh

command_bench() {
    parse '--on --json' '' yes "$@"
    shift "$used"
    choose_target "${on:-sim}"
    [ -z "$json" ] || touch -- "$json" 2>/dev/null || refuse "bench: cannot write '$json'"
    if [ "$machine" = - ]; then
        build tests baton_bench || exit 1
        [ -z "$json" ] || set -- "--benchmark_out=$json" --benchmark_out_format=json "$@"
        become_program baton_bench "$@"
    fi
    build tests baton_bench baton_bench_default || exit 1
    case " $* " in *' --help '* | *' --json '*) become_program baton_bench "$@" ;; esac
    if [ -z "$json" ]; then
        bench_table "$@"
        exit
    fi
    # A target has no files of ours: one run for the table and one for the JSON, which are the same figures, since the
    # target counts instructions.
    bench_table "$@" || exit
    run_image baton_bench --json "$@" >"$scratch/json" || exit
    cat "$scratch/json" >"$json"
}

# Runs an image of the chosen target in the emulator.
run_image() {
    image=$folder/$(image_of "$1")
    shift
    "$toolchain/qemu-run" "$machine" "$image" "$@"
}

# One table of a target's figures: the lean kernel's with the goals, and beside them those of the default build.
bench_table() {
    make_scratch
    run_image baton_bench "$@" >"$scratch/lean" && run_image baton_bench_default "$@" >"$scratch/default" || return
    awk 'NR == FNR { other[$1] = $2; next }
        FNR == 1 { printf "%-24s%-10s%-8s%-10s%s\n", "operation", "value", "goal", "", "default build"; next }
        { printf "%-24s%-10s%-8s%-10s%s\n", $1, $2, $3, $4, other[$1] }' "$scratch/default" "$scratch/lean"
}

command_size() {
    parse '--on' '' no "$@"
    [ -z "$on" ] || choose_target "$on"
    for name in ${on:-$(targets | awk '$2 != "-" { print $1 }')}; do
        choose_target "$name"
        size_target || exit 1
        [ -n "$on" ] || echo
    done
}

# The images of the chosen target; `minimal`, of the benchmarks, is the smallest application that there is.
size_target() {
    # shellcheck disable=SC2046 # words
    set -- $(app_names) minimal
    build tests "$@" || return
    # shellcheck disable=SC2046 # words
    set -- $(for image in "$@"; do echo "$folder/$(image_of "$image")"; done)
    if [ "$machine" = - ]; then size "$@"; else "$toolchain/size-report" "$target" "$tools" "$@"; fi
}
