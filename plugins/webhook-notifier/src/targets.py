"""The settings: who is told what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ocpp_plugin.pattern import fits

from notice import Notice
from texts import check, shown


@dataclass(frozen=True)
class Target:
    """Who is told. In all patterns `*` is any text and `?` one character."""

    name: str
    """In the log, where the URL, which may be secret, is not."""
    url: str
    kinds: list[str]
    """Patterns of event kinds."""
    charge_points: str = "*"
    """A pattern of identities."""
    where: dict[str, list[str]] = field(default_factory=dict)
    """Paths into the event, each with patterns of which one must fit."""
    format: Literal["json", "slack", "teams", "text"] = "json"
    text: str = ""
    """A template instead of the texts that come with the plugin."""
    secret: str = ""
    """Signs the body, if it is not empty."""
    headers: dict[str, str] = field(default_factory=dict)
    timeout_seconds: float = 5.0

    def __post_init__(self) -> None:
        check(self.text)

    def wants(self, notice: Notice) -> bool:
        """Whether it is to be told of this."""
        return (
            any(fits(pattern, notice.kind) for pattern in self.kinds)
            and fits(self.charge_points, notice.charge_point)
            and all(any(fits(p, shown(notice.value(path))) for p in patterns) for path, patterns in self.where.items())
        )


@dataclass(frozen=True)
class Settings:
    """The plugin's settings."""

    targets: list[Target]

    def __post_init__(self) -> None:
        names = [target.name for target in self.targets]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"targets: two are named {', '.join(twice)}")
