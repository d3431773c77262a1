#!/usr/bin/env bash
# Everything: what `make check` reads, then Rust, the example of a pipeline, the page's units, the
# page in Chromium, and the true window under a virtual screen. Ends with each runner's own summary
# and one total; ends with a failure if anything failed, but runs the rest first.
. "$(dirname -- "$0")/common.sh"
set -o pipefail
logs="$build/logs"
mkdir -p "$logs"
rm -f "$logs"/*.log

sh scripts/setup.sh test

failed=''
step() { # NAME COMMAND…: runs it, keeps what it prints, remembers if it failed
    local name=$1
    shift
    say "$name"
    "$@" </dev/null 2>&1 | sed -u 's/\x1b\[[0-9;]*m//g' | tee "$logs/$name.log" || failed="$failed $name"
}
in_page() { (cd ui && "$@"); }

step check sh scripts/check.sh

sh scripts/page.sh
say 'Building the programs and the tests'
cargo build --locked --workspace --all-targets

step rust cargo test --locked --workspace --no-fail-fast
step pipeline bash scripts/pipeline.sh
step validators bash scripts/validators.sh
step page-units in_page npm run --silent test
step page-in-chromium env THROUGHLINE_UI_HOST="$target/debug/ui-host" bash -c 'cd ui && npm run --silent test:browser'
step window sh scripts/virtual-screen.sh timeout 1500 \
    cargo test --locked --workspace --test window -- --ignored --test-threads=1

say 'Summary'
sh scripts/summary.sh "$logs"
if [ -n "$failed" ]; then
    stop "Failed:$failed. What they printed is in $logs."
fi
