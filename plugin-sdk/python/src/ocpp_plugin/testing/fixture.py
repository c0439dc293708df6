"""Plays a fixture against a plugin in ordinary Python."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from .. import _json
from .._call import Context
from .._outcome import CallError, Keep, TryAgain
from .._plugin import Plugin
from ..http import Request, Response
from .host import Host
from .memory import Unprepared

Step = dict[str, Any]


def play(plugin: Plugin, path: str | Path) -> None:
    """Plays a fixture, each step in turn. Raises `AssertionError` with the step and what is different."""
    path = Path(path)
    fixture = _json.read(path.read_bytes())
    host = Host(
        plugin,
        settings=fixture.get("settings"),
        state=fixture.get("state"),
        directory=fixture.get("directory"),
        http=fixture.get("http", []),
    )
    for number, step in enumerate(fixture["steps"], 1):
        place = f"{path.name}, step {number}"
        before = (len(host.sent), len(host.emitted), len(host.requested), len(host.logged))
        actual = _actual(host, step)
        _compare(place, step["expect"], {**actual, **_effects(host, step["expect"], before)})


def _actual(host: Host, step: Step) -> Step:
    """How the step ended."""
    try:
        outcome = _run(host, step)
    except Unprepared:
        raise
    except Exception:
        return {"outcome": {"trap": traceback.format_exc()}}
    if isinstance(outcome, Response):
        return {"response": _response(outcome, step["expect"].get("response", {}))}
    return {"outcome": outcome}


def _run(host: Host, step: Step) -> Any:
    if "call" in step:
        return _call(host, step["call"])
    if "request" in step:
        return host.request(_request(step["request"]))
    try:
        if "event" in step:
            event = step["event"]
            host.notify(event["kind"], event.get("payload", {}), _context(event))
        else:
            tick = step["tick"]
            host.tick(tick["name"], Context(received_at=tick.get("at", "")))
    except TryAgain as error:
        return {"error": str(error)}
    return "ok"


def _call(host: Host, call: Step) -> Any:
    payload, proposed = _json.write(call["payload"]), _json.write(call["proposed"])
    outcome = host.handle(_context(call), call["action"], payload, proposed)
    if isinstance(outcome, Keep):
        return "keep"
    if isinstance(outcome, CallError):
        error = {"code": outcome.code, "description": outcome.description, "details": outcome.details}
        return {"callError": error}
    return {"replace": _json.read(outcome.payload)}


def _context(message: Step) -> Context:
    return Context(
        message.get("chargePoint", ""),
        message.get("version", ""),
        message.get("vendor", ""),
        message.get("model", ""),
        message.get("messageId", ""),
        message.get("receivedAt", ""),
        message.get("attributes", {}),
    )


def _request(request: Step) -> Request:
    body = request.get("body", "")
    content = body if isinstance(body, str) else _json.write(body)
    headers = {name.lower(): value for name, value in request.get("headers", {}).items()}
    return Request(
        request.get("method", "GET"), request.get("path", "/"), request.get("query", ""), headers, content.encode()
    )


def _response(response: Response, expected: Step) -> Step:
    """The response as the fixture writes it, with the headers that the fixture names."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    named = {name: headers.get(name.lower()) for name in expected.get("headers", {})}
    seen = {"status": response.status, "headers": named, "body": _like(expected.get("body"), response.body)}
    return {name: value for name, value in seen.items() if name in expected}


def _effects(host: Host, expected: Step, before: tuple[int, int, int, int]) -> Step:
    """What the step did, as the fixture writes it."""
    sent, emitted, requested, logged = before
    lines = [line for _, line in host.logged[logged:]]
    asked = expected.get("requests", [])
    bodies = [request.get("body") for request in asked] + [None] * len(host.requested)
    return {
        "state": {key: _like(value, host.value(key)) for key, value in expected.get("state", {}).items()},
        "commands": [
            {"chargePoint": command.charge_point, "action": command.action, "payload": command.payload}
            for command in host.sent[sent:]
        ],
        "events": [
            {"kind": event.kind, "chargePoint": event.charge_point, "payload": event.payload}
            for event in host.emitted[emitted:]
        ],
        "requests": [
            {"method": request.method, "url": request.path, "body": _like(body, request.body)}
            for request, body in zip(host.requested[requested:], bodies, strict=False)
        ],
        "log": [part if any(part in line for line in lines) else lines for part in expected.get("log", [])],
    }


def _like(expected: Any, content: bytes | None) -> Any:
    """Bytes as text or JSON, whichever the fixture compares with."""
    if content is None:
        return None
    text = content.decode(errors="replace")
    if isinstance(expected, str):
        return expected if _equal(_parsed(expected), _parsed(text)) else text
    return text if expected is None else _json.read(text)


def _parsed(text: str) -> Any:
    try:
        return _json.read(text)
    except ValueError:
        return text


def _compare(place: str, expected: Step, actual: Step) -> None:
    for name, wanted in expected.items():
        if name not in actual:
            raise AssertionError(f"{place}: `expect` has the member {name}, which nobody knows")
        found = _traps(wanted, actual[name])
        if isinstance(wanted, list) and name in ("commands", "events", "requests"):
            found = [_named(item, want) for item, want in zip(found, wanted, strict=False)] + found[len(wanted) :]
        if not _equal(wanted, found):
            raise AssertionError(f"{place}: {name} is {_shown(found)}, and not {_json.write(wanted)}")


def _traps(wanted: Any, found: Any) -> Any:
    """A trap is as expected if its traceback contains the text."""
    if isinstance(wanted, dict) and isinstance(found, dict) and wanted.get("trap", "?") in found.get("trap", ""):
        return wanted
    return found


def _equal(first: Any, second: Any) -> bool:
    """Whether two values are the same JSON: 1 is 1.0, and not true."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_equal(value, second[key]) for key, value in first.items())
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(_equal, first, second))
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def _shown(found: Any) -> str:
    trap = found.get("trap") if isinstance(found, dict) else None
    return _json.write(found) if trap is None else f"a trap, which leaves on standard error\n{trap}"


def _named(item: Step, wanted: Step) -> Step:
    """The members that the fixture names."""
    return {name: item.get(name) for name in wanted}
