// Local time as an author asks for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { time } from "../src/index.js";

/** From 07:00 to 22:00, and on Sundays from 10:00. */
function isOpen(at) {
  const local = time.local(at, "Europe/Berlin");
  const opens = local.weekday === 7 ? 10 : 7;
  return local.secondOfDay >= opens * 3600 && local.secondOfDay < 22 * 3600;
}

test("opening hours follow the clocks of the site", () => {
  assert.equal(isOpen("2026-03-28T05:30:00Z"), false, "a Saturday in winter: 06:30");
  assert.equal(isOpen("2026-03-29T07:30:00Z"), false, "the Sunday on which summer began: 09:30");
  assert.equal(isOpen("2026-03-30T05:30:00Z"), true, "07:30");
  assert.equal(isOpen(new Date("2026-03-30T20:30:00Z")), false, "22:30");
});

test("a moment is shown as the clocks show it", () => {
  const { text, offset, weekday, secondOfDay, summer, nextChange } = time.local("2026-03-29T00:59:59.5Z", "Europe/Berlin");
  assert.deepEqual(
    { text, offset, weekday, secondOfDay, summer, nextChange },
    {
      text: "2026-03-29T01:59:59.500+01:00",
      offset: 3600,
      weekday: 7,
      secondOfDay: 7199,
      summer: false,
      nextChange: "2026-03-29T01:00:00.000Z",
    },
  );
  assert.equal(time.local("2026-07-01T00:00:00Z", "Asia/Kolkata").nextChange, null);
});

test("a time of a clock is at one moment, at two, or at none", () => {
  assert.deepEqual(time.moments("2026-07-01T12:00:00", "Europe/Berlin"), ["2026-07-01T10:00:00.000Z"]);
  assert.deepEqual(time.moments("2026-10-25T02:30:00", "Europe/Berlin"), [
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
  ]);
  assert.deepEqual(time.moments("2026-03-29T02:30:00", "Europe/Berlin"), []);
});

test("what is no zone and no moment is named", () => {
  assert.throws(() => time.local("2026-01-01T00:00:00Z", "Moon/Tycho"), { name: "HostError", code: "zone" });
  assert.throws(() => time.local("yesterday", "UTC"), { name: "HostError", code: "moment" });
  assert.throws(() => time.moments("2026-01-01T00:00:00Z", "UTC"), { name: "HostError", code: "moment" });
});
