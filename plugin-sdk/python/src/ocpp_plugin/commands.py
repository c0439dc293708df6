"""The capability `commands`: CALLs to charge points."""

from __future__ import annotations

from typing import Any

from . import _host, _json
from ._action import Message, ToChargePoint


def send(charge_point: str, message: Message[Any, Any], wait: bool = False) -> str:
    """Sends a CALL, and gives the command's id.

        commands.send("CP-1", v16.RemoteStopTransaction({"transactionId": 7}))

    It leaves when this call's outcome is used, and nobody waits for its answer: that is the event
    `command.answered`, with this id in the attribute `command`. If the charge point is not connected, the command is
    refused, or with `wait` waits for it, at most a day. A refused command raises `HostError` with the code `denied`,
    `charge-point`, `action`, `payload` or `budget`.

    The action's version must be the one that the charge point speaks; `send_text` takes a name instead.
    """
    if not isinstance(message.action, ToChargePoint):
        raise TypeError(f"{message.action.name} is sent by charge points, not to them")
    return send_text(charge_point, message.action.name, _json.write(message.request), wait)


def send_text(charge_point: str, action: str, payload: str, wait: bool = False) -> str:
    """The same with the action's name and JSON text, for a charge point of any version."""
    return _host.current().send(charge_point, action, payload, wait)
