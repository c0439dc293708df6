"""The player sees what is different, each time."""

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from ocpp_plugin import Call, CallError, Event, Plugin, Tick, TryAgain, commands, events, http, log, state, testing, v16

plugin = Plugin()


@plugin.handler(v16.Authorize)
def authorize(call: Call[v16.AuthorizeRequest], response: v16.AuthorizeResponse) -> None:
    tag = call.request["idTag"]
    if tag == "error":
        raise CallError("GenericError", "no")
    if tag == "trap":
        raise ValueError("broken settings")
    if tag != "keep":
        response["idTagInfo"]["status"] = "Blocked"


@plugin.observer("call")
def observe(event: Event) -> None:
    state.put("seen", b'{"a": 1, "b": 2}')
    log.info("seen it")
    events.emit("seen", {"n": 1}, event.context.charge_point)
    commands.send("CP-1", v16.ClearCache({}))
    http.fetch("POST", "https://a/b", {}, '{"n": 1}')


@plugin.timer("t")
def timer(_tick: Tick) -> None:
    raise TryAgain("later")


@plugin.endpoint
def serve(_request: http.Request) -> http.Response:
    return http.Response.of_json({"a": 1})


def authorizing(tag: str, expected: Any) -> dict[str, Any]:
    call = {"version": "1.6", "action": "Authorize", "chargePoint": "CP-1", "messageId": "1", "receivedAt": ""}
    payloads = {"payload": {"idTag": tag}, "proposed": {"idTagInfo": {"status": "Accepted"}}}
    return {"call": {**call, **payloads}, "expect": {"outcome": expected}}


EVENT: dict[str, Any] = {"event": {"kind": "call", "chargePoint": "CP-1", "version": "1.6", "payload": {}}}
REQUEST: dict[str, Any] = {"request": {"method": "GET", "path": "/", "query": "", "headers": {}, "body": ""}}

GOOD: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (authorizing("keep", None), {"outcome": "keep"}),
    (authorizing("x", None), {"outcome": {"replace": {"idTagInfo": {"status": "Blocked"}}}}),
    (
        authorizing("error", None),
        {"outcome": {"callError": {"code": "GenericError", "description": "no", "details": {}}}},
    ),
    (authorizing("trap", None), {"outcome": {"trap": "broken settings"}}),
    (EVENT, {"outcome": "ok"}),
    (EVENT, {"state": {"seen": '{"b":2.0,"a":1}', "other": None}}),
    (EVENT, {"events": [{"kind": "seen", "chargePoint": "CP-1", "payload": {"n": 1}}]}),
    (EVENT, {"commands": [{"chargePoint": "CP-1", "action": "ClearCache", "payload": {}}]}),
    (EVENT, {"requests": [{"method": "POST", "url": "https://a/b", "body": {"n": 1}}]}),
    (EVENT, {"log": ["seen"]}),
    ({"tick": {"name": "t", "at": ""}}, {"outcome": {"error": "later"}}),
    (REQUEST, {"response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"a": 1}}}),
]

BAD: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (authorizing("x", None), {"outcome": "keep"}),
    (authorizing("keep", None), {"outcome": {"replace": {}}}),
    (authorizing("x", None), {"outcome": {"replace": {"idTagInfo": {"status": "Expired"}}}}),
    (
        authorizing("error", None),
        {"outcome": {"callError": {"code": "GenericError", "description": "yes", "details": {}}}},
    ),
    (authorizing("trap", None), {"outcome": {"trap": "something else"}}),
    (authorizing("trap", None), {"outcome": "keep"}),
    (authorizing("keep", None), {"outcome": {"trap": ""}}),
    (EVENT, {"outcome": {"error": "later"}}),
    (EVENT, {"state": {"seen": '{"a":1}'}}),
    (EVENT, {"state": {"seen": None}}),
    (EVENT, {"state": {"other": "x"}}),
    (EVENT, {"events": []}),
    (EVENT, {"events": [{"kind": "seen", "chargePoint": "CP-1", "payload": {"n": True}}]}),
    (EVENT, {"commands": []}),
    (EVENT, {"requests": []}),
    (EVENT, {"requests": [{"method": "POST", "url": "https://a/b", "body": {"n": 2}}]}),
    (EVENT, {"log": ["heard"]}),
    (EVENT, {"outcomes": "ok"}),
    ({"tick": {"name": "t", "at": ""}}, {"outcome": "ok"}),
    (REQUEST, {"response": {"status": 404}}),
    (REQUEST, {"response": {"body": {"a": 2}}}),
    (REQUEST, {"response": {"headers": {"x-a": "1"}}}),
]


class Player(unittest.TestCase):
    def play(self, step: dict[str, Any], expected: dict[str, Any]) -> None:
        answers = [{"method": "POST", "url": "https://a/b", "answer": {"status": 200}}]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "story.json"
            path.write_text(json.dumps({"http": answers, "steps": [{**step, "expect": expected}]}))
            testing.play(plugin, path)

    def test_what_is_as_expected_passes(self) -> None:
        for step, expected in GOOD:
            with self.subTest(expected):
                self.play(step, expected)

    def test_what_is_different_is_told(self) -> None:
        for step, expected in BAD:
            with self.subTest(expected), self.assertRaisesRegex(AssertionError, "story.json, step 1"):
                self.play(step, expected)


if __name__ == "__main__":
    unittest.main()
