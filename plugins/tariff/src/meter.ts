// The energy register in meter values, in millionths of a Wh (1.6 section 7.31, 2.x MeasurandEnumType).
import type { v16, v201, v21 } from "@ocpp-central/plugin";
import { parse, rescale } from "./decimal.js";

/** Digits after the point of a Wh that count. */
const DIGITS = 6;
/** The largest power of ten that 2.x `multiplier` is followed to: far beyond any meter. */
const MOST = 12;

const REGISTER = "Energy.Active.Import.Register";

export interface Reading {
  /** Milliseconds since 1970. */
  at: number;
  register: bigint;
}

/** Wh as they are written, in millionths. */
export function millionths(wh: string | number): bigint | undefined {
  const read = parse(String(wh));
  return read && rescale(read, DIGITS, "half-up");
}

/** The registers of 1.6 meter values. */
export function readings16(values: v16.MeterValue[] = []): Reading[] {
  return values.flatMap(({ timestamp, sampledValue }) => at(timestamp, sampledValue.map(register16)));
}

/** The registers of 2.x meter values. */
export function readings2(values: (v201.MeterValue | v21.MeterValue)[] = []): Reading[] {
  return values.flatMap(({ timestamp, sampledValue }) => at(timestamp, sampledValue.map(register2)));
}

/** Of several registers in one element, the last counts. */
function at(timestamp: string, registers: (bigint | undefined)[]): Reading[] {
  const register = registers.filter((each) => each !== undefined).at(-1);
  const moment = Date.parse(timestamp);
  return register === undefined || Number.isNaN(moment) ? [] : [{ at: moment, register }];
}

function register16({ value, measurand = REGISTER, format = "Raw", phase, unit = "Wh" }: v16.SampledValue) {
  if (measurand !== REGISTER || format !== "Raw" || phase !== undefined) return undefined;
  return inUnit(value, unit, 0);
}

function register2({ value, measurand = REGISTER, phase, unitOfMeasure = {} }: v201.SampledValue | v21.SampledValue) {
  const { unit = "Wh", multiplier = 0 } = unitOfMeasure;
  if (measurand !== REGISTER || phase !== undefined || Math.abs(multiplier) > MOST) return undefined;
  return inUnit(String(value), unit, multiplier);
}

function inUnit(value: string, unit: string, multiplier: number): bigint | undefined {
  const read = parse(value);
  if (!read || (unit !== "Wh" && unit !== "kWh")) return undefined;
  const power = multiplier + (unit === "kWh" ? 3 : 0);
  const scaled =
    power > 0
      ? { units: read.units * 10n ** BigInt(power), scale: read.scale }
      : { units: read.units, scale: read.scale - power };
  return rescale(scaled, DIGITS, "half-up");
}
