"""The server's functions inside a component, on the bindings that componentize-py generates as `wit_world`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from componentize_py_types import Err
from wit_world.imports import commands, directory, events, log, settings, state, time

from .._outcome import HostError
from ..time import Local

if TYPE_CHECKING:
    from ..http import Limits, Request, Response

# Here, because a component has only the modules that were imported while it was built.
_outgoing = import_module("ocpp_plugin._host.outgoing") if find_spec("wit_world.imports.outgoing_handler") else None

_LEVELS = {level.name.lower(): level for level in log.Level}


class _Refusals:
    """Makes the contract's errors the SDK's."""

    def __init__(self, capability: str) -> None:
        self.capability = capability

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        if isinstance(error, Err):
            raise HostError(self.capability, error.value.code, error.value.message) from None


class Component:
    """The host of a component."""

    def settings(self) -> str:
        return settings.get()

    def log(self, level: str, message: str) -> None:
        log.log(_LEVELS[level], message)

    def get(self, key: str) -> bytes | None:
        with _Refusals("state"):
            return state.get(key)

    def put(self, key: str, value: bytes, ttl: int | None) -> None:
        with _Refusals("state"):
            state.put(key, value, ttl)

    def compare_and_swap(self, key: str, expected: bytes | None, value: bytes, ttl: int | None) -> bool:
        with _Refusals("state"):
            return state.compare_and_swap(key, expected, value, ttl)

    def delete(self, key: str) -> None:
        with _Refusals("state"):
            state.delete(key)

    def list_keys(self, prefix: str, after: str | None, limit: int) -> list[str]:
        with _Refusals("state"):
            return state.list_keys(prefix, after, limit)

    def increment(self, key: str, by: int, ttl: int | None) -> float:
        with _Refusals("state"):
            return state.increment(key, by, ttl)

    def send(self, charge_point: str, action: str, payload: str, wait: bool) -> str:
        when_away = commands.WhenAway.WAIT if wait else commands.WhenAway.REFUSE
        with _Refusals("commands"):
            return commands.send(charge_point, action, payload, when_away)

    def emit(self, charge_point: str, kind: str, payload: str) -> None:
        with _Refusals("events"):
            events.emit(charge_point, kind, payload)

    def charge_point(self, id: str) -> str | None:
        with _Refusals("directory"):
            return directory.charge_point(id)

    def charge_points(self, after: str | None, limit: int) -> list[str]:
        with _Refusals("directory"):
            return directory.charge_points(after, limit)

    def connectors(self, charge_point: str) -> list[str]:
        with _Refusals("directory"):
            return directory.connectors(charge_point)

    def transaction(self, charge_point: str, id: str) -> str | None:
        with _Refusals("directory"):
            return directory.transaction(charge_point, id)

    def open_transactions(self, charge_point: str) -> list[str]:
        with _Refusals("directory"):
            return directory.open_transactions(charge_point)

    def id_tag(self, tag: str) -> str | None:
        with _Refusals("directory"):
            return directory.id_tag(tag)

    def to_local(self, at: str, zone: str) -> Local:
        with _Refusals("time"):
            local = time.to_local(at, zone)
        return Local(
            local.text,
            local.offset,
            local.weekday,
            local.second_of_day,
            local.summer,
            local.abbreviation,
            local.next_change,
        )

    def from_local(self, shown: str, zone: str) -> list[str]:
        with _Refusals("time"):
            return time.from_local(shown, zone)

    def fetch(self, request: Request, limits: Limits) -> Response:
        if _outgoing is None:
            message = 'the component has no outgoing HTTP: "http" is missing in the capabilities of plugin.toml'
            raise HostError("http", "denied", message)
        response: Response = _outgoing.fetch(request, limits)
        return response
