// The suite that the doorman of every language plays, and what only this one can show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, fixtures, reset, seen } from "@ocpp-central/plugin/testing";
import plugin from "../src/plugin.js";

fixtures(plugin, "../../../fixtures/doorman");

test("a refusal is told", () => {
  reset({ settings: { allow: [1] } });
  const answer = ask(plugin, {
    version: "1.6",
    action: "StartTransaction",
    payload: { connectorId: 2, idTag: "Ä😀", meterStart: 0, timestamp: "2026-01-01T00:00:00Z" },
    proposed: { transactionId: 7, idTagInfo: { status: "Accepted" } },
  });
  assert.equal(answer.idTagInfo.status, "Blocked");
  assert.deepEqual(seen().log, [{ level: "info", message: "connector 2 refused for Ä😀" }]);
});
