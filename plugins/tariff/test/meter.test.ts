import assert from "node:assert/strict";
import { test } from "node:test";
import type { v16, v21 } from "@ocpp-central/plugin";
import { millionths, readings16, readings2 } from "../src/meter.js";

const timestamp = "2026-01-01T00:00:00Z";

function of16(...sampledValue: v16.SampledValue[]): string[] {
  return readings16([{ timestamp, sampledValue }]).map(({ register }) => String(register));
}

function of2(...sampledValue: v21.SampledValue[]): string[] {
  return readings2([{ timestamp, sampledValue }]).map(({ register }) => String(register));
}

test("the register of 1.6, in Wh or kWh", () => {
  assert.deepEqual(of16({ value: "1234" }), ["1234000000"]);
  assert.deepEqual(of16({ value: "1.2345", unit: "kWh" }), ["1234500000"]);
  assert.deepEqual(of16({ value: "1" }, { value: "2" }), ["2000000"]);
  assert.deepEqual(of16({ value: "230", measurand: "Voltage", unit: "V" }), []);
  assert.deepEqual(of16({ value: "5", phase: "L1" }, { value: "n/a" }, { value: "00FF", format: "SignedData" }), []);
  assert.deepEqual(of16({ value: "5", unit: "varh" }), []);
});

test("the register of 2.x, with its multiplier", () => {
  assert.deepEqual(of2({ value: 1234.5678 }), ["1234567800"]);
  assert.deepEqual(of2({ value: 12.5, unitOfMeasure: { unit: "kWh" } }), ["12500000000"]);
  assert.deepEqual(of2({ value: 12.5, unitOfMeasure: { multiplier: 3 } }), ["12500000000"]);
  assert.deepEqual(of2({ value: 12500, unitOfMeasure: { unit: "kWh", multiplier: -3 } }), ["12500000000"]);
  assert.deepEqual(of2({ value: 1, phase: "L1" }, { value: 2, measurand: "Current.Import" }), []);
  assert.deepEqual(of2({ value: 1, unitOfMeasure: { multiplier: 4_000_000 } }), []);
});

test("what is smaller than a millionth is rounded, and what is no number or no time is left out", () => {
  assert.equal(millionths("0.0000015"), 2n);
  assert.equal(millionths("x"), undefined);
  assert.deepEqual(readings16([{ timestamp: "soon", sampledValue: [{ value: "1" }] }]), []);
});
