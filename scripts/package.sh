#!/bin/sh
# Builds the release and its Debian package, into target/release/bundle.
. "$(dirname -- "$0")/common.sh"
sh scripts/setup.sh run
sh scripts/page.sh
say 'Building the release (several minutes)'
cargo build --locked --release -p throughline-cli
(cd src-tauri && ../ui/node_modules/.bin/tauri build --bundles deb --ci -- --locked)
say 'Made:'
ls -1 "$target/release/throughline" "$target"/release/bundle/deb/*.deb
