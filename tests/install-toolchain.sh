#!/usr/bin/env bash
# Brings what rust-toolchain.toml names (the compiler, its tools, the WASM target) where something of it is
# missing, through rustup and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
# Whatever the machine's setting is, asking what is there must not install it unseen.
export RUSTUP_AUTO_INSTALL=0

# OpenSSL with its headers, as the crate that links it finds them.
check_openssl() {
    [ -n "${OPENSSL_DIR:-}${OPENSSL_LIB_DIR:-}" ] || pkg-config --atleast-version=3 openssl 2>/dev/null && return
    echo "*** OpenSSL 3 with its headers is needed, and pkg-config to find it (Debian: apt-get install libssl-dev pkg-config). Then run make again." >&2
    exit 1
}

field() { sed -n "s/^$1 = //p" rust-toolchain.toml | tr -d '[]",'; }
toolchain=${RUSTUP_TOOLCHAIN:-$(field channel)} targets=$(field targets) components=$(field components)

# A compiler that came another way will do if it has the target.
if ! command -v rustup >/dev/null; then
    for target in $targets; do
        libraries=$(rustc --print target-libdir --target "$target" 2>/dev/null) && [ -d "$libraries" ] && continue
        echo "*** Rust $toolchain with $target is needed: install rustup from https://rustup.rs (Debian: apt-get install rustup), and run make again." >&2
        exit 1
    done
    check_openssl
    exit 0
fi

wanted=(--profile minimal --no-self-update)
missing=()
has() { grep -qE "^$1(-| |$)" <<<"$2" || missing+=("$1"); }
has "$toolchain" "$(rustup toolchain list)"
there=$(rustup target list --installed --toolchain "$toolchain" 2>/dev/null) || there=
for target in $targets; do
    wanted+=(--target "$target")
    has "$target" "$there"
done
there=$(rustup component list --installed --toolchain "$toolchain" 2>/dev/null) || there=
for component in $components; do
    wanted+=(--component "$component")
    has "$component" "$there"
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "==> rustup installs what is missing: ${missing[*]}"
    rustup toolchain install "$toolchain" "${wanted[@]}"
fi
check_openssl
