#!/bin/sh
# check-includes finds what is wrong, says where, and finds nothing else.
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

house=$scratch/house
for file in kernel/baton/baton.hpp kernel/baton/app/run.hpp kernel/baton/core/task.hpp kernel/baton/sync/mutex.hpp \
    kernel/baton/queue/pipe.hpp kernel/baton/work/timer.hpp hal/clock.hpp hal/entry.hpp hal/cortex_m/port.hpp \
    sim/machine.hpp apps/one/own.hpp apps/two/other.hpp; do
    mkdir -p "$house/$(dirname $file)"
    echo '#pragma once' >"$house/$file"
done

# with FILE TEXT: what check-includes says of the house if FILE ends with TEXT (a printf format).
with() {
    # shellcheck disable=SC2059
    printf "// first line\n$2\n" >"$house/$1.extra.cpp"
    "$root/toolchain/check-includes" "$house" >"$scratch/said"
    status=$?
    rm "$house/$1.extra.cpp"
}
accepts() {
    with "$1" "$2"
    check "accepts in $1: $2" [ "$status$(cat "$scratch/said")" = 0 ]
}
refuses() { # FILE TEXT WHY
    with "$1" "$2"
    check "refuses in $1: $2" [ "$status $(wc -l <"$scratch/said")" = '1 1' ]
    check "says of $1: $3" grep -q "^$1.extra.cpp:2: .*$3" "$scratch/said"
}

for area in apps/one/main kernel/baton/core/task hal/clock hal/cortex_m/port sim/machine; do
    accepts $area '#include <vector>'
    accepts $area '// #include <boost/context/fiber.hpp>'
    accepts $area '/*\n#include <stdio_ext.h>\n*/'
done
accepts sim/machine '#include <boost/context/fiber.hpp>\n#include <baton/baton.hpp>\n#include "hal/clock.hpp"\n#ifdef __linux__\n#endif'

accepts apps/one/main '#include <baton/baton.hpp>\n#include "own.hpp"'
refuses apps/one/main '#include "hal/clock.hpp"' 'an application includes'
refuses apps/one/main '#include <sys/socket.h>' 'an application includes'
refuses apps/one/main '#include "other.hpp"' 'an application includes'
refuses apps/one/main '#include "../two/other.hpp"' 'no \.\.'
refuses apps/one/main '#include "baton/baton.hpp"' 'an application includes'
refuses apps/one/main '#ifdef __arm__' 'differences between machines'
refuses apps/one/main '#if defined(BATON_SIM)' 'differences between machines'

accepts kernel/baton/sync/mutex '#include <baton/core/task.hpp>\n#include <baton/queue/pipe.hpp>\n#include "hal/clock.hpp"\n#include <tl/expected.hpp>'
accepts kernel/baton/app/run '#include <baton/work/timer.hpp>'
accepts kernel/baton/core/task '#if __cplusplus > 202002L\n#endif'
refuses kernel/baton/core/task '#include <baton/sync/mutex.hpp>' 'floor above'
refuses kernel/baton/queue/pipe '  #  include <baton/work/timer.hpp>' 'floor above'
refuses kernel/baton/work/timer '#include <baton/app/run.hpp>' 'floor above'
refuses kernel/baton/app/run '#include <baton/baton.hpp>' 'floor above'
refuses kernel/baton/core/task '#include <baton/attic/old.hpp>' 'no floor is known'
refuses kernel/baton/core/task '#include "sim/machine.hpp"' 'the kernel includes'
refuses kernel/baton/core/task '#include "hal/cortex_m/port.hpp"' 'the kernel includes'
refuses kernel/baton/core/task '#include <hal_port/entry.hpp>' 'the kernel includes'
refuses kernel/baton/core/task '#include <boost/context/fiber.hpp>' 'the kernel includes'
refuses kernel/baton/core/task '#include <unistd.h>' 'the kernel includes'
refuses kernel/baton/core/task '#include HEADER' 'names its file'
refuses kernel/baton/core/task '#if defined(X) || \\\\\n  defined(__riscv)' 'differences between machines'
refuses kernel/baton/core/task '#ifdef __x86_64__' 'differences between machines'
refuses kernel/baton/core/task '#elif defined(__ARM_ARCH_7M__)' 'differences between machines'
refuses kernel/baton/core/task '#ifndef __linux__ // so' 'differences between machines'

accepts hal/clock '#include "hal/entry.hpp"'
refuses hal/clock '#include "hal/cortex_m/port.hpp"' 'the hal interface'
refuses hal/clock '#include <hal_port/entry.hpp>' 'the hal interface'
refuses hal/clock '#include <baton/core/task.hpp>' 'the hal interface'
accepts hal/cortex_m/port '#include "hal/clock.hpp"\n#include <hal_port/entry.hpp>\n#include "port.hpp"'
refuses hal/cortex_m/port '#include <baton/core/task.hpp>' 'an implementation of the hal'
refuses hal/cortex_m/port '#include "sim/machine.hpp"' 'an implementation of the hal'

echo '#include <hal_port/entry.hpp>' >>"$house/hal/entry.hpp"
accepts hal/clock ''
check 'refuses a folder without sources' sh -c "! '$root/toolchain/check-includes' '$scratch/none' >/dev/null"
summary
