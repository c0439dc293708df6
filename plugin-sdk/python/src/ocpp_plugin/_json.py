"""JSON as it travels: compact, Unicode as it is, and no NaN, which is no JSON."""

from __future__ import annotations

import json
from typing import Any


def write(value: Any) -> str:
    """A value as text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read(text: str | bytes) -> Any:
    """Text as a value."""
    return json.loads(text)


def same(first: str, second: str) -> bool:
    """Whether two texts are the same JSON: members in any order; `1`, `1.0` and `true` differ."""
    return first == second or _sorted(first) == _sorted(second)


def _sorted(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)
