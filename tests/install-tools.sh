#!/usr/bin/env bash
# Installs the OCPP clients that others wrote into the folder TOOLS: `install-tools.sh TOOLS`.
#
# What cannot be installed is said loudly; its suites are skipped then. With CI in the environment it is
# an error.
set -uo pipefail
tools=$1
here=$(cd "$(dirname "$0")" && pwd)

missing() {
    printf '\n*** %s\n*** The suites that need it will be skipped.\n\n' "$1" >&2
    [ -z "${CI:-}" ] || exit 1
}

# A mark holds what was installed, so that nothing is done when nothing has changed.
python() {
    local folder=$tools/python list=$here/python/requirements.txt
    cmp -s "$list" "$folder/installed" && return
    rm -rf "$folder" && mkdir -p "$tools" &&
        python3 -m venv "$folder" &&
        "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$list" &&
        cp "$list" "$folder/installed"
}

node() {
    local folder=$tools/node list=$here/node/package-lock.json
    cmp -s "$list" "$folder/installed" && return
    rm -rf "$folder" && mkdir -p "$folder" &&
        cp "$here/node/package.json" "$list" "$folder" &&
        (cd "$folder" && npm ci --silent --ignore-scripts) &&
        cp "$list" "$folder/installed"
}

# Plugins in C. These come from the system's packages, which only its administrator can install.
c() {
    echo '#include <stdlib.h>
    long double x; int used(void) { return (int)(x * x); }' |
        clang-19 --target=wasm32-wasi -mexec-model=reactor -xc - -o /dev/null 2>/dev/null
}

# The client of the system's own Python, which is a package of the system's, too.
debian() {
    /usr/bin/python3 -I -c 'import websockets.legacy.client' 2>/dev/null
}

# What builds, checks and tests the plugins in Python.
plugins_in_python() {
    local folder=$tools/plugin-python list=$here/../plugin-sdk/python/tools/requirements.txt
    cmp -s "$list" "$folder/installed" && return
    rm -rf "$folder" && mkdir -p "$tools" &&
        python3 -m venv "$folder" &&
        "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$list" &&
        cp "$list" "$folder/installed"
}

# What builds and tests the plugins in TypeScript and JavaScript. Without a lock file: npm refuses one that
# has no entry for the binaries of componentize-qjs that were not published for every platform.
javascript() {
    local folder=$tools/javascript list=$here/../plugin-sdk/javascript/package.json
    cmp -s "$list" "$folder/installed" && return
    rm -rf "$folder" && mkdir -p "$folder" &&
        cp "$list" "$folder" &&
        (cd "$folder" && npm install --silent --ignore-scripts --no-audit --no-fund --no-package-lock) &&
        cp "$list" "$folder/installed"
}

python || missing "PyPI ocpp, schemathesis and openapi-python-client could not be installed: it needs Python 3.11 or later with venv and pip."
node || missing "npm ocpp-rpc could not be installed: it needs Node.js 18 or later with npm."
c || missing "Plugins in C cannot be built: apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32"
debian || missing "Debian's python3-websockets is not there: apt-get install python3-websockets"
plugins_in_python || missing "PyPI componentize-py, mypy and ruff could not be installed: it needs Python 3.11 or later with venv and pip."
javascript || missing "The npm packages of plugin-sdk/javascript could not be installed: it needs Node.js 20 or later with npm."
