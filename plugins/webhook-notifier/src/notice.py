"""What is told: an event, and the values in it by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ocpp_plugin import Event


@dataclass(frozen=True)
class Notice:
    """An event as the receivers see it."""

    event: str
    """The same however often it is sent."""
    kind: str
    charge_point: str
    version: str
    at: str
    payload: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> Notice:
        """What an event says."""
        context = event.context
        return cls(event.id, event.kind, context.charge_point, context.version, context.received_at, event.payload)

    @classmethod
    def parse(cls, members: dict[str, Any]) -> Notice:
        """The opposite of `json`."""
        return cls(*(members[name] for name in ("event", "kind", "chargePoint", "version", "at", "payload")))

    def json(self) -> dict[str, Any]:
        """As it is sent in the format `json`."""
        return {
            "event": self.event,
            "kind": self.kind,
            "chargePoint": self.charge_point,
            "version": self.version,
            "at": self.at,
            "payload": self.payload,
        }

    def value(self, paths: str) -> Any:
        """The value at a path such as `request.meterValue.0.timestamp`; `None` if it is not there.

        A path begins with a member of `json` or of the payload. Of several, with `|` between, the first that leads
        somewhere counts.
        """
        values = (self._at(path.strip()) for path in paths.split("|"))
        return next((value for value in values if value is not None), None)

    def _at(self, path: str) -> Any:
        value: Any = {**self.payload, **self.json()}
        for name in path.split("."):
            if isinstance(value, list) and name.isdecimal():
                value = value[int(name)] if int(name) < len(value) else None
            elif isinstance(value, dict):
                value = value.get(name)
            else:
                return None
        return value
