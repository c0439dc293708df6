"""The capability `events`: events of the plugin's own."""

from __future__ import annotations

from typing import Any

from . import _host, _json


def emit(kind: str, payload: dict[str, Any], charge_point: str = "") -> None:
    """Emits an event of the kind `plugin.NAME.KIND`; observers are told when this call's outcome is used.

    `kind` is made of lower-case letters, digits, hyphens and dots. `charge_point` is whom it is about; empty: nobody.
    A refused event raises `HostError` with the code `denied`, `kind`, `payload` or `budget`.
    """
    _host.current().emit(charge_point, kind, _json.write(payload))
