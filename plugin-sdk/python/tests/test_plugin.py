"""From a question of the server to a function of the plugin, and back."""

import json
import unittest
from typing import Any

from ocpp_plugin import (
    Call,
    CallError,
    Context,
    Event,
    Keep,
    Plugin,
    Replace,
    Tick,
    TryAgain,
    fail,
    testing,
    v16,
    v21,
    v201,
)
from ocpp_plugin.http import Request, Response

CONTEXT = Context(charge_point="CP-1", version="1.6")
PROPOSED = {"currentTime": "2026-01-01T00:00:00Z"}


def outcome(change: Any, proposed: str = json.dumps(PROPOSED)) -> Any:
    """What becomes of a Heartbeat whose response a function changes."""
    plugin = Plugin()
    plugin.handler(v16.Heartbeat)(lambda _call, response: change(response))
    return plugin.handle(CONTEXT, "Heartbeat", "{}", proposed)


class Handlers(unittest.TestCase):
    def test_a_response_that_is_left_alone_stands(self) -> None:
        for proposed in ('{"currentTime":"x"}', '{ "currentTime" : "x", "n": 1.50, "u": "\\u00e4" }'):
            self.assertEqual(outcome(lambda _response: None, proposed), Keep())

    def test_a_changed_response_replaces_the_proposed_one_and_keeps_what_nobody_knows(self) -> None:
        changed = outcome(lambda response: response.update(currentTime="ä😀"), '{"currentTime":"x","other":[1,null]}')
        self.assertEqual(changed, Replace('{"currentTime":"ä😀","other":[1,null]}'))

    def test_a_returned_response_replaces_the_proposed_one(self) -> None:
        self.assertEqual(outcome(lambda _response: {"currentTime": "y"}), Replace('{"currentTime":"y"}'))

    def test_true_is_not_one(self) -> None:
        self.assertEqual(outcome(lambda response: response.update(n=True), '{"n":1}'), Replace('{"n":true}'))

    def test_a_call_error_is_an_outcome(self) -> None:
        def refuse(_response: Any) -> None:
            raise CallError("GenericError", "closed", {"until": "tomorrow"})

        error = outcome(refuse)
        self.assertEqual(
            (error.code, error.description, error.details), ("GenericError", "closed", {"until": "tomorrow"})
        )

    def test_what_is_no_json_fails_the_call(self) -> None:
        with self.assertRaises(ValueError):
            outcome(lambda response: response.update(n=float("nan")))
        with self.assertRaises(TypeError):
            outcome(lambda response: response.update(n=object()))

    def test_fail_ends_the_call_with_its_message(self) -> None:
        with self.assertRaisesRegex(Exception, "no tariff"):
            outcome(lambda _response: fail("no tariff"))

    def test_another_action_or_version_is_kept(self) -> None:
        plugin = Plugin()
        plugin.handler(v16.Heartbeat)(lambda _call, _response: {"currentTime": "y"})
        self.assertEqual(plugin.handle(CONTEXT, "Authorize", "{}", "{}"), Keep())
        self.assertEqual(plugin.handle(Context(version="2.1"), "Heartbeat", "{}", "{}"), Keep())

    def test_one_function_may_handle_both_two_versions(self) -> None:
        plugin = Plugin()

        @plugin.handler(v201.Heartbeat)
        @plugin.handler(v21.Heartbeat)
        def heartbeat(call: Call[Any], response: Any) -> None:
            response["currentTime"] = call.context.version

        for version in ("2.0.1", "2.1"):
            answer = plugin.handle(Context(version=version), "Heartbeat", "{}", "{}")
            self.assertEqual(answer, Replace(f'{{"currentTime":"{version}"}}'))


class Rest(unittest.TestCase):
    def test_events_ticks_and_requests_find_their_functions(self) -> None:
        plugin, seen = Plugin(), list[Any]()

        @plugin.observer("transaction.started", "transaction.ended")
        def observe(event: Event) -> None:
            seen.append((event.kind, event.id, event.payload))

        @plugin.timer("balance")
        def balance(tick: Tick) -> None:
            seen.append((tick.name, tick.context.received_at))

        @plugin.endpoint
        def serve(request: Request) -> Response:
            return Response.of_json({"path": request.path}, 201)

        host = testing.Host(plugin)
        host.notify("transaction.ended", {"a": 1})
        host.notify("call", {})
        host.tick("balance")
        host.tick("other")
        self.assertEqual(seen, [("transaction.ended", "event-1", {"a": 1}), ("balance", "2026-01-01T00:00:00.000Z")])
        answer = host.request(Request("GET", "/x"))
        self.assertEqual((answer.status, answer.json()), (201, {"path": "/x"}))
        self.assertEqual(testing.Host(Plugin()).request(Request("GET", "/")).status, 404)

    def test_try_again_reaches_the_server(self) -> None:
        plugin = Plugin()

        @plugin.observer("call")
        def observe(_event: Event) -> None:
            raise TryAgain("not now")

        with self.assertRaisesRegex(TryAgain, "not now"):
            testing.Host(plugin).notify("call", {})

    def test_a_second_function_for_the_same_is_an_error(self) -> None:
        plugin = Plugin()
        plugin.handler(v16.Heartbeat)(lambda _call, _response: None)
        plugin.endpoint(lambda _request: Response(200))
        with self.assertRaisesRegex(ValueError, "1.6 Heartbeat"):
            plugin.handler(v16.Heartbeat)(lambda _call, _response: None)
        with self.assertRaises(ValueError):
            plugin.endpoint(lambda _request: Response(200))

    def test_what_plugin_toml_lacks_or_has_too_much_is_told(self) -> None:
        plugin = Plugin()
        plugin.handler(v16.Heartbeat)(lambda _call, _response: None)
        plugin.timer("a")(lambda _tick: None)
        manifest = {"actions": {"1.6": ["Authorize"], "2.1": []}, "events": ["call"], "schedules": [{"name": "a"}]}
        self.assertEqual(
            plugin.mismatches(manifest),
            [
                "[actions] names 1.6 Authorize, and no handler is for it",
                "a handler is for 1.6 Heartbeat, which [actions] lacks",
                "events names call, and no observer is for it",
            ],
        )


if __name__ == "__main__":
    unittest.main()
