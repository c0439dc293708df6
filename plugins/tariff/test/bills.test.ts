// Bills reckoned by hand. Local time is Berlin's: one hour ahead of UTC in winter, two in summer. Unless said
// otherwise: 0.35 a session; by night (22:00 to 06:00) 0.29 a kWh and 0.01 a minute; by day 0.49 a kWh, 0.02 a
// minute, 0.10 an idle minute, of which ten are free.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setSettings } from "@ocpp-central/plugin/testing";
import { bill, event, lines, setUp, tariff } from "./station.js";

test("a session that runs into the night pays each kWh at its hour", () => {
  setUp();
  // 21:30 to 22:30 local: 7 kWh, half of them and half of the hour before ten.
  assert.equal(event("Started", "2026-01-10T20:30:00Z", { wh: 1000, token: "A", state: "Charging" }), undefined);
  // 0.35 + 3.5 x 0.49 (1.715: 1.72) + 30 x 0.02 (0.60) + 3.5 x 0.29 (1.015: 1.02) + 30 x 0.01 (0.30)
  assert.equal(event("Updated", "2026-01-10T21:30:00Z", { wh: 8000 }), 3.99);
  // Until 23:00: 3 kWh more. Night: 6.5 x 0.29 (1.885: 1.89), 60 x 0.01 (0.60).
  assert.equal(event("Ended", "2026-01-10T22:00:00Z", { wh: 11000 }), 5.16);
  assert.deepEqual(lines(bill()), [
    "session | 0.35",
    "energy | 22:00-06:00 | 6.5 kWh | 1.89",
    "charging time | 22:00-06:00 | 3600 s | 0.60",
    "energy | otherwise | 3.5 kWh | 1.72",
    "charging time | otherwise | 1800 s | 0.60",
  ]);
  const { total, currency, energyKwh, startedAt, endedAt, idTag, notes } = bill();
  assert.deepEqual([total, currency, energyKwh, idTag, notes], ["5.16", "EUR", "10", "A", []]);
  assert.deepEqual([startedAt, endedAt], ["2026-01-10T20:30:00.000Z", "2026-01-10T22:00:00.000Z"]);
});

test("one stretch from a day over a night into a day is divided at both ends", () => {
  setUp();
  // 20:00 to 08:00 local: two hours, eight of night, two; 12 kWh.
  event("Started", "2026-01-10T19:00:00Z", { wh: 0, token: "A", state: "Charging" });
  // 0.35 + 8 x 0.29 (2.32) + 480 x 0.01 (4.80) + 4 x 0.49 (1.96) + 240 x 0.02 (4.80)
  assert.equal(event("Ended", "2026-01-11T07:00:00Z", { wh: 12_000 }), 14.23);
});

test("in the night of summer time's beginning, six in the morning comes an hour earlier", () => {
  setUp();
  // 01:00 CET to 07:00 CEST are five hours; night ends at 06:00 CEST, 04:00 UTC: 4 hours and 8 of 10 kWh.
  event("Started", "2026-03-29T00:00:00Z", { wh: 0, token: "A", state: "Charging" });
  // 0.35 + 8 x 0.29 (2.32) + 240 x 0.01 (2.40) + 2 x 0.49 (0.98) + 60 x 0.02 (1.20)
  assert.equal(event("Ended", "2026-03-29T05:00:00Z", { wh: 10_000 }), 7.25);
  assert.equal(bill().chargingSeconds, "18000");
});

test("in the night of summer time's end, it comes an hour later", () => {
  setUp();
  // 01:00 CEST to 07:00 CET are seven hours; night ends at 06:00 CET, 05:00 UTC: 6 hours and 6 of 7 kWh.
  event("Started", "2026-10-24T23:00:00Z", { wh: 0, token: "A", state: "Charging" });
  // 0.35 + 6 x 0.29 (1.74) + 360 x 0.01 (3.60) + 1 x 0.49 (0.49) + 60 x 0.02 (1.20)
  assert.equal(event("Ended", "2026-10-25T06:00:00Z", { wh: 7000 }), 7.38);
});

test("no energy: the session and its minutes are paid, up to the minimum", () => {
  setUp(tariff({ minimum: "1.00" }));
  event("Started", "2026-01-10T11:00:00Z", { wh: 500, token: "A" });
  // 0.35 + 5 x 0.02 = 0.45; 0.55 are missing.
  assert.equal(event("Ended", "2026-01-10T11:05:00Z", { wh: 500 }), 1);
  assert.deepEqual(lines(bill()), ["session | 0.35", "charging time | otherwise | 300 s | 0.10", "minimum | 0.55"]);
});

test("a session with less energy than the tariff says is free", () => {
  setUp(tariff({ minimum: "1.00", free_below_kwh: "0.05" }));
  event("Started", "2026-01-10T11:00:00Z", { wh: 500, token: "A" });
  assert.equal(event("Ended", "2026-01-10T11:05:00Z", { wh: 549.9 }), 0);
  assert.deepEqual([bill().total, bill().energyKwh, bill().lines], ["0.00", "0.0499", []]);
  assert.deepEqual(bill().notes, ["less than 0.05 kWh is free"]);
});

test("a vehicle that stands after charging pays for it, after the free minutes", () => {
  setUp();
  // Ten minutes before it charges, forty in which it does, sixty after.
  event("Started", "2026-01-10T09:50:00Z", { wh: 0, token: "A", state: "EVConnected" });
  event("Updated", "2026-01-10T10:00:00Z", { wh: 0, state: "Charging" });
  event("Updated", "2026-01-10T10:40:00Z", { wh: 10_000, state: "SuspendedEV" });
  // 0.35 + 10 x 0.49 (4.90) + 50 x 0.02 (1.00) + (60 - 10) x 0.10 (5.00)
  assert.equal(event("Ended", "2026-01-10T11:40:00Z", { wh: 10_000 }), 11.25);
  const { chargingSeconds, idleSeconds, freeIdleSeconds } = bill();
  assert.deepEqual([chargingSeconds, idleSeconds, freeIdleSeconds], ["3000", "3000", "600"]);
});

test("minutes in which the station holds back are not idle", () => {
  setUp();
  event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A", state: "Charging" });
  event("Updated", "2026-01-10T10:30:00Z", { wh: 1000, state: "SuspendedEVSE" });
  // 0.35 + 0.49 + 60 x 0.02 (1.20)
  assert.equal(event("Ended", "2026-01-10T11:00:00Z", { wh: 1000 }), 2.04);
});

test("when the meter is set back, what is not known is not paid", () => {
  setUp();
  event("Started", "2026-01-10T10:00:00Z", { wh: 5000, token: "A", state: "Charging" });
  event("Updated", "2026-01-10T10:10:00Z", { wh: 7000 });
  event("Updated", "2026-01-10T10:20:00Z", { wh: 300 });
  // 2 + 1 kWh: 0.35 + 3 x 0.49 (1.47) + 30 x 0.02 (0.60)
  assert.equal(event("Ended", "2026-01-10T10:30:00Z", { wh: 1300 }), 2.42);
  assert.deepEqual(bill().notes, ["the meter was set back: what flowed between two readings is not known"]);
});

test("a session whose beginning was not told begins where the server says", () => {
  const known = {
    chargePoint: "CP-1", id: "t-1", state: "open" as const,
    startedAt: "2026-01-10T10:00:00.000Z", meterStartWh: "1000", evse: 1, connector: 1, idTag: "A",
  };
  setUp(undefined, { transactions: [known] });
  // 0.35 + 2 x 0.49 (0.98) + 30 x 0.02 (0.60)
  assert.equal(event("Updated", "2026-01-10T10:30:00Z", { wh: 3000 }), 1.93);
  // 0.35 + 4 x 0.49 (1.96) + 60 x 0.02 (1.20)
  assert.equal(event("Ended", "2026-01-10T11:00:00Z", { wh: 5000 }), 3.51);
  assert.deepEqual([bill().startedAt, bill().notes], ["2026-01-10T10:00:00.000Z", []]);
});

test("if nobody knows the beginning, what was told counts, and the bill says so", () => {
  setUp();
  event("Updated", "2026-01-10T10:30:00Z", { wh: 3000, token: "A" });
  // 0.35 + 2 x 0.49 (0.98) + 30 x 0.02 (0.60)
  assert.equal(event("Ended", "2026-01-10T11:00:00Z", { wh: 5000 }), 1.93);
  assert.deepEqual(bill().notes, ["its beginning was not reported"]);
});

test("what came before the driver was known is paid under the driver's tariff", () => {
  const fleet = { id: "fleet", groups: ["FLEET"], prices: [{ energy: "0.20" }] };
  setUp({ ...tariff({}), tariffs: [fleet, ...tariff({}).tariffs] });
  assert.equal(event("Started", "2026-01-10T10:00:00Z", { wh: 0 }), undefined);
  assert.equal(event("Updated", "2026-01-10T10:10:00Z", { wh: 1000 }), undefined);
  const answer = { idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "FLEET", type: "Central" } } };
  assert.equal(event("Updated", "2026-01-10T10:20:00Z", { wh: 3000, token: "F", answer }), 0.6);
  assert.equal(event("Ended", "2026-01-10T10:30:00Z", { wh: 5000 }), 1);
  assert.deepEqual([bill().tariff, bill().group], ["fleet", "FLEET"]);
  assert.deepEqual(lines(bill()), ["energy | always | 5 kWh | 1.00"]);
});

test("reports out of order change nothing that is later", () => {
  setUp();
  event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A", state: "Charging" });
  event("Updated", "2026-01-10T10:20:00Z", { wh: 2000, state: "SuspendedEVSE" });
  event("Updated", "2026-01-10T10:10:00Z", { wh: 1000, state: "Charging" });
  // 0.35 + 3 x 0.49 (1.47) + 30 x 0.02 (0.60)
  assert.equal(event("Ended", "2026-01-10T10:30:00Z", { wh: 3000, told: false }), 2.42);
  assert.equal(event("Updated", "2026-01-10T10:40:00Z", { wh: 9000 }), undefined);
  assert.equal(event("Ended", "2026-01-10T10:30:00Z", { asked: false }), undefined);
  assert.equal(bill().total, "2.42");
});

test("a station whose clock leaps pays for a week at most", () => {
  setUp();
  event("Started", "1970-01-01T12:00:00Z", { wh: 0, token: "A" });
  event("Ended", "2026-01-10T10:00:00Z", { wh: 1000 });
  assert.deepEqual(bill().chargingSeconds, String(168 * 3600));
  assert.deepEqual(bill().notes, ["minutes after 168 hours are not counted"]);
});

test("the price is that of the session's beginning", () => {
  setUp();
  event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A" });
  setSettings(tariff({ session_fee: "5", prices: [{ energy: "9.99" }] }));
  // 0.35 + 2 x 0.49 (0.98) + 60 x 0.02 (1.20)
  event("Updated", "2026-01-10T10:30:00Z", { wh: 1000 });
  assert.equal(event("Ended", "2026-01-10T11:00:00Z", { wh: 2000 }), 2.53);
});

test("currencies have their digits, and amounts their rounding", () => {
  const prices = [{ energy: "31", minute: "0.5" }];
  const yen = (rounding: string) => ({ ...tariff({ session_fee: "0", prices }), currency: "JPY", decimals: 0, rounding });
  const total = (rounding: string) => {
    setUp(yen(rounding));
    event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A" });
    event("Ended", "2026-01-10T10:05:00Z", { wh: 1500 });
    return bill().total;
  };
  // 1.5 x 31 is 46.5, and 5 x 0.5 is 2.5.
  assert.deepEqual(["half-up", "half-even", "up", "down"].map(total), ["50", "48", "50", "48"]);
});

test("where no tariff fits, nothing is answered and nothing billed", () => {
  setUp(tariff({ charge_points: ["SITE-2/*"] }));
  event("Started", "2026-01-10T10:00:00Z", { wh: 0, token: "A" });
  assert.equal(event("Ended", "2026-01-10T11:00:00Z", { wh: 2000 }), undefined);
  assert.throws(() => bill(), /no bill/);
});
