#!/usr/bin/env bash
# Makes the packages of a binary that was built: `make dist` calls it.
#
#   make.sh --binary FILE --plugins FOLDER --out FOLDER [--notice FILE] [--version VERSION] [--quick]
#
# Into the folder: the archive (tar.gz), the Debian package (deb), the debug information, SHA256SUMS.
# --notice FILE: the licences of others are those of this file, instead of read anew. --version: another than Cargo.toml's.
# --quick: nothing is compressed, for tests. SOURCE_DATE_EPOCH is the time of all files; usually that of the last commit.
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

binary='' plugins='' out='' notice='' version='' quick=''
while [ $# -gt 0 ]; do
    case $1 in
    --binary) binary=$2 && shift ;;
    --plugins) plugins=$2 && shift ;;
    --out) out=$2 && shift ;;
    --notice) notice=$2 && shift ;;
    --version) version=$2 && shift ;;
    --quick) quick=yes ;;
    *) echo "make.sh: $1 is no word of it" >&2 && exit 2 ;;
    esac
    shift
done
: "${binary:?--binary is missing}" "${plugins:?--plugins is missing}" "${out:?--out is missing}"
version=${version:-$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
machine=$(uname -m)
name=ocpp-central-$version-$machine-linux

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
say() { printf '==> %s\n' "$*"; }

# The binary without what only a debugger wants, which lies beside the packages.
tree=$work/$name
mkdir -p "$tree/bin"
objcopy --only-keep-debug "$binary" "$out/$name.debug"
(cd "$out" && objcopy --strip-all --add-gnu-debuglink="$name.debug" "$binary" "$tree/bin/ocpp-central")
chmod 755 "$tree/bin/ocpp-central" && chmod 644 "$out/$name.debug"
# What it needs of the machine: the C library, of this version at least, and OpenSSL 3.
needed=$(objdump -p "$tree/bin/ocpp-central" | sed -n 's/^ *NEEDED *//p' | sort | xargs)
for library in $needed; do
    case $library in
    libc.so.6 | libm.so.6 | libgcc_s.so.1 | ld-linux* | libssl.so.3 | libcrypto.so.3) ;;
    *) echo "make.sh: the binary needs $library, which not every machine has" >&2 && exit 1 ;;
    esac
done
glibc=$(objdump -T "$tree/bin/ocpp-central" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | cut -d_ -f2)
say "the binary needs glibc $glibc or later ($needed)"

# What goes with it.
mkdir -p "$tree"/{plugins,config,man/man1,completions,docs}
cp "$plugins"/*.wasm "$tree/plugins/"
cp -r "$root"/config/. "$tree/config/"
cp "$root"/{LICENSE,README.md,CHANGELOG.md} "$here/Containerfile" "$here/ocpp-central.service" "$tree/"
cp "$root"/core/docs/*.md "$tree/docs/"
if [ -n "$notice" ]; then
    cp "$notice" "$tree/NOTICE"
else
    "$here/notice.py" "$(rustc -vV | sed -n 's/^host: //p')" >"$tree/NOTICE"
fi
"$tree/bin/ocpp-central" man --out "$tree/man/man1" >/dev/null
for shell in bash zsh fish; do
    "$tree/bin/ocpp-central" completions $shell >"$tree/completions/ocpp-central.$shell"
done
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

pack() { if [ -n "$quick" ]; then gzip -n1; else gzip -n9; fi; }
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - "$name" | pack >"$out/$name.tar.gz"
say "$out/$name.tar.gz"

deb() {
    local deb=$work/deb architecture doc
    architecture=$(dpkg --print-architecture)
    doc=$deb/usr/share/doc/ocpp-central
    mkdir -p "$deb"/{DEBIAN,etc/ocpp-central,usr/bin,usr/lib/systemd/system,usr/share/ocpp-central,usr/share/man/man1} \
        "$deb"/usr/share/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d} "$doc"
    cp "$tree/bin/ocpp-central" "$deb/usr/bin/"
    cp "$tree/ocpp-central.service" "$deb/usr/lib/systemd/system/"
    cp "$tree/config/package.toml" "$deb/etc/ocpp-central/central.toml"
    cp -r "$tree/plugins" "$deb/usr/share/ocpp-central/"
    cp "$tree"/man/man1/*.1 "$deb/usr/share/man/man1/" && gzip -n9 "$deb"/usr/share/man/man1/*.1
    cp "$tree/completions/ocpp-central.bash" "$deb/usr/share/bash-completion/completions/ocpp-central"
    cp "$tree/completions/ocpp-central.zsh" "$deb/usr/share/zsh/vendor-completions/_ocpp-central"
    cp "$tree/completions/ocpp-central.fish" "$deb/usr/share/fish/vendor_completions.d/ocpp-central.fish"
    cp -r "$tree"/config/. "$tree/docs" "$tree/README.md" "$doc/" && rm "$doc/package.toml"
    cp "$tree/LICENSE" "$doc/copyright"
    gzip -n9 <"$tree/NOTICE" >"$doc/NOTICE.gz"
    gzip -n9 <"$tree/CHANGELOG.md" >"$doc/changelog.gz"
    echo /etc/ocpp-central/central.toml >"$deb/DEBIAN/conffiles"
    install -m 755 "$here"/deb/* "$deb/DEBIAN/"
    (cd "$deb" && find etc usr -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
    cat >"$deb/DEBIAN/control" <<CONTROL
Package: ocpp-central
Version: $version
Architecture: $architecture
Maintainer: ${MAINTAINER:-The authors of ocpp-central <root@localhost>}
Installed-Size: $(du -sk --apparent-size "$deb" | cut -f1)
Depends: libc6 (>= $glibc), libgcc-s1, libssl3 (>= 3.0.0), adduser, init-system-helpers (>= 1.52)
Section: net
Priority: optional
Description: central system (CSMS) for chargers of electric vehicles
 Speaks OCPP 1.6J, 2.0.1 and 2.1 with chargers, all on one port, and keeps
 their sessions and transactions durably, in one process without other
 services. Decisions are plugins in WebAssembly, replaced while every charger
 stays connected. Operators use a dashboard, an HTTP API and a command line.
CONTROL
    find "$deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group ${quick:+-Znone} --build "$deb" "$out/ocpp-central_${version}_$architecture.deb" >/dev/null
    say "$out/ocpp-central_${version}_$architecture.deb"
}
if command -v dpkg-deb >/dev/null; then
    deb
else
    printf '\n*** dpkg-deb is not installed: no Debian package was made.\n\n' >&2
    [ -z "${CI:-}" ]
fi
(cd "$out" && find . -maxdepth 1 -name "ocpp-central[-_]$version[-_]*" -printf "%f\0" | sort -z | xargs -0 sha256sum >SHA256SUMS)
say "$out/SHA256SUMS"
