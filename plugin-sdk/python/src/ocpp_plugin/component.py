"""What a component exports. `plugin build` generates the module that componentize-py starts from:

from plugin import plugin
from ocpp_plugin.component import Handler, Http, Observer, SettingsCheck, Timer, serve

serve(plugin, "the manifest as JSON")
"""

from __future__ import annotations

import gc
import linecache
import sys
from importlib import import_module
from typing import Any

from componentize_py_types import Err
from wit_world import exports

from . import _host, _json
from ._call import Context
from ._host.component import Component
from ._outcome import CallError, Keep, TryAgain
from ._plugin import Plugin
from .http import Request

# A component has only the modules that were imported while it was built. The standard library imports these inside of
# functions; `traceback` is what prints an uncaught exception in full.
for _late in ("_strptime", "encodings.ascii", "encodings.latin_1", "traceback", "warnings"):
    import_module(_late)

_serving: list[Plugin] = []


def serve(plugin: Plugin, manifest: str) -> None:
    """Makes the component's exports this plugin's. Fails the build if the manifest does not fit it."""
    mismatches = plugin.mismatches(_json.read(manifest))
    if mismatches:
        raise SystemExit("plugin.toml does not fit the plugin's functions:\n  " + "\n  ".join(mismatches))
    _serving[:] = [plugin]
    _host.use(Component())
    _keep_sources()
    # A collection need not look at what the build left: it stays.
    gc.collect()
    gc.freeze()


def _keep_sources() -> None:
    """For tracebacks with the lines of the plugin, which has no files any more when it runs."""
    paths = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    for path in filter(None, paths):
        if path.endswith(".py") and not path.startswith(("/python/", "/bundled/")):
            lines = linecache.getlines(path)
            # Without a time of change the lines are not held against the file.
            linecache.cache[path] = (sum(map(len, lines)), None, lines, path)


class Handler:
    """Decides what charge points are answered."""

    def handle(self, context: Any, action: str, payload: str, proposed: str) -> Any:
        with _Hints():
            outcome = _serving[0].handle(_context(context), action, payload, proposed)
        if isinstance(outcome, Keep):
            return exports.handler.Outcome_Keep()
        if isinstance(outcome, CallError):
            details = _json.write(outcome.details)
            error = exports.handler.CallError(outcome.code, outcome.description, details)
            return exports.handler.Outcome_CallError(error)
        return exports.handler.Outcome_Replace(outcome.payload)


class Observer:
    """Is told what happened."""

    def on_event(self, context: Any, kind: str, payload: str) -> None:
        with _Hints(), _Result():
            _serving[0].on_event(_context(context), kind, payload)


class Timer:
    """Is called by the clock."""

    def on_tick(self, context: Any, name: str) -> None:
        with _Hints(), _Result():
            _serving[0].on_tick(_context(context), name)


class Http:
    """Answers requests below `/plugins/NAME/`."""

    def on_request(self, request: Any) -> Any:
        headers: dict[str, str] = {}
        for name, value in request.headers:
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        with _Hints():
            response = _serving[0].on_request(
                Request(request.method, request.path, request.query, headers, request.body)
            )
        return exports.http.Response(response.status, list(response.headers.items()), response.body)


class SettingsCheck:
    """Says whether settings are good: in this call they are those that the plugin reads."""

    def check(self, _settings: str) -> None:
        try:
            _serving[0].check_settings()
        except Exception as error:
            raise Err(str(error)) from None


class _Result:
    """Makes `TryAgain` the contract's error."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        if isinstance(error, TryAgain):
            raise Err(str(error)) from None


class _Hints:
    """Explains what is special in a component, in the traceback."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        if isinstance(error, ModuleNotFoundError):
            error.add_note(
                f"A component has only the modules that were imported while it was built: "
                f"import {error.name} at the top of a module, not inside of a function."
            )


def _context(context: Any) -> Context:
    return Context(
        context.charge_point,
        context.version,
        context.vendor,
        context.model,
        context.message_id,
        context.received_at,
        dict(context.attributes),
    )
