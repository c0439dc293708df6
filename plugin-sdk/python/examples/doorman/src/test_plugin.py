"""Plays the suite that every port of the reference plugin plays."""

from pathlib import Path
from unittest import TestCase

from ocpp_plugin import testing

from plugin import plugin

PROJECT = Path(__file__).resolve().parents[1]
FIXTURES = PROJECT.parents[2] / "fixtures" / "doorman"


class Doorman(TestCase):
    def test_fixtures(self) -> None:
        stories = sorted(FIXTURES.glob("*.json"))
        self.assertTrue(stories, f"no fixtures in {FIXTURES}")
        for path in stories:
            with self.subTest(path.name):
                testing.play(plugin, path)

    def test_plugin_toml_fits(self) -> None:
        testing.check(plugin, PROJECT / "plugin.toml")
