"""The server's log, with the plugin's name and the call's context added. Lines beyond 4 KiB are cut."""

from __future__ import annotations

from . import _host


def trace(message: str) -> None:
    """Each step."""
    _host.current().log("trace", message)


def debug(message: str) -> None:
    """For the author."""
    _host.current().log("debug", message)


def info(message: str) -> None:
    """For the operator."""
    _host.current().log("info", message)


def warn(message: str) -> None:
    """Something is not as it should be, and the plugin goes on."""
    _host.current().log("warn", message)


def error(message: str) -> None:
    """The plugin cannot do its job."""
    _host.current().log("error", message)
