"""Runs a plugin in ordinary Python: questions in, answers out, the server in memory.

    from unittest import TestCase
    from ocpp_plugin import testing, v16
    from plugin import plugin

    class Starts(TestCase):
        def test_connector_two_is_blocked(self) -> None:
            host = testing.Host(plugin, settings={"blocked": [2]})
            answer = host.ask(
                v16.StartTransaction({...}, {"transactionId": 7, "idTagInfo": {"status": "Accepted"}})
            )
            self.assertEqual(answer["idTagInfo"]["status"], "Blocked")

`play` plays a fixture, in the format of `ocpp-central plugin test`; that command does the same with the component and
the real server's code, and so is the last word.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from .._plugin import Plugin
from .fixture import play
from .host import Host
from .memory import CAPABILITIES, Command, Emitted

__all__ = ["CAPABILITIES", "Command", "Emitted", "Host", "check", "play"]


def check(plugin: Plugin, manifest: str | Path = "plugin.toml") -> None:
    """Fails if `plugin.toml` and the plugin's functions do not agree, as the build would."""
    content = tomllib.loads(Path(manifest).read_text(encoding="utf-8"))
    mismatches = plugin.mismatches({**content, "schedules": content.get("schedule", [])})
    if mismatches:
        raise AssertionError("\n".join(mismatches))
