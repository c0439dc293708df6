"""What ties an action's name to the types of its payloads. `v16`, `v201` and `v21` have one value per action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Request = TypeVar("Request")
Response = TypeVar("Response")


@dataclass(frozen=True)
class Action(Generic[Request, Response]):
    """An action of one OCPP version."""

    version: str
    """`1.6`, `2.0.1` or `2.1`."""
    name: str
    """The name on the wire."""

    def __call__(self, request: Request, proposed: Response | None = None) -> Message[Request, Response]:
        """A message of this action: `commands.send` sends it, and `testing.Host.ask` answers it."""
        return Message(self, request, proposed)


@dataclass(frozen=True)
class Message(Generic[Request, Response]):
    """An action with its payload."""

    action: Action[Request, Response]
    request: Request
    proposed: Response | None = None
    """In tests: what the server would answer."""


class FromChargePoint(Action[Request, Response]):
    """One that a charge point sends: `Plugin.handler` takes it."""


class ToChargePoint(Action[Request, Response]):
    """One that the central system sends: `commands.send` takes it."""


class BothWays(FromChargePoint[Request, Response], ToChargePoint[Request, Response]):
    """One that either side sends."""
