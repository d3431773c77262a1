#!/bin/sh
# Runs a command on a screen that nobody sees, with a session bus of its own:
#   scripts/virtual-screen.sh COMMAND [ARGUMENT…]
# The variables keep WebKitGTK from what a machine without a graphics card lacks. They belong to
# tests; the application itself never sets them.
if [ "${1:-}" = --on-bus ]; then
    shift
    exec "$@" 2>&3 3>&-
fi
if [ "${1:-}" = --on-screen ]; then
    shift
    # The bus tells of every service it starts, in the middle of what the tests print.
    exec dbus-run-session -- sh "$0" --on-bus "$@" 3>&2 2>/dev/null
fi
unset LANG LC_ALL WAYLAND_DISPLAY
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1
exec xvfb-run -a -s '-screen 0 1400x900x24' sh "$0" --on-screen "$@"
