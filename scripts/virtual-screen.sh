#!/bin/sh
# Runs a command on a screen that nobody sees, with a session bus of its own:
#   scripts/virtual-screen.sh COMMAND [ARGUMENT…]
# The variables keep WebKitGTK from what a machine without a graphics card lacks. They belong to
# tests; the application itself never sets them.
unset LANG LC_ALL WAYLAND_DISPLAY
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1
exec xvfb-run -a -s '-screen 0 1400x900x24' dbus-run-session -- "$@"
