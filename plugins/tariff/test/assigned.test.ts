// An operator says whose a session is: it is billed to them, with their tariff, as if it had always been theirs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { seen } from "@ocpp-central/plugin/testing";
import { bill, event, lines, say, setUp, SETTINGS } from "./station.js";

/** The fleet pays by night and day, everybody else whenever. */
const TARIFFS = {
  ...SETTINGS,
  tariffs: [
    { id: "fleet", groups: ["FLEET"], prices: [{ from: "22:00", to: "06:00", energy: "0.10" }, { energy: "0.20" }] },
    { id: "public", session_fee: "1.00", idle_free_minutes: 10, prices: [{ energy: "0.50", idle_minute: "0.10" }] },
  ],
};
const DIRECTORY = { idTags: { ALICE: { idTag: "ALICE", parent: "FLEET" }, BOB: { idTag: "BOB" } } };
const TRANSACTION = { id: "7", chargePoint: "CP-1" };
// Local 21:30 to 22:30, so that the fleet's prices change in the middle.
const START = { connectorId: 2, idTag: "BOB", meterStart: 1000, timestamp: "2026-01-10T20:30:00Z" };
const STOP = { transactionId: 7, meterStop: 11_000, timestamp: "2026-01-10T21:30:00Z" };

function start(status = "Accepted"): void {
  const response = { transactionId: 7, idTagInfo: { status } };
  say("transaction.started", "1.6", { action: "StartTransaction", request: START, response, transaction: TRANSACTION });
}

function end(known: object = {}): void {
  const transaction = { ...TRANSACTION, ...known };
  say("transaction.ended", "1.6", { action: "StopTransaction", request: STOP, response: {}, transaction });
}

function assign(idTag: string, id?: string): void {
  const transaction = { ...TRANSACTION, idTag, assigned: { toldIdTag: "BOB" }, doubts: [] };
  say("transaction.assigned", "1.6", { action: "assign", request: { idTag }, response: {}, transaction }, id);
}

const OF_ALICE = ["energy | 22:00-06:00 | 5 kWh | 0.50", "energy | otherwise | 5 kWh | 1.00"];
const NOTE = "an operator said whose it is; BOB's before";

function setUpTariffs(settings: object = TARIFFS): void {
  setUp(settings, DIRECTORY);
}

test("one that is over is billed again, with the tariff of whose it is", () => {
  setUpTariffs();
  start();
  end();
  assert.deepEqual([bill("7").idTag, bill("7").tariff, bill("7").total], ["BOB", "public", "6.00"]);
  assign("ALICE", "a-1");
  const { idTag, group, tariff, total, notes } = bill("7");
  assert.deepEqual([idTag, group, tariff, total, notes], ["ALICE", "FLEET", "fleet", "1.50", [NOTE]]);
  assert.deepEqual(lines(bill("7")), OF_ALICE);
  // The event may come twice.
  assign("ALICE", "a-1");
  assert.equal(seen().events.length, 2);
  assign("BOB");
  assert.deepEqual([bill("7").idTag, bill("7").total, bill("7").notes.length], ["BOB", "6.00", 2]);
});

test("one that runs is theirs from its beginning", () => {
  setUpTariffs();
  start();
  assign("ALICE");
  end({ idTag: "ALICE", assigned: {} });
  assert.deepEqual([bill("7").idTag, bill("7").tariff, bill("7").notes], ["ALICE", "fleet", [NOTE]]);
  assert.deepEqual(lines(bill("7")), OF_ALICE);
});

test("at the end the server's word counts, and its energy under every tariff", () => {
  setUpTariffs();
  start();
  end({ idTag: "ALICE", assigned: {}, energyWh: "4000", energySource: "readings" });
  assert.deepEqual([bill("7").idTag, bill("7").energyKwh, bill("7").total], ["ALICE", "4", "0.60"]);
  assign("BOB");
  assert.deepEqual([bill("7").energyKwh, bill("7").total], ["4", "3.00"]);
});

test("a session of somebody who was refused is billed to whose it is", () => {
  setUpTariffs();
  start("Blocked");
  end({ idTag: "BOB", energyWh: "10000", energySource: "station", doubts: ["refused-driver"], authorization: "Blocked" });
  assert.equal(bill("7").total, "0.00");
  assign("ALICE");
  assert.deepEqual([bill("7").idTag, bill("7").total], ["ALICE", "1.50"]);
});

test("where no tariff is for them the prices stay, and the bill says so", () => {
  setUpTariffs({ ...TARIFFS, tariffs: TARIFFS.tariffs.map((each) => ({ groups: ["FLEET"], ...each })) });
  start();
  end();
  assert.throws(() => bill("7"), "no tariff is for BOB");
  assign("ALICE");
  assert.equal(bill("7").tariff, "fleet");
  assign("BOB");
  assert.deepEqual([bill("7").idTag, bill("7").total], ["BOB", "1.50"]);
  assert.match(bill("7").notes.join(), /no tariff is for this driver/);
});

test("a 2.0.1 session is billed to whose it is, whatever its messages go on to say", () => {
  setUpTariffs();
  event("Started", "2026-01-10T20:30:00Z", { wh: 1000, token: "BOB" });
  const transaction = { id: "t-1", chargePoint: "CP-1", idTag: "ALICE", assigned: {}, doubts: [] };
  say("transaction.assigned", "2.0.1", { action: "assign", request: { idTag: "ALICE" }, response: {}, transaction });
  assert.equal(event("Ended", "2026-01-10T21:30:00Z", { wh: 11_000, token: "BOB" }), 1.5);
  assert.deepEqual([bill().idTag, bill().tariff], ["ALICE", "fleet"]);
});
