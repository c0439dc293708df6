import assert from "node:assert/strict";
import { test } from "node:test";
import { divide, format, parse, rescale, trimmed } from "../src/decimal.js";

test("numbers are read as they are written", () => {
  const read = (text: string) => {
    const found = parse(text);
    return found && `${found.units}/${found.scale}`;
  };
  assert.deepEqual(["12", "-12.50", "0.29", "1e-7", "2.5E3", " 7 "].map(read), [
    "12/0", "-1250/2", "29/2", "1/7", "2500/0", "7/0",
  ]);
  assert.deepEqual(["", ".5", "1.", "1,5", "NaN", "0x1", "1e400"].map(read), Array(7).fill(undefined));
});

test("each rounding treats halves and signs as its name says", () => {
  // In tenths: 2.5, 3.5, -2.5, 2.4, 2.6, 2.0
  const tenths = [25n, 35n, -25n, 24n, 26n, 20n];
  const rounded = (rule: Parameters<typeof divide>[2]) => tenths.map((each) => Number(divide(each, 10n, rule)));
  assert.deepEqual(rounded("half-up"), [3, 4, -3, 2, 3, 2]);
  assert.deepEqual(rounded("half-even"), [2, 4, -2, 2, 3, 2]);
  assert.deepEqual(rounded("up"), [3, 4, -3, 3, 3, 2]);
  assert.deepEqual(rounded("down"), [2, 3, -2, 2, 2, 2]);
});

test("what a float would lose is kept", () => {
  // 1.005 as a float is below 1.005, and would round to 1.00.
  assert.equal(format(rescale({ units: 1005n, scale: 3 }, 2, "half-up"), 2), "1.01");
  assert.equal(format(10n ** 20n + 1n, 2), "1000000000000000000.01");
});

test("decimals are written with their digits, or without the last zeros", () => {
  assert.deepEqual([format(5n, 2), format(-1234n, 2), format(7n, 0)], ["0.05", "-12.34", "7"]);
  assert.deepEqual([trimmed(1500n, 3), trimmed(2000n, 3), trimmed(0n, 3), trimmed(100n, 0)], ["1.5", "2", "0", "100"]);
});
