#!/bin/sh
# toolchain/baton docs: the reference covers the public headers, and a header that is not documented makes it fail;
# what the filter makes of comments.
set -u
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

clone=$scratch/clone
git clone --quiet --no-hardlinks "$root" "$clone" || exit 1
cd "$scratch" || exit 1
page=$clone/build/docs/index.html

docs() {
    "$clone/toolchain/baton" docs >out 2>err </dev/null
    status=$?
}

# ---- the reference

docs
check 'the headers are documented' [ $status -eq 0 ]
cat err
check 'says where the page is' [ "$(cat out)" = "$page" ]
check 'the page is there' [ -s "$page" ]
# reads FILE PATTERN: the page in FILE shows this.
reads() { check "$1 shows $2" grep -q -e "$2" "$clone/build/docs/$1"; }
reads classbaton_1_1Semaphore.html '<dt>Blocks</dt><dd>until there is one'
reads classbaton_1_1Semaphore.html 'include &lt;.*baton/sync/semaphore.hpp'
reads classbaton_1_1Task.html 'Suspending it once more changes nothing'
reads namespacebaton.html 'the time given ran out'
reads namespacebaton_1_1hal.html 'Deadline of an alarm that never fires'
# Every public header has a page, also those that are added.
missing=$(cd "$clone" && git ls-files -- 'kernel/baton/*.hpp' 'hal/*.hpp' |
    grep -vE '^hal/.*/|/(leftist_heap|ready_queue|switching)\.hpp$' | while read -r header; do
        grep -q "$header" build/docs/*_8hpp.html || echo "$header"
    done)
check "every public header has a page: $missing" [ -z "$missing" ]

# ---- what is not documented

# header FILE TEXT: a header with this text (a printf format).
header() {
    mkdir -p "$(dirname -- "$clone/$1")"
    # shellcheck disable=SC2059
    printf "// A header.\n#pragma once\n\nnamespace baton {\n\n$2\n}  // namespace baton\n" >"$clone/$1"
}
header kernel/baton/sync/first.hpp 'class First {\n  public:\n    int depth() const;\n};'
header kernel/baton/new/second.hpp '// A class.\nclass Second {\n  public:\n    int depth() const;\n};'
header kernel/baton/sync/third.hpp '// Says how deep.\nint depth();\nint width();'
header hal/fourth.hpp 'void fourth();'
header kernel/baton/core/fifth.hpp 'enum class Fifth { a };'
docs
check 'undocumented headers: status 1' [ "$status $(wc -c <out)" = '1 0' ]
check 'undocumented headers: no page' [ ! -e "$page" ]
# named FILE WHAT: the error says that this is not documented.
named() { check "names $2 in $1" grep -q "$1:[0-9]*: .*$2.* not documented" err; }
named kernel/baton/sync/first.hpp 'baton::First'
named kernel/baton/new/second.hpp 'depth()'
named kernel/baton/sync/third.hpp 'width()'
named hal/fourth.hpp 'fourth()'
named kernel/baton/core/fifth.hpp 'Fifth'
check 'names nothing that is documented' sh -c "! grep -q 'third.hpp.*depth' err"

# ---- the filter

# turns TEXT INTO: what the filter makes of a header (both printf formats), from its fourth line.
turns() {
    # shellcheck disable=SC2059
    printf "// Top.\n\nnamespace n {\n$1\n}\n" >header.hpp
    # shellcheck disable=SC2059
    printf "$2\n}\n" >wanted
    "$root/toolchain/doxygen/filter" header.hpp >whole && tail -n +4 whole >filtered
    check "turns: $1" cmp -s wanted filtered
    check "first line: $1" [ "$(head -n 1 whole)" = '/** \file header.hpp \ilinebr Top. */' ]
}
turns '// Does. Twice.\nvoid f();' '/** Does. Twice. */\nvoid f();'
turns '// One,\n// two.\nvoid f();' '/** One, two. */\n\nvoid f();'
turns '// Loose.\n\nvoid f();' '// Loose.\n\nvoid f();'
turns '// Does. Context: task. Errors: e.\nvoid f();' '/** Does. \\par Context\\ilinebr task. \\par Errors\\ilinebr e. */\nvoid f();'
turns '// Does.\n//\n// More.\nvoid f();' '/** Does. <p>More. */\n\n\nvoid f();'
turns '// Does:\n//   a  <b>\nvoid f();' '/** Does: <pre>  a  \\<b\\></pre> */\n\nvoid f();'
turns '// Does:\n//   a\n//     b\n// More.\nvoid f();' '/** Does: <pre>  a<br>    b</pre> <p>More. */\n\n\n\nvoid f();'
turns '// `a<b>` is #1 @ 5%%.\nvoid f();' '/** `a<b>` is \\#1 \\@ 5\\%%. */\nvoid f();'
turns '// Does.\nvoid f();\nvoid f(int);\nvoid g();' '/** Does. */\nvoid f();\n/** Does. */ void f(int);\nvoid g();'
turns '// f(), g(): do.\nvoid f();\ntemplate <class T>\nvoid g();' \
    '/** f(), g(): do. */\nvoid f();\n/** f(), g(): do. */ template <class T>\nvoid g();'
turns '// Does.\nvoid f();\n\nvoid f(int);' '/** Does. */\nvoid f();\n\nvoid f(int);'
turns '// Is.\nstruct S {\n    int a;  // one\n            // two\n    int b;\n};' \
    '/** Is. */\nstruct S {\n    int a;  ///< one two\n\n    int b;\n};'
turns 'enum class E {\n    // A.\n    a,\n    b,  // B.\n};' 'enum class E {\n    /** A. */\n    a,\n    b,  ///< B.\n};'
turns '// Does.\nint f() {\n    // Why.\n    return "//"[0];  // Why.\n}' \
    '/** Does. */\nint f() {\n    // Why.\n    return "//"[0];  // Why.\n}'
turns 'struct S {\n    S(const S&) = delete;\n    friend class T;\n    // Is.\n    S() = default;\n};' \
    'struct S {\n\n\n    /** Is. */\n    S() = default;\n};'
turns "// Is.\nint a = 1'000;\n// Is.\nint b{2};  // two" "/** Is. */\nint a = 1'000;\n/** Is. */\nint b{2};  ///< two"
turns '// Is.\nclass C;\n// Why.\nstatic_assert(true);' '// Is.\nclass C;\n// Why.\nstatic_assert(true);'
summary
