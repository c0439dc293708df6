"""Posts chosen events to chats and webhooks."""

from __future__ import annotations

from collections.abc import Sequence

from ocpp_plugin import Event, HostError, Plugin, TryAgain, events, log, settings
from ocpp_plugin.http import FetchError, Limits, fetch

from formats import headers, sent
from notice import Notice
from targets import Settings, Target

plugin = Plugin()

KINDS = (
    "charge-point.connected",
    "charge-point.disconnected",
    "charge-point.refused",
    "charge-point.booted",
    "connector.status",
    "transaction.started",
    "transaction.updated",
    "transaction.ended",
    "transaction.orphan",
    "transaction.assigned",
    "transaction.late",
    "meter.values",
    "security.event",
    "call.refused",
    "message.repaired",
    "plugin.decided",
    "frame.fault",
    "command.sent",
    "command.answered",
    "reservation.changed",
    "local-list.changed",
    "configuration.reported",
    "firmware.status",
    "diagnostics.status",
    "file.received",
    "certificate.requested",
    "certificate.delivered",
    "charge-point.certificate-expiring",
    "webhook.failing",
    "webhook.recovered",
    "server.data-lost",
)
# Failures that another try does not change: what the operator did not grant, what cannot be sent at all, and a
# response that is no answer to a webhook.
FINAL = ("denied", "url", "header", "size")
# Statuses that ask for another try, although they blame the request.
PATIENCE = (408, 429)


@plugin.settings_check
def check() -> None:
    settings.read(Settings)


@plugin.observer(*KINDS)
def notify(event: Event) -> None:
    notice = Notice.of(event)
    wanted = [target for target in settings.read(Settings).targets if target.wants(notice)]
    if len(wanted) > 1 and handed_on(wanted, notice):
        return
    for target in wanted:
        deliver(target, notice)


@plugin.observer("plugin.webhook-notifier.deliver")
def deliver_one(event: Event) -> None:
    notice = Notice.parse(event.payload["notice"])
    name = event.payload["target"]
    targets = [target for target in settings.read(Settings).targets if target.name == name]
    if not targets:
        log.warn(f"{name}: no longer a target, event {notice.event} is not sent")
    for target in targets:
        deliver(target, notice)


def handed_on(targets: Sequence[Target], notice: Notice) -> bool:
    """Makes an event for each target, so that one that is down is tried again without the others.

    Not for a notice that is too large for an event: it goes to all of them at once.
    """
    try:
        for target in targets:
            events.emit("deliver", {"target": target.name, "notice": notice.json()}, notice.charge_point)
    except HostError as error:
        log.warn(f"event {notice.event} goes to all targets together: {error}")
        return False
    return True


def deliver(target: Target, notice: Notice) -> None:
    """Sends a notice. Raises `TryAgain` where that may help."""
    body = sent(target, notice)
    try:
        response = fetch("POST", target.url, headers(target, notice, body), body, Limits(target.timeout_seconds))
    except FetchError as error:
        if error.code in FINAL:
            log.error(f"{target.name}: event {notice.event} is given up: {error.message}")
            return
        log.warn(f"{target.name}: {error.message}")
        raise TryAgain(f"{target.name} was not reached") from None
    if response.status >= 500 or response.status in PATIENCE:
        raise TryAgain(f"{target.name} answered {response.status}")
    if response.status >= 300:
        said = response.body[:200].decode(errors="replace")
        log.error(f"{target.name} answered {response.status}, event {notice.event} is given up: {said}")
