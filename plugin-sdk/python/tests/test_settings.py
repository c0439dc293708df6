"""Settings become a dataclass, or an error that names the place."""

import unittest
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from ocpp_plugin import Plugin, settings, testing


@dataclass(frozen=True)
class Rule:
    charge_points: str
    allow: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Settings:
    rules: list[Rule] = field(default_factory=list)
    status: Literal["Invalid", "Blocked"] = "Invalid"
    factor: float = 1.0
    most: int | None = None
    on: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    rest: Any = None


@dataclass(frozen=True)
class Open:
    ignore_unknown: ClassVar[bool] = True
    greeting: str = "hello"


def read(value: Any, shape: type[Any] = Settings) -> Any:
    testing.Host(Plugin(), settings=value)
    return settings.read(shape)


class Reading(unittest.TestCase):
    def test_members_go_by_either_spelling(self) -> None:
        for name in ("chargePoints", "charge_points"):
            found = read({"rules": [{name: "CP-*", "allow": [1, 2.0]}], "factor": 2, "most": None, "rest": [1]})
            self.assertEqual(found, Settings([Rule("CP-*", [1, 2])], "Invalid", 2.0, None, True, {}, [1]))

    def test_what_is_absent_has_its_default(self) -> None:
        self.assertEqual(read({}), Settings())
        self.assertEqual(read({"other": 1}, Open), Open())

    def test_an_error_names_the_place(self) -> None:
        for value, text in (
            ({"rule": []}, "rule is not known"),
            ({"rules": {}}, "rules must be a list, not {}"),
            ({"rules": [{"chargePoints": "a"}, {"allow": []}]}, "rules[1].chargePoints is missing"),
            (
                {"rules": [{"chargePoints": "a", "allow": [1, "2"]}]},
                "rules[0].allow[1] must be a whole number, not '2'",
            ),
            ({"most": True}, "most must be a whole number, not True"),
            ({"most": 1.5}, "most must be a whole number, not 1.5"),
            ({"on": 1}, "on must be true or false, not 1"),
            ({"status": "Expired"}, "status must be 'Invalid' or 'Blocked', not 'Expired'"),
            ({"headers": {"a": 1}}, "headers.a must be text, not 1"),
            ([], "it must be an object, not []"),
        ):
            with self.assertRaises(settings.SettingsError) as caught:
                read(value)
            self.assertEqual(str(caught.exception), f"the plugin's settings cannot be used: {text}")


if __name__ == "__main__":
    unittest.main()
