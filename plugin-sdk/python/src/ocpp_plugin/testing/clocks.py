"""Local time in tests, by the zones of this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .._outcome import HostError
from ..time import Local

HORIZON = timedelta(days=3 * 366)


def to_local(at: str, zone: str) -> Local:
    """As the server tells it."""
    moment, rules = _moment(at), _zone(zone)
    shown = moment.astimezone(rules)
    offset = shown.utcoffset() or timedelta()
    change = _next_change(moment, rules)
    return Local(
        text=shown.isoformat(timespec="milliseconds"),
        offset=int(offset.total_seconds()),
        weekday=shown.isoweekday(),
        second_of_day=shown.hour * 3600 + shown.minute * 60 + shown.second,
        summer=bool(shown.dst()),
        abbreviation=shown.tzname() or "",
        next_change=None if change is None else _utc(change),
    )


def from_local(shown: str, zone: str) -> list[str]:
    """As the server tells it."""
    rules = _zone(zone)
    try:
        naive = datetime.fromisoformat(shown)
    except ValueError:
        raise HostError("time", "moment", f"{shown} is no local time") from None
    if naive.tzinfo is not None:
        raise HostError("time", "moment", f"{shown} is no local time")
    found = {naive.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return [_utc(at) for at in sorted(found) if at.astimezone(rules).replace(tzinfo=None) == naive]


def _next_change(at: datetime, rules: ZoneInfo) -> datetime | None:
    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(rules).utcoffset()

    low = high = at
    while offset(high) == offset(at):
        low, high = high, high + timedelta(days=1)
        if high - at > HORIZON:
            return None
    while high - low > timedelta(milliseconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
    return high.replace(microsecond=0) + timedelta(seconds=1 if high.microsecond > 500_000 else 0)


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise HostError("time", "moment", f"{at} is no moment") from None
    if moment.tzinfo is None:
        raise HostError("time", "moment", f"{at} is no moment")
    return moment


def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise HostError("time", "zone", f"there is no time zone {zone}") from None


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
