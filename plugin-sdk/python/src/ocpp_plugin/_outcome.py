"""How a call of a plugin ends: with an answer, with a CALLERROR, not now, or failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True)
class Keep:
    """The proposed response stands."""


@dataclass(frozen=True)
class Replace:
    """This response is given instead: JSON text."""

    payload: str


class CallError(Exception):
    """Raise it in a handler, and the CALL is answered with a CALLERROR.

    Use it with care: a charge point repeats a StartTransaction or TransactionEvent that is answered with an error.
    To refuse a driver, change the status in the response.
    """

    def __init__(self, code: str, description: str = "", details: dict[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        """An error code of the connection's OCPP version, such as `InternalError`."""
        self.description = description
        """At most 255 characters; longer text is cut."""
        self.details = {} if details is None else details
        """A JSON object."""


class TryAgain(Exception):
    """Raise it in an observer or timer: not now.

    An event comes again after growing pauses, and later events of its charge point wait for it. State and commands
    of this call do not count.
    """


class Failure(Exception):
    """The call cannot be decided; `fail` raises it."""


class HostError(Exception):
    """The server refused something."""

    def __init__(self, capability: str, code: str, message: str) -> None:
        super().__init__(f"{capability}: {message} ({code})")
        self.capability = capability
        """`state`, `commands`, `directory`, `events`, `time` or `http`."""
        self.code = code
        """`denied`, `budget` and so on: the contract lists them for each capability."""
        self.message = message
        """For people."""


def fail(message: str) -> NoReturn:
    """Ends the call without an answer, with the message for the plugin's recorded failures.

    The operator's `on_failure` decides then, and state that was written in the call is not stored. The way out where
    a `CallError` would make the charge point repeat its message for ever.
    """
    raise Failure(message)
