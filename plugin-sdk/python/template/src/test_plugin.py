"""Runs in ordinary Python: `python3 -m unittest discover src`."""

from pathlib import Path
from unittest import TestCase

from ocpp_plugin import testing, v16

from plugin import plugin

PROJECT = Path(__file__).resolve().parents[1]


class ConnectorTwo(TestCase):
    def start(self, connector: int) -> str:
        host = testing.Host(plugin)
        answer = host.ask(
            v16.StartTransaction(
                {"connectorId": connector, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"},
                {"transactionId": 7, "idTagInfo": {"status": "Accepted"}},
            )
        )
        return answer["idTagInfo"]["status"]

    def test_connector_two_is_blocked(self) -> None:
        self.assertEqual(self.start(1), "Accepted")
        self.assertEqual(self.start(2), "Blocked")

    def test_fixtures(self) -> None:
        for path in sorted((PROJECT / "fixtures").glob("*.json")):
            testing.play(plugin, path)

    def test_plugin_toml_fits(self) -> None:
        testing.check(plugin, PROJECT / "plugin.toml")
