#!/bin/sh
# Everything that reads the code without running it: formats, lints, types.
. "$(dirname -- "$0")/common.sh"
sh scripts/setup.sh test
sh scripts/page.sh
say 'rustfmt'
cargo fmt --all -- --check
say 'clippy'
cargo clippy --locked --workspace --all-targets -- -D warnings
say 'svelte-check and tsc'
(cd ui && npm run --silent check </dev/null)
say 'eslint and prettier'
(cd ui && npm run --silent lint </dev/null)
