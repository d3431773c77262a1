#!/bin/sh
# Takes the pictures in docs/screens: every screen of the sample workspace in Chromium, on the page
# and the api that the window has, and the window itself where a virtual screen is there.
. "$(dirname -- "$0")/common.sh"
sh scripts/setup.sh test
sh scripts/page.sh
say 'Building the host'
cargo build --locked --workspace --all-targets
say 'Taking pictures'
mkdir -p docs/screens
exec node scripts/screenshots.mjs "$target/debug/ui-host"
