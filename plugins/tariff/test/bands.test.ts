import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../src/bands.js";
import type { Prices } from "../src/settings.js";
import { nextChange, offsetAt } from "../src/zone.js";
import type { Zone } from "../src/zone.js";

const free = { energy: "0", minute: "0", idle_minute: "0" };
const night: Prices = { from: 22 * 60, to: 6 * 60, ...free };
const otherwise: Prices = { ...free };

const BERLIN: Zone = {
  offset: 60,
  summer: {
    offset: 120,
    begins: { week: -1, weekday: 0, month: 2, minutes: 120 },
    ends: { week: -1, weekday: 0, month: 9, minutes: 120 },
  },
};
const SYDNEY: Zone = {
  offset: 600,
  summer: {
    offset: 660,
    begins: { week: 1, weekday: 0, month: 9, minutes: 120 },
    ends: { week: 1, weekday: 0, month: 3, minutes: 120 },
  },
};

const at = (text: string) => Date.parse(text);

function hours(prices: Prices[], zone: Zone, from: string, to: string): [number, number][] {
  return pieces(prices, zone, at(from), at(to)).map(({ row, from, to }) => [row, (to - from) / 3_600_000]);
}

test("summer time begins and ends when the law says, north and south", () => {
  // 2026: Europe 29 March and 25 October at 01:00 UTC.
  assert.equal(offsetAt(BERLIN, at("2026-03-29T00:59:59Z")), 60);
  assert.equal(offsetAt(BERLIN, at("2026-03-29T01:00:00Z")), 120);
  assert.equal(offsetAt(BERLIN, at("2026-10-25T00:59:59Z")), 120);
  assert.equal(offsetAt(BERLIN, at("2026-10-25T01:00:00Z")), 60);
  // New South Wales: 5 April (until 3:00 summer time) and 4 October at 2:00, which is 16:00 UTC the day before.
  assert.equal(offsetAt(SYDNEY, at("2026-04-04T15:59:59Z")), 660);
  assert.equal(offsetAt(SYDNEY, at("2026-04-04T16:00:00Z")), 600);
  assert.equal(offsetAt(SYDNEY, at("2026-10-03T16:00:00Z")), 660);
  assert.equal(nextChange(BERLIN, at("2026-10-25T01:00:00Z")), at("2027-03-28T01:00:00Z"));
  assert.equal(nextChange({ offset: 60 }, 0), Infinity);
});

test("a band goes over midnight", () => {
  const utc: Zone = { offset: 0 };
  assert.deepEqual(hours([night, otherwise], utc, "2026-01-01T21:00:00Z", "2026-01-02T07:30:00Z"), [
    [1, 1],
    [0, 8],
    [1, 1.5],
  ]);
});

test("the night in which summer time begins is an hour shorter, and the other one longer", () => {
  // Local 22:00 is 21:00 UTC; local 06:00 is 04:00 UTC in summer and 05:00 UTC in winter.
  assert.deepEqual(hours([night, otherwise], BERLIN, "2026-03-28T20:00:00Z", "2026-03-29T05:00:00Z"), [
    [1, 1],
    [0, 7],
    [1, 1],
  ]);
  assert.deepEqual(hours([night, otherwise], BERLIN, "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"), [
    [0, 9],
    [1, 1],
  ]);
});

test("days are those of local time, and the first row that fits counts", () => {
  const weekend: Prices = { days: [6, 0], ...free };
  const workNight: Prices = { ...night, days: [1, 2, 3, 4, 5] };
  // Friday 2 January 2026, 22:00 local, to Saturday 01:00 local.
  assert.deepEqual(hours([weekend, workNight, otherwise], BERLIN, "2026-01-02T20:00:00Z", "2026-01-03T00:00:00Z"), [
    [2, 1],
    [1, 2],
    [0, 1],
  ]);
});

test("no time has no pieces", () => {
  assert.deepEqual(pieces([otherwise], BERLIN, 5, 5), []);
  assert.deepEqual(pieces([otherwise], BERLIN, 5, 4), []);
});
