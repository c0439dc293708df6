"""The capability `state`: keys and values of this plugin alone, kept over swaps and restarts.

Writes are stored together with the effects of the call, and only if its outcome is used. A refused operation raises
`HostError` with the code `denied`, `key`, `value`, `budget`, `number` or `store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import _host, _json

PAGE = 1000


def get(key: str) -> bytes | None:
    """The value of a key; `None` if it is absent or expired."""
    return _host.current().get(key)


def get_json(key: str) -> Any:
    """The value of a key that `put_json` or `increment` set; `None` if it is absent or expired."""
    value = get(key)
    return None if value is None else _json.read(value)


def put(key: str, value: bytes, ttl: int | None = None) -> None:
    """Sets a key; `ttl` is a time to live in seconds."""
    _host.current().put(key, value, ttl)


def put_json(key: str, value: Any, ttl: int | None = None) -> None:
    """Sets a key to a value's JSON."""
    put(key, _json.write(value).encode(), ttl)


def compare_and_swap(key: str, expected: bytes | None, value: bytes, ttl: int | None = None) -> bool:
    """Sets a key if it holds `expected` (`None`: if it is absent), and says whether it did.

    If another call changes the key before this one is stored, this call is repeated.
    """
    return _host.current().compare_and_swap(key, expected, value, ttl)


def delete(key: str) -> None:
    """Removes a key; no error if it is absent."""
    _host.current().delete(key)


def list_keys(prefix: str, after: str | None = None, limit: int = PAGE) -> list[str]:
    """At most `limit` keys (the server gives at most 1,000) that begin with `prefix`, in byte order, after `after`."""
    return _host.current().list_keys(prefix, after, limit)


def keys(prefix: str) -> Iterator[str]:
    """All keys that begin with `prefix`, in byte order, fetched a page at a time."""
    page = list_keys(prefix)
    while page:
        yield from page
        page = list_keys(prefix, page[-1]) if len(page) == PAGE else []


def increment(key: str, by: int = 1, ttl: int | None = None) -> int:
    """Adds to the number under a key (absent counts as 0) and gives the sum, exact to 2^53.

    Calls that run at the same time never lose each other's addition, but each sees its own sum only; where the sum
    decides, use `compare_and_swap`. `ttl` counts from the addition that makes the key.
    """
    return int(_host.current().increment(key, by, ttl))
