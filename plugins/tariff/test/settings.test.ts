// What a wrong setting is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitsGroup, possible, read } from "../src/settings.js";
import { SETTINGS, setUp, tariff } from "./station.js";

function told(settings: unknown): string {
  setUp(settings);
  try {
    read();
  } catch (error) {
    return String(error).replace("Error: the plugin's settings cannot be used: ", "");
  }
  return "";
}

test("the path and what is expected", () => {
  const prices = (row: object) => tariff({ prices: [row, { energy: 1 }] });
  const time_zone = (members: object) => ({ ...SETTINGS, time_zone: { ...SETTINGS.time_zone, ...members } });
  const cases: [unknown, string][] = [
    [{}, "`currency` is not a text"],
    [{ ...SETTINGS, curency: "EUR" }, "`curency` is no key of this plugin"],
    [{ ...SETTINGS, tariffs: [] }, "`tariffs` is not a list with something in it"],
    [{ ...SETTINGS, rounding: "nearest" }, "`rounding` is not one of half-up, half-even, up, down"],
    [tariff({ minimum: "-1" }), '`tariffs[0].minimum` is not a number such as "0.49", not below zero'],
    [prices({ energy: "x" }), '`tariffs[0].prices[0].energy` is not a number such as "0.49", not below zero'],
    [prices({ from: "22:00" }), "`tariffs[0].prices[0]` is not right: `from` and `to` go together"],
    [prices({ from: "25:00", to: "06:00" }), '`tariffs[0].prices[0].from` is not a time of day such as "22:00"'],
    [prices({ days: ["Mo"] }), "`tariffs[0].prices[0].days[0]` is not one of Sun, Mon, Tue, Wed, Thu, Fri, Sat"],
    [tariff({ prices: [{ days: ["Mon"] }] }), "`tariffs[0].prices` is not complete: the last prices have neither `from` and `to` nor `days`"],
    [time_zone({ offset: "CET" }), '`time_zone.offset` is not an offset such as "+01:00"'],
    [time_zone({ summer: { offset: "+02:00", begins: "in March", ends: "" } }), '`time_zone.summer.begins` is not such as "last Sunday of March, 02:00"'],
  ];
  for (const [settings, expected] of cases) assert.equal(told(settings), expected);
  assert.equal(told(SETTINGS), "");
});

test("the first tariff counts that fits the charge point and the group", () => {
  const [usual] = SETTINGS.tariffs;
  const tariffs = [
    { ...usual, id: "staff", groups: ["STAFF"], charge_points: ["HQ/*"] },
    { ...usual, id: "hq", charge_points: ["HQ/*", "A+?"] },
    { ...usual, id: "rest" },
  ];
  setUp({ ...SETTINGS, tariffs });
  const chosen = (chargePoint: string, group?: string) =>
    possible(read(), chargePoint).find(({ tariff }) => fitsGroup(tariff, group))?.tariff.id;
  assert.deepEqual([chosen("HQ/1", "STAFF"), chosen("HQ/1"), chosen("HQ/1", "X"), chosen("CP-1", "STAFF")], ["staff", "hq", "hq", "rest"]);
  assert.deepEqual([chosen("A+1"), chosen("AA1"), chosen("A+12"), chosen("xHQ/1")], ["hq", "rest", "rest", "rest"]);
});
