// What a session's samples say: power, energy and state of charge over time, and the samples themselves as a table to
// take away. Only what was measured; between two readings nothing is made up.

import { Curve } from '../charge-point/samples.js';

const CONTRADICTIONS = new Set(['registers-contradict', 'reading-jump', 'end-below-start', 'clock-contradiction']);

/**
 * The curves of a session: `power` (W), `energy` (Wh since the start) and `charge` (per cent), each a list of
 * `[time, value]`; `isDerived` says that the power follows from the register, because no power was measured. From registers
 * that contradict each other (`isContradictory`) no power follows, and what is to be looked at is the `meter` itself.
 */
export function curves(session) {
  const curve = new Curve();
  curve.add(session.meterValues);
  const { samples } = curve;
  const registers = withEnds(pointsOf(samples, 'energyWh'), session);
  const start = session.meterStartWh === null ? registers[0]?.[1] : Number(session.meterStartWh);
  const measured = pointsOf(samples, 'powerW');
  const isContradictory = session.doubts.some((doubt) => CONTRADICTIONS.has(doubt));
  const power = measured.length > 0 ? measured : isContradictory ? [] : derivedPower(registers);
  return {
    power,
    isContradictory,
    meter: registers,
    energy: registers.map(([time, value]) => [time, value - start]),
    charge: pointsOf(samples, 'soc'),
    isDerived: measured.length === 0 && power.length > 0,
  };
}

function pointsOf(samples, member) {
  return samples.filter((sample) => sample[member] !== null && Number.isFinite(sample[member])).map((sample) => [sample.time, sample[member]]);
}

// The registers of the start and of the end were read, too, where the station told them.
function withEnds(registers, { startedAt, meterStartWh, meterStopAt, meterStopWh, doubts }) {
  const points = new Map(registers);
  const add = (time, register) => {
    const at = Date.parse(time ?? '');
    if (Number.isFinite(at) && register !== null && !points.has(at)) points.set(at, Number(register));
  };
  if (!doubts.some((doubt) => ['no-start-register', 'start-time-not-told', 'clock-contradiction'].includes(doubt))) add(startedAt, meterStartWh);
  add(meterStopAt, meterStopWh);
  return [...points].sort(([one], [other]) => one - other);
}

// The mean power between two readings of the register, drawn as steps: it holds from the first to the second.
function derivedPower(registers) {
  const points = [];
  for (let place = 1; place < registers.length; place += 1) {
    const [[from, before], [to, after]] = [registers[place - 1], registers[place]];
    if (after >= before && to > from) points.push([from, ((after - before) * 3_600_000) / (to - from)]);
  }
  const last = points.at(-1);
  return last ? [...points, [registers.at(-1)[0], last[1]]] : points;
}

const COLUMNS = ['timestamp', 'measurand', 'value', 'unit', 'multiplier', 'phase', 'location', 'context', 'named'];

/** The samples as CSV (RFC 4180), one line each, as the station wrote them. */
export function samplesAsCsv(meterValues) {
  const lines = [COLUMNS];
  for (const { timestamp, named, sampledValue } of meterValues) {
    for (const sample of sampledValue) lines.push(COLUMNS.map((name) => ({ timestamp, named, ...sample })[name]));
  }
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

// A text that a spreadsheet would take for a formula is not one.
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  const isFormula = /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
