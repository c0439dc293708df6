"""The generated modules are what the data gives, and say what the data says."""

import importlib
import json
import sys
import typing
import unittest
from pathlib import Path

from ocpp_plugin import _action, v16, v21, v201

SDK = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SDK / "tools"))
generate_types = importlib.import_module("generate_types")


class Generated(unittest.TestCase):
    def test_the_committed_modules_are_current(self) -> None:
        for version, name in generate_types.MODULES.items():
            committed = (SDK / "src" / "ocpp_plugin" / f"{name}.py").read_text(encoding="utf-8")
            self.assertEqual(committed, generate_types.module(version), f"{name}.py: run tools/generate_types.py")

    def test_every_action_is_there_with_its_side(self) -> None:
        for version, module in (("1.6", v16), ("2.0.1", v201), ("2.1", v21)):
            for path in (generate_types.SCHEMAS / version).glob("*.json"):
                if path.name == "types.json":
                    continue
                data = json.loads(path.read_text(encoding="utf-8"))
                self.assertTrue(hasattr(module, data["action"] + "Request"), path)
                if not data.get("confirmed", True):
                    self.assertFalse(hasattr(module, data["action"]), path)
                    continue
                action = getattr(module, data["action"])
                self.assertEqual((action.version, action.name), (version, data["action"]))
                central = isinstance(action, _action.ToChargePoint)
                station = isinstance(action, _action.FromChargePoint)
                sides = {"charge-point": (False, True), "central-system": (True, False), "both": (True, True)}
                self.assertEqual((central, station), sides[data["sender"]], path)

    def test_required_members_are_required(self) -> None:
        hints = typing.get_type_hints(v16.StartTransactionRequest, include_extras=True)
        required = {name for name, hint in hints.items() if typing.get_origin(hint) is not typing.NotRequired}
        self.assertEqual(required, {"connectorId", "idTag", "meterStart", "timestamp"})
        self.assertEqual(hints.keys() - required, {"reservationId"})
        self.assertEqual(typing.get_type_hints(v201.IdTokenInfo)["status"], v201.AuthorizationStatusEnum)


if __name__ == "__main__":
    unittest.main()
