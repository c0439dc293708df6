// The server's account of a session, and what becomes of it in the bill.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bill, event, lines, say, setUp, SETTINGS } from "./station.js";

const START = { connectorId: 2, idTag: "A", meterStart: 1000, timestamp: "2026-01-10T10:00:00Z" };
const STOP = { transactionId: 7, meterStop: 11_000, timestamp: "2026-01-10T11:00:00Z" };

/** A session of an hour with 10 kWh, as the messages say, and what the server makes of it. */
function play(account: object, status = "Accepted"): void {
  const transaction = { id: "7", chargePoint: "CP-1" };
  const response = { transactionId: 7, idTagInfo: { status } };
  say("transaction.started", "1.6", { action: "StartTransaction", request: START, response, transaction });
  const known = { ...transaction, ...account };
  say("transaction.ended", "1.6", { action: "StopTransaction", request: STOP, response: {}, transaction: known });
}

test("the energy of the server's account is billed", () => {
  setUp();
  play({ energyWh: "4000", energySource: "readings", doubts: ["end-register-impossible"] });
  assert.equal(bill("7").energyKwh, "4");
  assert.deepEqual(lines(bill("7"))[1], "energy | otherwise | 4 kWh | 1.96");
  assert.deepEqual(bill("7").notes, ["its energy is in doubt (end-register-impossible)"]);
});

test("no energy is billed where it cannot be known, and no minutes where the times contradict each other", () => {
  setUp();
  play({ energyWh: null, energySource: null, doubts: ["end-below-start", "clock-contradiction"] });
  assert.deepEqual(lines(bill("7")), ["session | 0.35"]);
  assert.deepEqual([bill("7").energyKwh, bill("7").chargingSeconds], ["0", "0"]);
  assert.equal(bill("7").notes.length, 2);
});

test("who was refused pays nothing unless the settings say so", () => {
  const account = { energyWh: "10000", energySource: "station", doubts: ["refused-driver"], authorization: "Blocked" };
  setUp();
  play(account, "Blocked");
  assert.deepEqual([bill("7").total, bill("7").lines, bill("7").energyKwh], ["0.00", [], "10"]);
  assert.deepEqual(bill("7").notes, ["the driver was not accepted (Blocked): nothing is billed"]);
  setUp({ ...SETTINGS, bill_refused: true });
  play(account, "Blocked");
  assert.equal(lines(bill("7"))[1], "energy | otherwise | 10 kWh | 4.90");
});

test("a server that makes no account is taken at its messages' word", () => {
  setUp();
  play({});
  assert.equal(bill("7").energyKwh, "10");
  assert.deepEqual(bill("7").notes, []);
});

/** What a 2.0.1 station is told at the end, for registers ten minutes apart. */
function total(registers: number[]): number | undefined {
  setUp();
  const kinds = registers.map((_, index) => (index === 0 ? "Started" : index < registers.length - 1 ? "Updated" : "Ended"));
  const at = (index: number) => `2026-01-10T10:${String(index * 10).padStart(2, "0")}:00Z`;
  const token = (index: number) => (index === 0 ? { token: "A" } : {});
  return registers.map((wh, index) => event(kinds[index] ?? "Updated", at(index), { wh, ...token(index) })).at(-1);
}

test("a reading that cannot be costs nothing", () => {
  // 10 kWh x 0.49, 30 x 0.02, the fee
  const right = 0.35 + 4.9 + 0.6;
  assert.equal(total([1000, 4000, 8000, 11_000]), right);
  assert.equal(total([1000, 0, 8000, 11_000]), right);
  assert.equal(total([1000, 4_294_967_295, 8000, 11_000]), right);
  // The meter could not be read at first: 0.083 kWh (0.04), 20 x 0.02.
  assert.equal(total([0, 880_100, 880_183]), 0.35 + 0.04 + 0.4);
});
