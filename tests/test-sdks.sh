#!/usr/bin/env bash
# The tests of the SDKs and plugins in other languages than Rust, each with its language's own tools:
# tests/test-sdks.sh TOOLS TARGET. What is missing is said loudly; in CI it is an error.
set -euo pipefail
tools=$1 target=$2
cd "$(dirname "$0")/.."

missing() {
    printf '\n*** SKIPPED: %s\n\n' "$1" >&2
    [ -z "${CI:-}" ] || exit 1
}

c() {
    make --silent -C plugin-sdk/c test OUT="$target/c"
}

python() {
    "$tools/plugin-python/bin/python" plugin-sdk/python/tools/test.py
}

javascript() {
    local modules=$tools/javascript/node_modules folder
    export PATH=$modules/.bin:$PATH NODE_PATH=$modules
    for folder in plugin-sdk/javascript plugin-sdk/javascript/examples/doorman plugins/tariff; do
        (cd "$folder" && npm test --silent)
    done
    for folder in plugin-sdk/javascript/test/types plugin-sdk/javascript/examples/doorman plugins/tariff; do
        tsc -p "$folder" --typeRoots "$modules/@types"
    done
}

if command -v clang-19 >/dev/null && command -v gcc >/dev/null; then c; else
    missing "the C SDK: apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32"
fi
if [ -f "$tools/plugin-python/installed" ]; then python; else
    missing "the Python SDK: make test-tools installs componentize-py, mypy and ruff"
fi
if [ -f "$tools/javascript/installed" ]; then javascript; else
    missing "the JavaScript SDK: make test-tools installs esbuild and componentize-qjs"
fi
