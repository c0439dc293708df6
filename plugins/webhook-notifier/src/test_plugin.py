"""Runs in ordinary Python: `PYTHONPATH=../../plugin-sdk/python/src python3 -m unittest discover src`."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from unittest import TestCase

from ocpp_plugin import Context, TryAgain, testing
from ocpp_plugin.settings import SettingsError

from plugin import KINDS, plugin

PROJECT = Path(__file__).resolve().parents[1]
URL = "https://hooks.example.com/secret"
FAULT = {
    "action": "StatusNotification",
    "request": {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"},
    "connector": {"evse": None, "connector": 2, "status": "Faulted", "errorCode": "GroundFailure", "info": None},
}


def target(**members: Any) -> dict[str, Any]:
    return {"name": "ops", "url": URL, "kinds": ["*"], **members}


def told(
    kind: str, payload: dict[str, Any], targets: list[dict[str, Any]], answers: list[dict[str, Any]] | None = None
) -> testing.Host:
    """The server after it told the plugin of an event of CP-1."""
    http = [{"answer": answer} for answer in ([{"status": 200}] if answers is None else answers)]
    host = testing.Host(plugin, settings={"targets": targets}, http=http)
    host.notify(kind, payload, Context(charge_point="CP-1", version="1.6", attributes={"event": "e-7"}))
    return host


def body(host: testing.Host) -> Any:
    return json.loads(host.requested[0].body)


class Choice(TestCase):
    def chosen(self, **members: Any) -> bool:
        return bool(told("connector.status", FAULT, [target(**members)]).requested)

    def test_kinds_charge_points_and_values_choose(self) -> None:
        for members, expected in (
            ({}, True),
            ({"kinds": ["transaction.*", "connector.status"]}, True),
            ({"kinds": ["transaction.*"]}, False),
            ({"kinds": []}, False),
            ({"chargePoints": "CP-?"}, True),
            ({"chargePoints": "SITE-1/*"}, False),
            ({"where": {"request.status": ["Faulted", "Unavailable"]}}, True),
            ({"where": {"request.status": ["Available"]}}, False),
            ({"where": {"request.status": ["Faulted"], "request.connectorId": ["1"]}}, False),
            ({"where": {"request.connectorId": ["2"], "request.info": [""]}}, True),
            ({"where": {"request.connectorStatus|request.status": ["F*"]}}, True),
        ):
            self.assertEqual(self.chosen(**members), expected, members)

    def test_settings_with_a_mistake_fail_each_event(self) -> None:
        for targets, message in (
            ([target(kind="*")], "targets[0].kind is not known"),
            ([target(format="xml")], "targets[0].format must be"),
            ([target(text="{open")], "alone"),
            ([target(), target()], "two are named ops"),
        ):
            with self.assertRaisesRegex(SettingsError, message.replace("[", r"\[").replace("]", r"\]")):
                told("connector.status", FAULT, targets)


class Requests(TestCase):
    def test_json_has_the_whole_event(self) -> None:
        host = told("connector.status", FAULT, [target()])
        request = host.requested[0]
        self.assertEqual((request.method, request.path), ("POST", URL))
        self.assertEqual(
            body(host),
            {
                "event": "e-7",
                "kind": "connector.status",
                "chargePoint": "CP-1",
                "version": "1.6",
                "at": "2026-01-01T00:00:00.000Z",
                "payload": FAULT,
                "text": "CP-1, connector 2: Faulted GroundFailure",
            },
        )
        self.assertEqual(request.headers, {"content-type": "application/json", "idempotency-key": "e-7"})

    def test_headers_and_signature(self) -> None:
        host = told("connector.status", FAULT, [target(secret="k", headers={"Authorization": "Bearer x"})])
        request = host.requested[0]
        expected = "sha256=" + hmac.new(b"k", request.body, hashlib.sha256).hexdigest()
        self.assertEqual(request.headers["x-signature-256"], expected)
        self.assertEqual(request.headers["authorization"], "Bearer x")

    def test_texts(self) -> None:
        fault = {"request": {"status": "<!channel> & Ä😀", "list": [{"a": 1.5}], "on": True}}
        for template, expected in (
            ("{chargePoint}: {request.status}", "CP-1: &lt;!channel&gt; &amp; Ä😀"),
            ("<b> {{{kind}}}", "<b> {connector.status}"),
            ("{request.list.0.a} {request.on} {request.list}", '1.5 true [{"a": 1.5}]'),
            ("{nothing}{request.list.9}{kind.x}{nothing| request.on }", "true"),
        ):
            self.assertEqual(
                body(told("connector.status", fault, [target(format="slack", text=template)])), {"text": expected}
            )

    def test_long_texts_are_cut(self) -> None:
        host = told("connector.status", {"connector": {"status": "x" * 9000}}, [target(format="slack")])
        self.assertEqual(len(body(host)["text"]), 4000)

    def test_every_kind_has_a_text(self) -> None:
        for kind in KINDS:
            host = told(kind, {"action": "A", "request": {}, "response": {}}, [target(format="text")])
            content = host.requested[0].body.decode()
            # Those of the server's own are about no charge point.
            about = {"webhook": "webhook", "server": "server"}.get(kind.split(".")[0], "CP-1")
            self.assertIn(about, content)
            self.assertNotIn("{", content.replace("{}", ""))

    def test_teams_gets_a_card(self) -> None:
        card = body(told("connector.status", FAULT, [target(format="teams")]))["attachments"][0]["content"]
        self.assertEqual(card["body"][0]["inlines"][0]["text"], "CP-1, connector 2: Faulted GroundFailure")


class Failures(TestCase):
    def test_what_may_pass_is_tried_again(self) -> None:
        for answer, message in (
            ({"status": 503}, "ops answered 503"),
            ({"status": 408}, "ops answered 408"),
            ({"status": 429}, "ops answered 429"),
            ({"error": "timeout"}, "ops was not reached"),
            ({"error": "connection-refused"}, "ops was not reached"),
        ):
            with self.assertRaisesRegex(TryAgain, message) as caught:
                told("connector.status", FAULT, [target()], [answer])
            self.assertNotIn("secret", str(caught.exception))

    def test_what_will_not_pass_is_logged(self) -> None:
        for answer, message in (
            ({"status": 404, "body": "no such hook"}, "ops answered 404, event e-7 is given up: no such hook"),
            ({"status": 301}, "ops answered 301, event e-7 is given up: "),
            ({"error": "denied"}, "ops: event e-7 is given up: as the test has it"),
        ):
            host = told("connector.status", FAULT, [target()], [answer])
            self.assertEqual(host.logged, [("error", message)])


class SeveralTargets(TestCase):
    def setUp(self) -> None:
        self.targets = [target(), target(name="crm", format="slack")]

    def test_each_gets_an_event_of_its_own(self) -> None:
        host = told("connector.status", FAULT, self.targets, [])
        self.assertEqual([event.payload["target"] for event in host.emitted], ["ops", "crm"])
        self.assertEqual({event.kind for event in host.emitted}, {"deliver"})
        self.assertEqual({event.charge_point for event in host.emitted}, {"CP-1"})
        for event, key in zip(host.emitted, ("e-7", "e-7"), strict=True):
            sent = told("plugin.webhook-notifier.deliver", event.payload, self.targets)
            self.assertEqual(len(sent.requested), 1)
            self.assertEqual(sent.requested[0].headers["idempotency-key"], key)

    def test_a_target_that_is_gone_is_logged(self) -> None:
        first = told("connector.status", FAULT, self.targets, []).emitted[1]
        host = told("plugin.webhook-notifier.deliver", first.payload, self.targets[:1])
        self.assertEqual((host.requested, host.logged[0][0]), ([], "warn"))

    def test_a_large_event_goes_to_all_at_once(self) -> None:
        large = {"request": {"status": "x" * 70000}}
        host = told("connector.status", large, self.targets, [{"status": 200}, {"status": 200}])
        self.assertEqual((len(host.requested), len(host.emitted)), (2, 0))


class Project(TestCase):
    def test_fixtures(self) -> None:
        stories = sorted((PROJECT / "fixtures").glob("*.json"))
        self.assertTrue(stories)
        for path in stories:
            with self.subTest(path.name):
                testing.play(plugin, path)

    def test_plugin_toml_fits(self) -> None:
        testing.check(plugin, PROJECT / "plugin.toml")
