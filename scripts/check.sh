#!/bin/sh
# Everything that reads the code without running it: formats, lints, types. Reads on where one of
# them finds something, and fails at the end.
. "$(dirname -- "$0")/common.sh"
sh scripts/setup.sh test
sh scripts/page.sh

failed=''
read_by() { # NAME COMMAND…
    name=$1
    shift
    say "$name"
    "$@" </dev/null || failed="$failed $name"
}
read_by rustfmt cargo fmt --all -- --check
read_by clippy cargo clippy --locked --workspace --all-targets -- -D warnings
cd ui
read_by svelte-check npm run --silent check
read_by eslint npm run --silent lint
[ -z "$failed" ] || stop "Found something:$failed."
