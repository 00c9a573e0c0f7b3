#!/bin/sh
# toolchain/baton debug and the gdb extension, driven by files of commands, in the simulator and on each target: what
# they say of tasks that run, are ready, blocked and preempted, and that the program's run is the same afterwards.
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

baton=$root/toolchain/baton
cd "$scratch" || exit 1

# debug APP ARGUMENT... <COMMANDS: gdb does what is on stdin; sets status; leaves out and err.
debug() {
    cat >commands.gdb
    "$baton" debug "$@" >out 2>err </dev/null
    status=$?
}

# says NAME PATTERN: a line of gdb's output has the pattern, in which spaces stand for one or more.
says() { check "$target: $1" grep -qE -e "$(printf '%s' "$2" | sed 's/ \+/ +/g')" out err; }

# row TASK PATTERN: the task's row in the table.
row() { says "row of $1: $2" "^\*? +[0-9]+ $1 $2"; }

refuses() {
    pattern=$1
    shift
    "$baton" debug "$@" >out 2>err </dev/null
    status=$?
    check "refuses: $*" [ "$status $(wc -c <out) $(wc -l <err)" = '2 0 1' ]
    check "explains: $*" grep -q -e "$pattern" err
}

: >empty.gdb
refuses 'which application' --command empty.gdb
refuses 'did you mean deadlock' deadlok --command empty.gdb
refuses 'did you mean cortex-m3' deadlock --on cortex-m2 --command empty.gdb
refuses "no file 'none.gdb'" deadlock --command none.gdb
refuses "no file '.'" deadlock --command .
refuses 'needs a value' deadlock --command
refuses 'after --' deadlock --lock
"$baton" run deadlock --replay >out 2>err </dev/null
check 'only debug has --replay' [ "$? $(wc -c <out)" = '2 0' ]

# ---- what can be said without tasks

# Each command is tried; what is wrong with it is said in one line. Then gdb's status is its own.
without_tasks() {
    debug deadlock --on "$target" --command commands.gdb -- --quiet <<'GDB'
python
def attempt(command):
    try:
        gdb.execute(command)
    except gdb.error as error:
        print(f"{command}: {error}")
for command in "baton tasks", "baton bt main", "baton locks", "baton bt", "baton tasks x", "baton", "baton frob":
    attempt(command)
gdb.execute("break baton::LockObject::explain_deadlock")
gdb.execute("continue")
attempt("baton tasks")
end
quit 7
GDB
    check "$target: gdb's status" [ $status -eq 7 ]
    says 'before the kernel runs' '^baton tasks: no kernel runs: it has not been started yet'
    says 'before the kernel runs: bt' '^baton bt main: no kernel runs'
    says 'before the kernel runs: locks' '^baton locks: no kernel runs'
    says 'a command without its argument' '^baton bt: usage: baton bt NAME'
    says 'a command with too many' '^baton tasks x: usage: baton tasks$'
    says 'no command' '^baton: baton: which of its commands'
    says 'an unknown command' "^baton frob: baton: no command 'frob'; there are: tasks, bt, locks"
    says 'after the program' '^baton tasks: the program does not run'
    # A command that fails ends gdb, with a status that says so.
    debug deadlock --on "$target" --command commands.gdb <<'GDB'
baton tasks
GDB
    check "$target: a command fails: gdb's status" [ $status -eq 1 ]
}

# ---- a program in its middle

# At the first deadlock that is reported: two tasks hold a lock each, one of them wants the other's, others wait.
in_the_middle() {
    "$baton" run deadlock --on "$target" >expected 2>expected_err </dev/null
    expected_status=$?
    debug deadlock --on "$target" --replay --command commands.gdb <<'GDB'
break baton::Task::join()
break baton::Kernel::on_alarm
break baton::LockObject::explain_deadlock
continue
baton tasks
baton bt left_first#2
continue
baton tasks
delete 1 2
continue
python
def state():
    registers = gdb.execute("info all-registers", to_string=True)
    return registers, [str(thread.ptid) for thread in gdb.selected_inferior().threads()], gdb.selected_frame().level()
end
frame 1
python before = state()
echo -----\n
baton tasks
baton locks
echo ----- main\n
baton bt main
echo ----- left_first\n
baton bt 2
echo ----- right_first\n
baton bt right_first#3
echo ----- end\n
baton bt all
python
try:
    gdb.execute("baton bt nobody")
except gdb.error as error:
    print(error)
print("unchanged" if state() == before else "changed")
end
delete
continue
quit $_exitcode
GDB
    row main 'running 0 .*'
    row left_first 'ready 0 .*'
    says 'a task that has not run' 'has not run yet: begins with baton::.*::run\(\)'
    says 'an interrupt handler' '^at .*: policy mlfq, 11 tasks, .*in an interrupt handler'
    says 'the current one is marked' '^\* +[0-9]+ right_first running 0 - '

    sed '1,/^-----$/d' out >rest && mv rest out
    says 'time, policy, tasks' '^at [0-9.]+ ms: policy mlfq, 11 tasks, [0-9]+ switches$'
    row main 'blocked 0 [0-9.]+ (us|s) [0-9.]+ (us|s) [0-9.]+ of [0-9.]+ (B|KiB) join left_first#2$'
    row left_first "blocked 0 15\\.[67][0-9]+ ms [0-9.]+ (us|s) [0-9.]+ of [0-9.]+ (B|KiB) lock 'right', held by right_first#3$"
    row left_first "blocked 0 [0-9.]+ (us|s) .* sleeps until 48\\.[56][0-9]* ms$"
    says 'a lock with its waiters' "^'right' right_first#3 right_first#7, left_first#2$"
    says 'a lock with its owner' "^'left' left_first#2"
    says 'no such task' "no task 'nobody' is alive; there are: main#1, left_first#2"
    says 'the registers and the selection' '^unchanged$'
    frames main 'baton::Kernel::switch_to|baton::Task::join|app_main'
    frames left_first 'baton::Kernel::switch_to|baton::Kernel::wait_for_lock|baton::Mutex::acquire|Workshop::take_both'
    frames right_first 'baton::LockObject::explain_deadlock|Workshop::take_both'
    check "$target: all backtraces" [ "$(sed '1,/^----- end$/d' out | grep -cE '^(main|left_first|right_first)#[0-9]+: ')" -eq 11 ]

    # What the program printed since then is what it prints without gdb, to the end.
    sed -e '1,/^unchanged$/d' -e '/^\[Inferior 1/d' out >rest
    check "$target: output as without gdb" [ "$(tail -n "$(wc -l <rest)" expected)" = "$(cat rest)" ]
    check "$target: goes on as without gdb" [ "$(wc -l <rest)" -gt 20 ]
    check "$target: exit status as without gdb" [ "$status" -eq "$expected_status" ]
}

# frames SECTION PATTERN|...: the backtrace in this section has these functions from the inside outward, in this order.
frames() {
    sed -e "1,/^----- $1\$/d" -e '/^-----/,$d' out | grep '^#' >frames
    rest=$2
    while [ -n "$rest" ]; do
        function=${rest%%|*}
        check "$target: $1 is in $function" grep -qF "$function" frames
        sed -n "/$function/,\$p" frames >inner && mv inner frames
        case $rest in *'|'*) rest=${rest#*|} ;; *) rest= ;; esac
    done
}

# Tasks that lost the CPU in the middle of a computation; in the simulator that is in a basic block.
preempted() {
    case $target in
    sim*)
        task=left_first skips=3 where='Machine::interrupt_block|Workshop::take_both'
        set -- deadlock --on "$target" --command commands.gdb -- --quiet --block-cost 1ms
        ;;
    *)
        task=A skips=2 where='Kernel::dispatch|<signal handler called>|baton::Kernel::work|Experiment::live'
        set -- scheduling_lab --on "$target" --replay --command commands.gdb -- --policy rr --quantum 10ms
        ;;
    esac
    debug "$@" <<GDB
break baton::hal::preempt
ignore 1 $skips
continue
baton tasks
echo ----- preempted\n
baton bt 2
echo ----- end\n
GDB
    row "$task" 'ready [01] [0-9.]+ ms [0-9.]+ ms '
    frames preempted "$where"
}

# ---- a program whose end is a report; input, terminal, processes

at_the_end() {
    debug deadlock --on "$target" --command commands.gdb -- --lock --quiet <<'GDB'
break baton::panic
continue
baton tasks
delete
continue
quit $_exitcode
GDB
    check "$target: the report's exit status" [ $status -eq 1 ]
    row main 'blocked .* join left_first#2$'
    says 'the report' '^baton: fatal 6: '

    echo 'continue' >commands.gdb
    "$baton" debug template --on "$target" --command commands.gdb -- --blinks 2 >out 2>err </dev/null
    check "$target: runs on" grep -qx 'template: blinks=2' out
    echo 'info registers pc' >commands.gdb
    script -qec "stty -g >before; '$baton' debug template --on $target --command commands.gdb; stty -g >after" /dev/null >out </dev/null
    check "$target: the terminal is as before" cmp -s before after
    check "$target: no process is left" [ -z "$(grep -ls "$root/build/$target/[b]in/" /proc/[0-9]*/cmdline)" ]
}

for target in ${TARGETS:-$(sed -e 's/#.*//' "$root/toolchain/targets.txt" | awk 'NF { print $1 }')}; do
    without_tasks
    in_the_middle
    preempted
    at_the_end
done
summary
