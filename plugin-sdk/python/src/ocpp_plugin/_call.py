"""What the functions of a plugin are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Request = TypeVar("Request")


@dataclass(frozen=True)
class Context:
    """Where a message came from. What is not known is empty."""

    charge_point: str = ""
    """The charge point's identity."""
    version: str = ""
    """The connection's OCPP version: `1.6`, `2.0.1` or `2.1`."""
    vendor: str = ""
    """From the last BootNotification."""
    model: str = ""
    """From the last BootNotification."""
    message_id: str = ""
    """The CALL's id."""
    received_at: str = ""
    """When it arrived, happened or was due: RFC 3339, milliseconds, `Z`."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What newer servers tell beside that."""


@dataclass(frozen=True)
class Call(Generic[Request]):
    """One CALL from a charge point."""

    context: Context
    request: Request
    """The payload. Names that its type does not list may be there too."""


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    context: Context
    kind: str
    payload: dict[str, Any]

    @property
    def id(self) -> str:
        """The same each time the event comes; empty if the server gave none."""
        return self.context.attributes.get("event", "")


@dataclass(frozen=True)
class Tick:
    """A schedule is due, at `context.received_at`."""

    context: Context
    name: str
    """The schedule's name in `plugin.toml`."""
