# shellcheck shell=bash
# Sourced by ./run, ./test and ./bench.

display_pid=''

# A display of our own, for machines without one: Xvfb picks a free number by itself and says which.
start_display() {
    local number
    coproc XVFB { exec Xvfb -displayfd 1 -screen 0 1920x1200x24 -nolisten tcp 2>/dev/null; }
    # shellcheck disable=SC2153 # set by coproc
    display_pid=$XVFB_PID
    read -r -t 30 number <&"${XVFB[0]}" || {
        printf 'Xvfb did not start; set DISPLAY to a display of yours\n' >&2
        return 1
    }
    export DISPLAY=:$number
    unset WAYLAND_DISPLAY
}

end_display() {
    [ -z "$display_pid" ] || { kill "$display_pid" && wait "$display_pid"; } 2>/dev/null || true
    display_pid=''
}
