"""The plugin's section of the server's configuration."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from . import _host, _json, _shape

T = TypeVar("T")


class SettingsError(Exception):
    """The settings do not fit the plugin. Uncaught it fails the call, and the operator reads the text."""


def text() -> str:
    """The settings as JSON; `{}` if there are none."""
    return _host.current().settings()


def read(shape: type[T]) -> T:
    """The settings as a dataclass of the plugin's own.

        @dataclass(frozen=True)
        class Settings:
            limit: int
            charge_points: list[str] = field(default_factory=list)   # or chargePoints, as the operator likes it

    A field without a default must be there. Fields may be `bool`, `int`, `float`, `str`, `list[...]`,
    `dict[str, ...]`, `Literal[...]`, another dataclass, one of these or `None`, or `Any`. A member that the class
    does not know is an error, so that a typing error is seen, unless the class has `ignore_unknown = True`.
    Read once for the same text, so the value belongs to all calls: do not change it.
    """
    value: T = _read(shape, text())  # type: ignore[arg-type]  # a class is hashable
    return value


@lru_cache(maxsize=4)
def _read(shape: type[Any], settings: str) -> Any:
    try:
        return _shape.build(shape, _json.read(settings))
    except (ValueError, TypeError) as error:
        raise SettingsError(f"the plugin's settings cannot be used: {error}") from None
