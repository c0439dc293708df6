"""The stand-in for the server in tests: everything in memory, refusals as the server's."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import _json
from .._host import url
from .._outcome import HostError
from ..http import FetchError, Limits, Request, Response
from ..time import Local
from . import clocks

CAPABILITIES = ("state", "commands", "directory", "events", "http")
LARGEST = 64 * 1024


class Unprepared(AssertionError):
    """The plugin sent a request that the test has no answer to."""


@dataclass(frozen=True)
class Command:
    """A CALL that the plugin sent."""

    charge_point: str
    action: str
    payload: Any
    wait: bool = False


@dataclass(frozen=True)
class Emitted:
    """An event that the plugin emitted."""

    charge_point: str
    kind: str
    payload: Any


@dataclass(frozen=True)
class _Value:
    content: bytes
    expires: float | None


@dataclass
class _Effects:
    """What counts only if the call's outcome is used."""

    state: dict[str, _Value] = field(default_factory=dict)
    sent: list[Command] = field(default_factory=list)
    emitted: list[Emitted] = field(default_factory=list)

    def copy(self) -> _Effects:
        return _Effects(dict(self.state), list(self.sent), list(self.emitted))


class Memory:
    """The server's functions in memory."""

    def __init__(
        self, settings: Any, directory: Mapping[str, Any], answers: list[Any], grants: Collection[str]
    ) -> None:
        self._settings = _json.write(settings)
        self._directory = directory
        self._answers = list(answers)
        self._grants = grants
        self._now = 0.0
        self._effects = _Effects()
        self.logged: list[tuple[str, str]] = []
        """The lines that were logged, with their level."""
        self.requested: list[Request] = []
        """The HTTP requests that were sent; `path` is the URL."""

    def settings(self) -> str:
        return self._settings

    def log(self, level: str, message: str) -> None:
        self.logged.append((level, message))

    def get(self, key: str) -> bytes | None:
        value = self._live(key)
        return None if value is None else value.content

    def put(self, key: str, value: bytes, ttl: int | None) -> None:
        self._check_key(key)
        if len(value) > LARGEST:
            raise HostError("state", "value", f"the value is larger than {LARGEST} bytes")
        self._effects.state[key] = _Value(bytes(value), None if ttl is None else self._now + ttl)

    def compare_and_swap(self, key: str, expected: bytes | None, value: bytes, ttl: int | None) -> bool:
        if self.get(key) != expected:
            return False
        self.put(key, value, ttl)
        return True

    def delete(self, key: str) -> None:
        self._check_key(key)
        self._effects.state.pop(key, None)

    def list_keys(self, prefix: str, after: str | None, limit: int) -> list[str]:
        self._granted("state")
        found = sorted((key for key in self._effects.state if key.startswith(prefix)), key=str.encode)
        later = [key for key in found if after is None or key.encode() > after.encode()]
        return [key for key in later if self._live(key) is not None][: min(limit, 1000)]

    def increment(self, key: str, by: int, ttl: int | None) -> float:
        value = self._live(key)
        if value is not None and not re.fullmatch(rb"-?\d+", value.content):
            raise HostError("state", "number", "the key holds no number")
        total = by + (0 if value is None else int(value.content))
        self.put(key, str(total).encode(), ttl)
        if value is not None:
            self._effects.state[key] = _Value(str(total).encode(), value.expires)
        return float(total)

    def send(self, charge_point: str, action: str, payload: str, wait: bool) -> str:
        self._granted("commands")
        self._effects.sent.append(Command(charge_point, action, _json.read(payload), wait))
        return f"command-{len(self._effects.sent)}"

    def emit(self, charge_point: str, kind: str, payload: str) -> None:
        self._granted("events")
        if not re.fullmatch(r"[a-z0-9.-]+", kind):
            raise HostError("events", "kind", f"{kind!r} is not made of lower-case letters, digits, hyphens and dots")
        content = _json.read(payload)
        if not isinstance(content, dict) or len(payload.encode()) > LARGEST:
            raise HostError("events", "payload", f"no JSON object, or larger than {LARGEST} bytes")
        self._effects.emitted.append(Emitted(charge_point, kind, content))

    def charge_point(self, id: str) -> str | None:
        found = [record for record in self._records("chargePoints") if record["id"] == id]
        return _json.write(found[0]) if found else None

    def charge_points(self, after: str | None, limit: int) -> list[str]:
        records = sorted(self._records("chargePoints"), key=lambda record: str(record["id"]))
        later = [record for record in records if after is None or record["id"] > after]
        return [_json.write(record) for record in later[: min(limit, 100)]]

    def connectors(self, charge_point: str) -> list[str]:
        self._granted("directory")
        return [_json.write(record) for record in self._directory.get("connectors", {}).get(charge_point, [])]

    def transaction(self, charge_point: str, id: str) -> str | None:
        found = [record for record in self._transactions(charge_point) if record["id"] == id]
        return _json.write(found[0]) if found else None

    def open_transactions(self, charge_point: str) -> list[str]:
        records = self._transactions(charge_point)
        return [_json.write(record) for record in records if record.get("state", "open") == "open"]

    def id_tag(self, tag: str) -> str | None:
        self._granted("directory")
        known = {name.lower(): record for name, record in self._directory.get("idTags", {}).items()}
        return _json.write(known[tag.lower()]) if tag.lower() in known else None

    def to_local(self, at: str, zone: str) -> Local:
        return clocks.to_local(at, zone)

    def from_local(self, shown: str, zone: str) -> list[str]:
        return clocks.from_local(shown, zone)

    def fetch(self, request: Request, limits: Limits) -> Response:
        self._granted("http")
        try:
            url.split(request.path)
        except ValueError as error:
            raise FetchError("url", str(error)) from None
        self.requested.append(request)
        shown = f"{request.method} {request.path}"
        if not self._answers:
            raise Unprepared(f"the test has no answer to {shown}")
        wanted = self._answers.pop(0)
        expected = f"{wanted.get('method', request.method)} {wanted.get('url', request.path)}"
        if shown != expected:
            raise Unprepared(f"{shown} was sent where the test has an answer to {expected}")
        return _response(wanted["answer"], limits)

    def _live(self, key: str) -> _Value | None:
        self._check_key(key)
        value = self._effects.state.get(key)
        return None if value is None or (value.expires is not None and value.expires <= self._now) else value

    def _check_key(self, key: str) -> None:
        self._granted("state")
        if not key or len(key.encode()) > 256 or "\0" in key:
            raise HostError("state", "key", "the key is empty, longer than 256 bytes, or has a NUL")

    def _granted(self, capability: str) -> None:
        if capability not in self._grants:
            if capability == "http":
                raise FetchError("denied", "the test did not grant http")
            raise HostError(capability, "denied", f"the test did not grant {capability}")

    def _records(self, kind: str) -> list[dict[str, Any]]:
        self._granted("directory")
        return list(self._directory.get(kind, []))

    def _transactions(self, charge_point: str) -> list[dict[str, Any]]:
        return [record for record in self._records("transactions") if record.get("chargePoint") == charge_point]


def _response(answer: Mapping[str, Any], limits: Limits) -> Response:
    if "error" in answer:
        raise FetchError(answer["error"], "as the test has it")
    body = answer.get("body", "")
    content = (body if isinstance(body, str) else _json.write(body)).encode()
    if len(content) > limits.bytes:
        raise FetchError("size", f"the response is longer than {limits.bytes} bytes")
    headers = {name.lower(): value for name, value in answer.get("headers", {}).items()}
    return Response(answer.get("status", 200), headers, content)
