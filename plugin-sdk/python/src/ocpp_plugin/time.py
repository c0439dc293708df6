"""Local time by the names of zones. The server has the rules; a component has none, and no `zoneinfo`.

`local(context.received_at, "Europe/Berlin").second_of_day` is what the clock at the site shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import _host


@dataclass(frozen=True)
class Local:
    """A moment as the clocks of a zone show it."""

    text: str
    """RFC 3339 with the zone's offset: `2026-03-29T03:00:00.000+02:00`."""
    offset: int
    """East of UTC, in seconds."""
    weekday: int
    """1 is Monday, 7 is Sunday."""
    second_of_day: int
    """What the clock shows, in seconds from 00:00:00."""
    summer: bool
    """Summer time holds."""
    abbreviation: str
    """Such as `CEST`."""
    next_change: str | None
    """The next moment at which the clocks are changed, in UTC; `None`: it is not foreseen."""


def local(at: str, zone: str) -> Local:
    """A moment (RFC 3339, as in `context.received_at`) in a zone such as `Europe/Berlin`.

    What is none raises `HostError` with the code `zone` or `moment`.
    """
    return _host.current().to_local(at, zone)


def moments(shown: str, zone: str) -> list[str]:
    """The moments, in UTC, at which the clocks of a zone show a time such as `2026-10-25T02:30:00`.

    One; two where the clocks were set back, the earlier one first; none where they were set forward.
    """
    return _host.current().from_local(shown, zone)
