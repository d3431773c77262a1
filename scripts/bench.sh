#!/bin/sh
# Measures the release build beside plain SQLite doing the least possible, on generated artefacts.
#   scripts/bench.sh [OPTIONS]     options are the benchmark's own (--help)
. "$(dirname -- "$0")/common.sh"
sh scripts/setup.sh run
say 'Building the release of what is measured (several minutes the first time)'
cargo build --locked --release -p throughline-tests -p throughline-cli --bin bench --bin throughline
exec "$target/release/bench" "$@"
