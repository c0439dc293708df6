"""Templates: text with `{path}` for a value of the event.

`{a|b}` is the first of the two that is there, and nothing if neither is; `{{` and `}}` are braces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from notice import Notice

TEXTS = {
    "charge-point.connected": "{chargePoint} is connected",
    "charge-point.disconnected": "{chargePoint} is disconnected",
    "charge-point.refused": "A connection of {identity|chargePoint} from {remoteAddress} was refused: "
    "{status} {reason}",
    "charge-point.booted": "{chargePoint} has booted: {request.chargePointVendor|request.chargingStation.vendorName} "
    "{request.chargePointModel|request.chargingStation.model}, "
    "firmware {request.firmwareVersion|request.chargingStation.firmwareVersion}",
    "connector.status": "{chargePoint}, connector {connector.connector}: {connector.status} {connector.errorCode}",
    "transaction.started": "{chargePoint}: transaction {transaction.id} of {transaction.idTag} has started",
    "transaction.updated": "{chargePoint}: transaction {transaction.id} goes on",
    "transaction.ended": "{chargePoint}: transaction {transaction.id} of {transaction.idTag} has ended, "
    "{transaction.energyWh} Wh, {transaction.stopReason}",
    "transaction.assigned": "{chargePoint}: transaction {transaction.id} is assigned to {transaction.idTag}",
    "transaction.late": "{chargePoint}: {action} came after transaction {transaction.id} had ended",
    "transaction.orphan": "{chargePoint}: {action} belongs to no transaction that is known: {request}",
    "meter.values": "{chargePoint} has sent meter values",
    "call.refused": "{chargePoint}: {action} was answered {callError.code}: {callError.description}",
    "message.repaired": "{chargePoint}: {action} was mended: {repairs}",
    "plugin.decided": "{chargePoint}: {decidedBy} decided what {action} was answered: {response|callError.code}",
    "frame.fault": "{chargePoint} has sent what is no OCPP message: {reason}",
    "security.event": "{chargePoint}: security event {request.type} {request.techInfo}",
    "command.sent": "{chargePoint} was sent {action}",
    "command.answered": "{chargePoint} has answered {action}: {response|error.code}",
    "reservation.changed": "{chargePoint}: reservation {reservationId} is {state}",
    "local-list.changed": "{chargePoint}: version {version} of the local list, reported {reportedVersion}",
    "configuration.reported": "{chargePoint} has reported {entries} {report}",
    "firmware.status": "{chargePoint}: firmware {file} is {state} ({status})",
    "diagnostics.status": "{chargePoint}: diagnostics are {state} ({status})",
    "file.received": "{chargePoint} has brought {name}, {bytes} bytes",
    "certificate.requested": "{chargePoint} asked for a {certificateType}: {state} {reason}",
    "certificate.delivered": "{chargePoint}: the {certificateType} is {state} {reason}",
    "charge-point.certificate-expiring": "{chargePoint}: a certificate ends in {daysLeft} days",
    "webhook.failing": "the webhook {webhook} fails: {reason}",
    "webhook.recovered": "the webhook {webhook} is back after {seconds} s",
    "server.data-lost": "the server has lost data: {named.first}",
}
OTHER = "{chargePoint}: {kind}"
LONGEST = 4000

PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def check(template: str) -> None:
    """Raises `ValueError` for a brace without its other half."""
    for part in PART.finditer(template):
        if part.group() in ("{", "}"):
            raise ValueError(f"the text {template!r} has a {part.group()!r} alone: write it twice for the character")


def text(notice: Notice, template: str = "", escape: Callable[[str], str] = str) -> str:
    """The text for a notice, of a template or of the plugin's own; values are escaped, the template is not."""

    def fill(part: re.Match[str]) -> str:
        if part.group(1) is None:
            return part.group()[0]
        return escape(shown(notice.value(part.group(1))))

    filled = PART.sub(fill, template or TEXTS.get(notice.kind, OTHER)).strip()
    return filled if len(filled) <= LONGEST else filled[: LONGEST - 1] + "…"


def shown(value: Any) -> str:
    """A value as text: nothing for what is not there, JSON for what is no text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
