#!/bin/sh
# Builds the page into ui/dist, unless nothing changed since.
. "$(dirname -- "$0")/common.sh"

now=$(cd ui && find src index.html package-lock.json vite.config.ts svelte.config.js tsconfig.json public -type f \
    -exec sha256sum {} + 2>/dev/null | LC_ALL=C sort | sha256sum)
if [ -f ui/dist/index.html ] && [ "$(cat "$build/page.digest" 2>/dev/null)" = "$now" ]; then
    exit 0
fi
say 'Building the page'
(cd ui && npm run --silent build </dev/null)
printf '%s\n' "$now" >"$build/page.digest"
