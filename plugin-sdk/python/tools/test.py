"""Everything that can be tested of the Python SDK and its plugins without a server: `python3 tools/test.py`.

The tests of the package, of the template and of each plugin, each in a process of its own because all plugins are
modules named `plugin`; then types and style. What needs mypy, componentize-py or ruff is skipped loudly
without them, and is an error with CI in the environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

SDK = Path(__file__).resolve().parents[1]
ROOT = SDK.parents[1]
PLUGINS = (SDK / "examples" / "doorman", ROOT / "plugins" / "webhook-notifier")


def main() -> None:
    """Runs all of it; the exit code says whether it passed."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        template = _template(Path(folder) / "template")
        for project, tests in ((SDK, "tests"), (template, "src"), *((plugin, "src") for plugin in PLUGINS)):
            print(f"== {project.name}", flush=True)
            if not _run("unittest", "discover", "-s", tests, cwd=project):
                failed.append(f"the tests of {project}")
        failed += _types(Path(folder), [template, *PLUGINS])
    failed += _style()
    if failed:
        raise SystemExit("failed: " + ", ".join(failed))


def _types(folder: Path, projects: list[Path]) -> list[str]:
    if find_spec("mypy") is None:
        _missing("mypy is not installed: no types are checked")
        return []
    bindings = folder / "bindings"
    if not _bindings(bindings):
        _missing("componentize-py is not installed: the package is checked without its bindings")
    failed = []
    print("== types", flush=True)
    if not _run("mypy", "-p", "ocpp_plugin", cwd=SDK, path=[bindings]):
        failed.append("the types of the package")
    if not _run("mypy", "tests", "tools", cwd=SDK, path=[bindings]):
        failed.append("the types of its tests and tools")
    for project in projects:
        if not _run("mypy", "--strict", "src", cwd=project, path=[project / "src"]):
            failed.append(f"the types of {project}")
    return failed


def _style() -> list[str]:
    if find_spec("ruff") is None:
        _missing("ruff is not installed: the style is not checked")
        return []
    folders, settings = [str(SDK), *map(str, PLUGINS)], ["--config", str(SDK / "pyproject.toml")]
    print("== style", flush=True)
    good = [_run("ruff", *job, *settings, *folders, cwd=SDK) for job in (("check", "--quiet"), ("format", "--check"))]
    return [] if all(good) else ["the style"]


def _run(module: str, *arguments: str, cwd: Path, path: list[Path] | None = None) -> bool:
    paths = [str(SDK / "src"), *map(str, path or [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "MYPYPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=False, cwd=cwd, env=environment).returncode == 0


def _template(target: Path) -> Path:
    """The template as `plugin new` would leave it."""
    shutil.copytree(SDK / "template", target)
    for path in filter(Path.is_file, target.rglob("*")):
        path.write_text(path.read_text(encoding="utf-8").replace("{{name}}", "my-plugin"), encoding="utf-8")
    return target


def _bindings(target: Path) -> bool:
    """The bindings of a world with everything, as the build makes them."""
    tool = shutil.which("componentize-py", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if tool is None:
        return False
    wit = target.parent / "wit"
    shutil.copytree(ROOT / "plugin-sdk" / "wit", wit)
    shutil.copytree(SDK / "wit" / "deps", wit / "deps")
    exports = "".join(f"  export {name};\n" for name in ("handler", "observer", "timer", "http"))
    imports = (
        "  include imports;\n  import wasi:http/outgoing-handler@0.2.4;\n  import wasi:clocks/monotonic-clock@0.2.4;\n"
    )
    (wit / "plugin.wit").write_text(f"world plugin {{\n{imports}{exports}}}\n")
    subprocess.run([tool, "-q", "-d", str(wit), "-w", "plugin", "bindings", str(target)], check=True)
    return True


def _missing(what: str) -> None:
    print(f"\n*** {what}\n", file=sys.stderr, flush=True)
    if os.environ.get("CI"):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
