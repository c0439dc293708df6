"""The requests: bodies by format, headers, signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from notice import Notice
from targets import Target
from texts import text

TYPES = {"text": "text/plain; charset=utf-8"}


def sent(target: Target, notice: Notice) -> bytes:
    """The body."""
    if target.format == "text":
        return text(notice, target.text).encode()
    return json.dumps(_value(target, notice), ensure_ascii=False, separators=(",", ":")).encode()


def headers(target: Target, notice: Notice, body: bytes) -> dict[str, str]:
    """The headers; the operator's count before the plugin's."""
    own = {"content-type": TYPES.get(target.format, "application/json")}
    if notice.event:
        own["idempotency-key"] = notice.event
    if target.secret:
        own["x-signature-256"] = "sha256=" + hmac.new(target.secret.encode(), body, hashlib.sha256).hexdigest()
    return {**own, **{name.lower(): value for name, value in target.headers.items()}}


def _value(target: Target, notice: Notice) -> dict[str, Any]:
    match target.format:
        case "slack":
            return {"text": text(notice, target.text, _slack)}
        case "teams":
            return _card(text(notice, target.text))
    return {**notice.json(), "text": text(notice, target.text)}


def _slack(value: str) -> str:
    """What a station sends must not call people or make links."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _card(content: str) -> dict[str, Any]:
    """An adaptive card with runs of text, which have no markup."""
    runs = [{"type": "TextRun", "text": content}]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": runs}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}
