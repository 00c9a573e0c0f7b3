# The targets' table and the applications' folders. toolchain/baton sources this.
# shellcheck shell=sh

# The targets' table without comments.
targets() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$toolchain/targets.txt"; }

target_names() { targets | while read -r name rest; do echo "$name"; done; }

app_names() {
    for list in "$root"/apps/*/CMakeLists.txt; do
        [ -f "$list" ] && basename -- "$(dirname -- "$list")"
    done
}

# Sets target, machine (- for this host), emulator and tools from the table.
choose_target() {
    make_scratch
    targets >"$scratch/targets"
    while read -r target machine emulator tools rest; do
        [ "$target" != "$1" ] || return 0
    done <"$scratch/targets"
    refuse "no target '$1'$(hint "$1" "$(target_names)")"
}

# "; did you mean ...?" if a known name is close to the one given, and all known names.
hint() {
    printf '%s\n' "$2" | awk -v given="$1" '
        function least(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
        function distance(s, t,    i, j, d) {
            for (i = 0; i <= length(s); i++) d[i, 0] = i
            for (j = 0; j <= length(t); j++) d[0, j] = j
            for (i = 1; i <= length(s); i++)
                for (j = 1; j <= length(t); j++)
                    d[i, j] = least(d[i - 1, j] + 1, d[i, j - 1] + 1,
                                    d[i - 1, j - 1] + (substr(s, i, 1) != substr(t, j, 1)))
            return d[length(s), length(t)]
        }
        BEGIN { best = 1 + length(given) / 3 }
        {
            known = known (NR > 1 ? ", " : "") $0
            d = distance(given, $0)
            if (d <= best) { best = d; near = $0 }
        }
        END { printf "%s; there are: %s", near == "" ? "" : "; did you mean " near "?", known }'
}
