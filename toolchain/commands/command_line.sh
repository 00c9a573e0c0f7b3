# Reading the command line of toolchain/baton, which sources this.
# shellcheck shell=sh

# Reads the tool's own options up to `--` into on, filter, json, commands, replay; other words into operand. `used` is
# then the number of words read. $1: the options that this command has; $2: its operand, or nothing; $3: whether options
# may follow `--`.
parse() {
    known_options=$1 operand_name=$2 passes_options=$3
    shift 3
    on='' filter='' json='' commands='' replay='' operand='' used=0
    while [ $# -gt 0 ]; do
        case $1 in
        --)
            [ "$passes_options" = yes ] || refuse "$command takes nothing after --"
            used=$((used + 1))
            return
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        --replay)
            case " $known_options " in
            *' --replay '*) replay=yes ;;
            *) refuse_option --replay ;;
            esac
            ;;
        -*)
            option=${1%%=*}
            case " $known_options " in
            *" $option "*) ;;
            *) refuse_option "$option" ;;
            esac
            if [ "$option" != "$1" ]; then
                value=${1#*=}
            else
                [ $# -ge 2 ] || refuse "$command: $option needs a value"
                value=$2
                case $value in -*) refuse "$command: $option needs a value, not '$value'" ;; esac
                shift
                used=$((used + 1))
            fi
            [ -n "$value" ] || refuse "$command: $option needs a value"
            case $option in
            --on) on=$value ;;
            --filter) filter=$value ;;
            --json) json=$value ;;
            --command) commands=$value ;;
            esac
            ;;
        *)
            [ -n "$operand_name" ] || refuse "$command: unexpected '$1'"
            [ -z "$operand" ] || refuse "$command: unexpected '$1' after $operand_name '$operand'"
            [ -n "$1" ] || refuse "$command: $operand_name is empty"
            operand=$1
            ;;
        esac
        shift
        used=$((used + 1))
    done
    return 0
}

refuse_option() {
    if [ "$passes_options" = yes ]; then
        refuse "$command: no option '$1' here; options for the program that is run stand after --: baton $command${operand:+ $operand} -- $1"
    fi
    refuse "$command: no option '$1'${known_options:+; there are: $known_options}"
}
