#!/bin/sh
# Checks what the build (and, with `test`, the tests) needs, installs what is missing where it may,
# and otherwise prints the line to run. Says nothing where nothing is missing.
#   scripts/setup.sh [run|test]
. "$(dirname -- "$0")/common.sh"
purpose=${1:-run}

# The window's own libraries and a C compiler for SQLite.
packages='build-essential pkg-config ca-certificates libwebkit2gtk-4.1-dev fonts-dejavu-core'
# A driver for the true window, a screen without a display, and a second browser engine.
[ "$purpose" = test ] && packages="$packages git openssl python3 python3-venv webkit2gtk-driver xvfb xauth dbus dbus-x11 at-spi2-core libgl1-mesa-dri fonts-noto-color-emoji imagemagick chromium"

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

system_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        pkg-config --exists webkit2gtk-4.1 2>/dev/null ||
            stop "This system is not Debian's kind. Install the development files of WebKitGTK 4.1 and a C compiler; on Debian they are: $packages"
        return
    fi
    missing=''
    for package in $packages; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0

    line="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then
        as=''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as='sudo'
    else
        stop "System packages are missing and installing them needs an administrator. Run this, then the same command again:
    sudo apt-get update && sudo $line"
    fi
    say "Installing system packages:$missing"
    # An index that is there may be stale; one that cannot be refreshed may still do.
    $as env DEBIAN_FRONTEND=noninteractive apt-get -q update </dev/null || true
    # shellcheck disable=SC2086 # a list of names
    $as env DEBIAN_FRONTEND=noninteractive $line -q </dev/null ||
        stop "Installing failed. Nothing of the project was changed. Try by hand: $line"
}

toolchain() {
    command -v cargo >/dev/null 2>&1 ||
        stop 'Rust is missing. Install it from https://rustup.rs (or your distribution, 1.95 or newer), then run the same command again.'
    wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
    have=$(rustc --version | cut -d' ' -f2)
    [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n1)" = "$wanted" ] ||
        stop "Rust $have is older than $wanted. Run: rustup update stable"

    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
        stop 'Node.js is missing. Install version 20.19 or newer with npm (https://nodejs.org), then run the same command again.'
    have=$(node --version | tr -d v)
    [ "$(printf '20.19\n%s\n' "$have" | sort -V | head -n1)" = 20.19 ] ||
        stop "Node.js $have is older than 20.19. Install a newer one, then run the same command again."

    if [ "$purpose" = test ] && ! { cargo clippy --version && cargo fmt --version; } >/dev/null 2>&1; then
        say 'Adding clippy and rustfmt to the Rust toolchain'
        rustup component add clippy rustfmt ||
            stop 'clippy and rustfmt are missing. Install them with your Rust toolchain, then run the same command again.'
    fi
}

page_packages() {
    # npm writes this file last, so it is newer than the lock it was made from.
    made=ui/node_modules/.package-lock.json
    if [ -f "$made" ] && [ -z "$(find ui/package-lock.json -newer "$made")" ]; then
        return
    fi
    # npm ci empties the folder first, through a link too: what it points to belongs to somebody else.
    [ ! -L ui/node_modules ] ||
        stop 'ui/node_modules is a link to another folder, which installing would empty. Remove the link, then run the same command again.'
    say "Installing the page's packages (npm ci)"
    (cd ui && npm ci --no-audit --no-fund </dev/null) ||
        stop 'npm could not install the packages of ui/. Check the network, then run the same command again.'
}

system_packages
toolchain
page_packages
