"""What an author gets wrong, mypy says before it runs. Skipped where mypy is not installed."""

import os
import unittest
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

WRONG = """
from ocpp_plugin import Call, Plugin, commands, v16

plugin = Plugin()

@plugin.handler(v16.StartTransaction)  # wrong: the function is for Authorize
def foreign(call: Call[v16.AuthorizeRequest], response: v16.StartTransactionResponse) -> None: ...

@plugin.handler(v16.Reset)  # wrong: no charge point sends it
def reset(call: Call[v16.ResetRequest], response: v16.ResetResponse) -> None: ...

@plugin.handler(v16.Authorize)
def authorize(call: Call[v16.AuthorizeRequest], response: v16.AuthorizeResponse) -> None:
    call.request["idtag"]  # wrong: the name
    response["idTagInfo"]["status"] = "Bloked"  # wrong: the value

commands.send("CP-1", v16.RemoteStopTransaction({"transactionId": "7"}))  # wrong: the type
commands.send("CP-1", v16.RemoteStopTransaction({}))  # wrong: a member is missing
commands.send("CP-1", v16.RemoteStopTransaction({"transactionId": 7}))
"""


@unittest.skipIf(find_spec("mypy") is None, "mypy is not installed")
class Types(unittest.TestCase):
    def test_mistakes_are_found(self) -> None:
        os.environ.setdefault("MYPYPATH", str(Path(__file__).resolve().parents[1] / "src"))
        with TemporaryDirectory() as folder:
            path = Path(folder) / "wrong.py"
            path.write_text(WRONG)
            report, _, _ = import_module("mypy.api").run(["--strict", "--cache-dir", folder, str(path)])
        lines = {int(line.split(":")[1]) for line in report.splitlines() if ": error:" in line}
        wrong = [number for number, line in enumerate(WRONG.splitlines(), 1) if "# wrong" in line]
        self.assertEqual(sorted(lines), wrong, report)


if __name__ == "__main__":
    unittest.main()
