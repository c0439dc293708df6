"""The server in memory refuses, forgets and remembers as the real one."""

import unittest
from collections.abc import Callable

from ocpp_plugin import (
    Event,
    HostError,
    Plugin,
    _host,
    commands,
    directory,
    events,
    http,
    log,
    settings,
    state,
    testing,
    v16,
)
from ocpp_plugin.pattern import fits


def refusal(job: Callable[..., object], *arguments: object) -> str:
    try:
        job(*arguments)
    except HostError as error:
        return f"{error.capability} {error.code}"
    return "none"


class State(unittest.TestCase):
    def setUp(self) -> None:
        self.host = testing.Host(Plugin(), state={"n": "41", "text": "x"})

    def test_values_come_back(self) -> None:
        state.put("a", b"\0\xff")
        self.assertEqual(state.get("a"), b"\0\xff")
        state.put_json("j", {"ä": [1, None]})
        self.assertEqual(state.get_json("j"), {"ä": [1, None]})
        state.delete("a")
        self.assertIsNone(state.get("a"))
        state.delete("never there")

    def test_numbers_add_up(self) -> None:
        self.assertEqual(state.increment("n"), 42)
        self.assertEqual(state.increment("n", -2), 40)
        self.assertEqual(state.get("n"), b"40")
        self.assertEqual(refusal(state.increment, "text"), "state number")

    def test_a_swap_needs_what_is_there(self) -> None:
        self.assertTrue(state.compare_and_swap("owner", None, b"1"))
        self.assertFalse(state.compare_and_swap("owner", None, b"2"))
        self.assertTrue(state.compare_and_swap("owner", b"1", b"3"))
        self.assertEqual(state.get("owner"), b"3")

    def test_time_ends_values(self) -> None:
        state.put("a", b"", 60)
        state.increment("b", 1, 60)
        self.host.advance(59)
        self.assertEqual((state.get("a"), state.increment("b", 1, 60)), (b"", 2))
        self.host.advance(1)
        self.assertEqual((state.get("a"), state.get("b"), list(state.keys("a"))), (None, None, []))

    def test_keys_come_in_byte_order_and_in_pages(self) -> None:
        for number in range(2345):
            state.put(f"k/{number:05}", b"")
        self.assertEqual(list(state.keys("k/")), [f"k/{number:05}" for number in range(2345)])
        self.assertEqual(state.list_keys("k/", "k/00003", 2), ["k/00004", "k/00005"])
        for key in ("ä", "z", "😀", "\uffff"):
            state.put("o/" + key, b"")
        self.assertEqual(list(state.keys("o/")), ["o/z", "o/ä", "o/\uffff", "o/😀"])

    def test_bad_keys_and_values_are_refused(self) -> None:
        for key in ("", "a\0b", "ä" * 129):
            self.assertEqual(refusal(state.put, key, b""), "state key")
        self.assertEqual(refusal(state.put, "a", b"x" * 65537), "state value")


class Others(unittest.TestCase):
    def test_a_call_that_fails_leaves_nothing(self) -> None:
        plugin = Plugin()

        @plugin.observer("call")
        def observe(event: Event) -> None:
            state.put("a", b"1")
            events.emit("seen", {})
            commands.send("CP-1", v16.ClearCache({}))
            log.warn("told")
            if event.payload["fail"]:
                raise ValueError("broken")

        host = testing.Host(plugin)
        with self.assertRaises(ValueError):
            host.notify("call", {"fail": True})
        self.assertEqual((host.value("a"), host.emitted, host.sent), (None, [], []))
        host.notify("call", {"fail": False})
        self.assertEqual(host.value("a"), b"1")
        self.assertEqual(host.emitted, [testing.Emitted("", "seen", {})])
        self.assertEqual(host.sent, [testing.Command("CP-1", "ClearCache", {})])
        self.assertEqual(host.logged, [("warn", "told")] * 2)

    def test_what_is_not_granted_is_refused(self) -> None:
        testing.Host(Plugin(), grants=())
        self.assertEqual(refusal(state.get, "a"), "state denied")
        self.assertEqual(refusal(lambda: list(state.keys(""))), "state denied")
        self.assertEqual(refusal(events.emit, "a", {}), "events denied")
        self.assertEqual(refusal(commands.send_text, "CP-1", "Reset", "{}"), "commands denied")
        self.assertEqual(refusal(directory.id_tag, "A"), "directory denied")
        self.assertEqual(refusal(http.fetch, "GET", "http://a/"), "http denied")

    def test_an_action_of_the_charge_point_is_not_sent(self) -> None:
        testing.Host(Plugin())
        with self.assertRaisesRegex(TypeError, "Heartbeat is sent by charge points"):
            commands.send("CP-1", v16.Heartbeat({}))

    def test_events_have_rules(self) -> None:
        testing.Host(Plugin())
        self.assertEqual(refusal(events.emit, "Bad Kind", {}), "events kind")
        self.assertEqual(refusal(events.emit, "large", {"a": "x" * 65536}), "events payload")

    def test_the_directory_answers_what_the_test_put_there(self) -> None:
        testing.Host(
            Plugin(),
            directory={
                "chargePoints": [{"id": f"CP-{number:03}"} for number in range(250)],
                "connectors": {"CP-001": [{"connector": 1}]},
                "transactions": [
                    {"chargePoint": "CP-001", "id": "7", "state": "open"},
                    {"chargePoint": "CP-001", "id": "6", "state": "closed"},
                ],
                "idTags": {"Abc": {"tag": "Abc"}},
            },
        )
        self.assertEqual(len(list(directory.charge_points())), 250)
        self.assertEqual(directory.charge_point("CP-007"), {"id": "CP-007"})
        self.assertIsNone(directory.charge_point("other"))
        self.assertEqual(directory.connectors("CP-001"), [{"connector": 1}])
        self.assertEqual([record["id"] for record in directory.open_transactions("CP-001")], ["7"])
        closed = directory.transaction("CP-001", "6")
        self.assertEqual(closed and closed["state"], "closed")
        self.assertEqual(directory.id_tag("ABC"), {"tag": "Abc"})

    def test_requests_get_the_answers_in_order(self) -> None:
        host = testing.Host(
            Plugin(),
            http=[
                {
                    "method": "POST",
                    "url": "https://a/b",
                    "answer": {"status": 503, "headers": {"X-A": "1"}, "body": {}},
                },
                {"answer": {"error": "timeout"}},
            ],
        )
        answer = http.fetch("POST", "https://a/b", {"h": "v"}, "ä")
        self.assertEqual((answer.status, answer.headers, answer.json()), (503, {"x-a": "1"}, {}))
        self.assertEqual(host.requested, [http.Request("POST", "https://a/b", "", {"h": "v"}, "ä".encode())])
        self.assertEqual(refusal(http.fetch, "GET", "https://a/b"), "http timeout")
        with self.assertRaisesRegex(AssertionError, "no answer to GET https://c/"):
            http.fetch("GET", "https://c/")

    def test_urls_are_checked(self) -> None:
        testing.Host(Plugin())
        for url in ("ftp://a/", "a", "http:///x", "http://u:p@a/", "http://a/ä", "http://a/b c"):
            self.assertEqual(refusal(http.fetch, "GET", url), "http url", url)

    def test_patterns_fit_as_in_a_shell(self) -> None:
        for pattern, text, expected in (
            ("CP-1", "CP-1", True), ("CP-1", "CP-12", False), ("CP-*", "CP-", True), ("*-1", "CP-1", True),
            ("C?-1", "CP-1", True), ("C?-1", "C-1", False), ("*a*a*", "xaxax", True), ("*a*a*", "xax", False),
            ("", "", True), ("", "x", False), ("*", "ü", True), ("?", "ü", True), ("a*b?c", "axxbxbyc", True),
        ):  # fmt: skip
            self.assertEqual(fits(pattern, text), expected, f"{pattern} on {text}")

    def test_without_a_server_the_error_says_what_to_do(self) -> None:
        _host._current.clear()
        with self.assertRaisesRegex(RuntimeError, "testing.Host"):
            settings.text()


if __name__ == "__main__":
    unittest.main()
