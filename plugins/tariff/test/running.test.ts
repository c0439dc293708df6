// How a 2.x station learns the running cost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { seen } from "@ocpp-central/plugin/testing";
import { event, setUp, tariff } from "./station.js";

function session(running_cost: string): (number | undefined)[] {
  setUp(tariff({ running_cost, running_cost_seconds: 60, session_fee: "0", prices: [{ energy: "0.50" }] }));
  return [
    event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A" }),
    event("Updated", "2026-01-10T10:01:00Z", { wh: 1000 }),
    event("Updated", "2026-01-10T10:01:30Z", { wh: 2000 }),
    event("Updated", "2026-01-10T10:02:00Z", { wh: 3000 }),
    event("Updated", "2026-01-10T10:04:00Z", { wh: 3000 }),
    event("Ended", "2026-01-10T10:05:00Z", { wh: 4000 }),
  ];
}

function commanded(): unknown[] {
  return seen().commands.map(({ action, payload }) => [action, payload]);
}

test("in the response to Updated", () => {
  assert.deepEqual(session("response"), [undefined, 0.5, 1, 1.5, 1.5, 2]);
  assert.deepEqual(commanded(), []);
});

test("by CostUpdated, when it changed, and not more often than set", () => {
  const cost = (totalCost: number) => ["CostUpdated", { totalCost, transactionId: "t-1" }];
  assert.deepEqual(session("command"), [undefined, undefined, undefined, undefined, undefined, 2]);
  assert.deepEqual(commanded(), [cost(0.5), cost(1.5)]);
});

test("both ways, or not at all; the total is always answered", () => {
  assert.deepEqual(session("both"), [undefined, 0.5, 1, 1.5, 1.5, 2]);
  assert.equal(commanded().length, 2);
  assert.deepEqual(session("none"), [undefined, undefined, undefined, undefined, undefined, 2]);
  assert.deepEqual(commanded(), []);
});

test("what else stands in the response stays", () => {
  setUp();
  const answer = { idTokenInfo: { status: "Accepted" }, customData: { vendorId: "x" } };
  event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A", answer });
  event("Ended", "2026-01-10T10:01:00Z", { wh: 0, answer });
  assert.deepEqual(answer, { idTokenInfo: { status: "Accepted" }, customData: { vendorId: "x" } });
});
