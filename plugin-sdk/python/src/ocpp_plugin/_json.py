"""JSON as it travels: compact, Unicode as it is, and no NaN, which is no JSON."""

from __future__ import annotations

import json
from typing import Any

_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write(value: Any) -> str:
    """A value as text."""
    return _encoder.encode(value)


def read(text: str | bytes) -> Any:
    """Text as a value."""
    return json.loads(text)


def same(written: str, text: str) -> bool:
    """Whether what `write` gave is what it would give for a text that somebody else wrote."""
    return written == text or written == write(read(text))
