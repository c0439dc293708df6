import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, fixtures, reset } from "@ocpp-central/plugin/testing";
import plugin from "../src/plugin.js";

fixtures(plugin, "fixtures");

test("nobody starts on connector 2", () => {
  reset();
  const answer = ask(plugin, {
    version: "1.6",
    action: "StartTransaction",
    payload: { connectorId: 2, idTag: "A", meterStart: 0, timestamp: "2026-01-01T00:00:00Z" },
    proposed: { transactionId: 7, idTagInfo: { status: "Accepted" } },
  });
  assert.deepEqual(answer, { transactionId: 7, idTagInfo: { status: "Blocked" } });
});
