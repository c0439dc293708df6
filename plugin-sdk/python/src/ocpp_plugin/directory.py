"""The capability `directory`: reads what the server knows, as the operators' API gives it.

A refused read raises `HostError` with the code `denied`, `budget` or `store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import _host, _json

Record = dict[str, Any]
PAGE = 100


def charge_point(id: str) -> Record | None:
    """A charge point; `None` if it is not registered."""
    return _read(_host.current().charge_point(id))


def charge_points() -> Iterator[Record]:
    """All charge points in the order of their ids, fetched a page at a time."""
    after = None
    while True:
        page: list[Record] = [_json.read(text) for text in _host.current().charge_points(after, PAGE)]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1]["id"]


def connectors(charge_point: str) -> list[Record]:
    """The connectors of a charge point that ever reported a status."""
    return [_json.read(text) for text in _host.current().connectors(charge_point)]


def transaction(charge_point: str, id: str) -> Record | None:
    """A transaction; `None` if there is no such."""
    return _read(_host.current().transaction(charge_point, id))


def open_transactions(charge_point: str) -> list[Record]:
    """The open transactions of a charge point."""
    return [_json.read(text) for text in _host.current().open_transactions(charge_point)]


def id_tag(tag: str) -> Record | None:
    """An id tag; `None` if it is not registered."""
    return _read(_host.current().id_tag(tag))


def _read(text: str | None) -> Record | None:
    return None if text is None else _json.read(text)
