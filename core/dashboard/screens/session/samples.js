// What a session's samples say: power, energy and state of charge over time, and the samples themselves as a table to
// take away. Only what was measured; between two readings nothing is made up.

import { Curve } from '../charge-point/samples.js';

const CONTRADICTIONS = new Set(['registers-contradict', 'reading-jump', 'end-below-start', 'clock-contradiction']);
const NO_START = new Set(['no-start-register', 'start-time-not-told', 'clock-contradiction']);

/**
 * The curves of a session, by what the API says of how it went: `power` (W), `energy` (Wh since the start) and `charge`
 * (per cent), each a list of `[time, value]`; `isDerived` says that the power follows from the energy, because none was
 * measured. From registers that contradict each other (`isContradictory`) no power follows, and what is to be looked at
 * is the `meter` itself.
 */
export function curves(session, { powerSource, points }) {
  const isContradictory = session.doubts.some((doubt) => CONTRADICTIONS.has(doubt));
  const energy = withEnds(seriesOf(points, 'energyWh'), session);
  const measured = powerSource === 'measured' ? seriesOf(points, 'powerW') : [];
  const power = measured.length > 0 || isContradictory ? measured : derivedPower(energy);
  return {
    power,
    energy,
    charge: seriesOf(points, 'soc'),
    meter: isContradictory ? registersOf(session) : [],
    isContradictory,
    isDerived: measured.length === 0 && power.length > 0,
  };
}

function seriesOf(points, member) {
  return points.filter((point) => point[member] !== null).map((point) => [Date.parse(point.at), Number(point[member])]);
}

// The registers of the start and of the end were read, too, where the station told them.
function withEnds(energy, { startedAt, meterStartWh, meterStopAt, energyWh, doubts }) {
  const points = new Map(energy);
  const add = (time, value) => {
    const at = Date.parse(time ?? '');
    if (Number.isFinite(at) && !points.has(at)) points.set(at, value);
  };
  if (meterStartWh !== null && !doubts.some((doubt) => NO_START.has(doubt))) add(startedAt, 0);
  if (energyWh !== null) add(meterStopAt, Number(energyWh));
  return inOrder(points);
}

// The registers as they were read, whatever is odd about them.
function registersOf({ meterValues, startedAt, meterStartWh, meterStopAt, meterStopWh }) {
  const curve = new Curve();
  curve.add(meterValues);
  const points = new Map(curve.samples.filter(({ energyWh }) => Number.isFinite(energyWh) && energyWh !== null).map(({ time, energyWh }) => [time, energyWh]));
  if (startedAt && meterStartWh !== null) points.set(Date.parse(startedAt), Number(meterStartWh));
  if (meterStopAt && meterStopWh !== null) points.set(Date.parse(meterStopAt), Number(meterStopWh));
  return inOrder(points);
}

function inOrder(points) {
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
