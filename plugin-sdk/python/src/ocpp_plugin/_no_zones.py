"""Fails the build of a plugin that wants a table of time zones, which a component has not.

The generated main module imports this before the plugin.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

ZONES = ("zoneinfo", "pytz", "tzlocal", "dateutil.tz")


class _NoZones:
    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in ZONES:
            raise SystemExit(
                f"{name} cannot be used: a component has no table of time zones. Local time is the capability time: "
                'from ocpp_plugin import time; time.local(context.received_at, "Europe/Berlin")'
            )
        return None


sys.meta_path.insert(0, _NoZones())
