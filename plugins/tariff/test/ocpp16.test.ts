// 1.6: what is told after the fact. Reckoned by hand, with the prices of bills.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { seen, stateOf, tell } from "@ocpp-central/plugin/testing";
import plugin from "../src/plugin.js";
import { bill, lines, say, setUp, tariff } from "./station.js";

const stop = { transactionId: 7, meterStop: 11_000, timestamp: "2026-01-10T11:40:00Z" };
const transaction = { id: "7", chargePoint: "CP-1" };

function start(response: object = {}, id?: string): void {
  const request = { connectorId: 2, idTag: "A", meterStart: 1000, timestamp: "2026-01-10T10:00:00Z" };
  const answer = { transactionId: 7, idTagInfo: { status: "Accepted", ...response } };
  say("transaction.started", "1.6", { action: "StartTransaction", request, response: answer, transaction }, id);
}

function meter(timestamp: string, sample: object, id?: string): void {
  const request = { connectorId: 2, transactionId: 7, meterValue: [{ timestamp, sampledValue: [sample] }] };
  say("meter.values", "1.6", { action: "MeterValues", request, response: {} }, id);
}

function status(timestamp: string, status: string, connectorId = 2): void {
  const request = { connectorId, status, errorCode: "NoError", timestamp };
  say("connector.status", "1.6", { action: "StatusNotification", request, response: {} });
}

function end(request: object = stop, id?: string): void {
  say("transaction.ended", "1.6", { action: "StopTransaction", request, response: {}, transaction }, id);
}

test("a session is billed from its meter values and the connector's statuses", () => {
  setUp();
  start();
  status("2026-01-10T10:00:00Z", "Charging");
  meter("2026-01-10T10:20:00Z", { value: "6", unit: "kWh", measurand: "Energy.Active.Import.Register" });
  meter("2026-01-10T10:30:00Z", { value: "230", unit: "V", measurand: "Voltage" });
  status("2026-01-10T10:40:00Z", "SuspendedEV");
  status("2026-01-10T10:50:00Z", "Charging", 1);
  end();
  // 10 kWh x 0.49, 40 x 0.02, 60 - 10 idle minutes x 0.10
  assert.deepEqual(lines(bill("7")), [
    "session | 0.35",
    "energy | otherwise | 10 kWh | 4.90",
    "charging time | otherwise | 2400 s | 0.80",
    "idle time | otherwise | 3000 s | 5.00",
  ]);
  assert.equal(bill("7").total, "11.05");
  assert.deepEqual([bill("7").connector, bill("7").version], [2, "1.6"]);
});

test("the energy is divided by the stop's own meter values", () => {
  setUp();
  start();
  // Local 21:50 to 22:10; all energy but 0.5 kWh before ten.
  const sample = (timestamp: string, value: string) => ({ timestamp, sampledValue: [{ value }] });
  end({
    transactionId: 7, meterStop: 3500, timestamp: "2026-01-10T21:10:00Z",
    transactionData: [sample("2026-01-10T21:00:00Z", "3000"), sample("2026-01-10T20:50:00Z", "1000")],
  });
  // Day: 2 x 0.49, and the minutes from 11:00 to 22:00 local; night: 0.5 x 0.29 (0.145: 0.15), 10 x 0.01.
  assert.deepEqual(lines(bill("7")).slice(1), [
    "energy | 22:00-06:00 | 0.5 kWh | 0.15",
    "charging time | 22:00-06:00 | 600 s | 0.10",
    "energy | otherwise | 2 kWh | 0.98",
    "charging time | otherwise | 39600 s | 13.20",
  ]);
});

test("an event that comes twice counts once", () => {
  setUp();
  start({}, "e-1");
  start({}, "e-1");
  meter("2026-01-10T10:20:00Z", { value: "6000" }, "e-2");
  meter("2026-01-10T10:20:00Z", { value: "6000" }, "e-2");
  end(stop, "e-3");
  const first = bill("7");
  end({ ...stop, meterStop: 99_000 }, "e-3");
  start({}, "e-1");
  assert.deepEqual(bill("7"), first);
  assert.equal(stateOf("session/CP-1/7"), undefined);
  assert.equal(stateOf("on/CP-1/2"), undefined);
  assert.deepEqual(seen().events.map(({ kind }) => kind), ["billed"]);
});

test("nor does it change what was read when it came first", () => {
  setUp();
  start();
  const element = (value: string) => ({ timestamp: "2026-01-10T10:30:00Z", sampledValue: [{ value }] });
  const request = { connectorId: 2, transactionId: 7, meterValue: [element("3000"), element("5000")] };
  for (const id of ["e-2", "e-2"]) say("meter.values", "1.6", { action: "MeterValues", request, response: {} }, id);
  end();
  assert.deepEqual([bill("7").energyKwh, bill("7").notes], ["10", []]);
});

test("the group of the tag chooses the tariff: the answer's, or the registered one", () => {
  const fleet = { id: "fleet", groups: ["FLEET"], charge_points: ["CP-?"], prices: [{ energy: "0.20" }] };
  const settings = { ...tariff({}), tariffs: [fleet, ...tariff({}).tariffs] };
  setUp(settings);
  start({ parentIdTag: "FLEET" });
  end();
  assert.deepEqual([bill("7").tariff, bill("7").total], ["fleet", "2.00"]);
  setUp(settings, { idTags: { a: { parent: "FLEET" } } });
  start();
  end();
  assert.equal(bill("7").tariff, "fleet");
});

test("a stop without a start is billed with what the server knows", () => {
  setUp();
  const known = { ...transaction, startedAt: "2026-01-10T10:40:00.000Z", meterStartWh: "1000", idTag: "A", connector: 2 };
  say("transaction.ended", "1.6", { action: "StopTransaction", request: stop, response: {}, transaction: known });
  // 0.35 + 4.90 + 60 x 0.02
  assert.deepEqual([bill("7").total, bill("7").idTag, bill("7").notes], ["6.45", "A", []]);
});

test("a session that the server ended itself has a bill that says so", () => {
  setUp();
  start();
  meter("2026-01-10T10:30:00Z", { value: "3000" });
  const known = { ...transaction, stoppedAt: null, meterStopWh: null };
  const request = { connectorId: 2, idTag: "B", meterStart: 3000, timestamp: "2026-01-10T12:00:00Z" };
  say("transaction.ended", "1.6", { action: "StartTransaction", request, response: {}, transaction: known });
  // 0.35 + 2 x 0.49 + 30 x 0.02
  assert.deepEqual([bill("7").total, bill("7").notes], ["1.93", ["its end was not reported"]]);
});

test("without a tariff for the charge point, the log says so", () => {
  setUp(tariff({ charge_points: ["OTHER"] }));
  start();
  end();
  assert.deepEqual(seen().log.at(-1), { level: "warn", message: "no tariff fits CP-1: transaction 7 has no bill" });
  assert.equal(stateOf("session/CP-1/7"), undefined);
});

test("events that are none of its business leave it alone", () => {
  setUp();
  for (const [kind, request] of [["meter.values", { connectorId: 1, meterValue: [] }], ["connector.status", { connectorId: 1, status: "Faulted" }]]) {
    assert.equal(tell(plugin, { kind: String(kind), payload: { action: "X", request, response: {} } }), "ok");
  }
  say("meter.values", "2.0.1", { action: "MeterValues", request: { evseId: 1, meterValue: [] }, response: {} });
  assert.deepEqual(seen().log, []);
});
