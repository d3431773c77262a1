#!/bin/sh
# Installs what is missing, builds, and opens the window on the sample workspace, which is made on
# the first start. `scripts/run.sh FILE` opens another.
. "$(dirname -- "$0")/common.sh"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    stop 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.
Nothing was done. To run it on a screen that nobody sees:
    apt-get install -y xvfb xauth dbus && xvfb-run -a dbus-run-session -- make run
The command line works without a display: cargo run -p throughline-cli -- --help'
fi

sh scripts/setup.sh run
sh scripts/page.sh
say 'Building (a few minutes the first time, seconds later)'
cargo build --locked -p throughline-desktop -p throughline-cli
say 'Opening the window'
[ $# -gt 0 ] || set -- --sample
exec "$target/debug/throughline-desktop" "$@"
