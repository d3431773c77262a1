# What the scripts share. Sourced, never run.

set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

# Where logs and stamps lie; cargo's own folder stays cargo's.
build="$root/.build"
mkdir -p "$build"

# Cargo puts everything here unless told otherwise; tests and scripts look there.
target="${CARGO_TARGET_DIR:-$root/target}"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n== %s\n' "$*"; }

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}
