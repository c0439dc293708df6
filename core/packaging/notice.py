#!/usr/bin/env python3
"""Writes the licences of what the packages contain of others: `notice.py TARGET`, on standard output.

TARGET is the platform, such as x86_64-unknown-linux-gnu. Taken are the dependencies of the server and of the plugins in
Rust, without those of builds and tests. Each text stands once, below the names of those whose it is.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXTS = ("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")


def metadata(platform):
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", platform]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def reached(found, roots):
    """The ids of everything that is linked into one of the roots."""
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    seen, waiting = set(), list(roots)
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        for dep in nodes[one]["deps"]:
            # Those of builds and tests have a kind.
            if any(kind["kind"] is None for kind in dep["dep_kinds"]):
                waiting.append(dep["pkg"])
    return seen


def texts(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = [file for file in folder.iterdir() if file.is_file() and file.name.upper().startswith(TEXTS)]
    if package.get("license_file"):
        files.append(folder / package["license_file"])
    for file in sorted(set(files)):
        text = file.read_text(encoding="utf-8", errors="replace")
        yield "\n".join(line.rstrip() for line in text.strip().splitlines())


def main():
    platform = sys.argv[1]
    found = metadata(platform)
    packages = {package["id"]: package for package in found["packages"]}
    plugins = str(ROOT / "plugins")
    own = [id for id, package in packages.items() if package["source"] is None]
    roots = [id for id in own if packages[id]["name"] == "ocpp-central" or packages[id]["manifest_path"].startswith(plugins)]
    others = [packages[id] for id in reached(found, roots) if packages[id]["source"] is not None]
    others.sort(key=lambda package: (package["name"], package["version"]))
    by_text, silent = {}, []
    print("What ocpp-central contains of others, and under which licences. Its own is in LICENSE.\n")
    for package in others:
        name = f"{package['name']} {package['version']}"
        print(f"{name}: {package['license'] or package['license_file']}; {package.get('repository') or 'no repository told'}")
        own_texts = list(texts(package))
        for text in own_texts:
            by_text.setdefault(text, []).append(name)
        if not own_texts:
            authors = ", ".join(package["authors"]) or "its authors"
            silent.append(f"{name}: {package['license']}, by {authors}")
    if silent:
        print("\nThese come without a text, and are under the licences that they name:\n")
        print("\n".join(silent))
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        print(f"\n{'-' * 100}\nOf {', '.join(names)}:\n\n{text}")


if __name__ == "__main__":
    main()
