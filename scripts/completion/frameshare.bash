# shellcheck shell=bash
# Completion of the frameshare command in bash.

_frameshare_streams() {
    frameshare list 2>/dev/null | awk '{ print $1 }'
}

_frameshare() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]-} before=${COMP_WORDS[COMP_CWORD - 1]} choices=''
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        choices='list info top dump --help'
    elif [[ $command == dump && $before == --output ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
    elif [[ $before =~ ^--(frames|timeout|iterations|interval)$ ]]; then
        return
    else
        case $command in
        list) choices='--json --help' ;;
        info) choices='--json --help' ;;
        top) choices='--iterations --interval --help' ;;
        dump) choices='--output --frames --timeout --checksum --no-overlays --help' ;;
        esac
        if [[ $command =~ ^(info|dump)$ && $word != -* ]]; then
            choices=$(_frameshare_streams)
        fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -F _frameshare frameshare
