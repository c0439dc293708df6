// What was measured, in one form: power, energy and state of charge of each time, whichever version and whichever way
// (the API's form of a session's values, or a message as it just came).

const SI = { W: 1, kW: 1_000, Wh: 1, kWh: 1_000, A: 1, V: 1 };
// What is measured elsewhere than where the cable is plugged in does not count.
const ELSEWHERE = new Set(['Body', 'Cable', 'EV', 'Inlet']);

/** `{ at, powerW, energyWh, soc }` of one `meterValue`; what was not measured is null. */
export function sampleOf({ timestamp, sampledValue = [] }) {
  const values = sampledValue.filter(({ format }) => format !== 'SignedData').map(plain);
  return {
    at: timestamp,
    powerW: whole(values, 'Power.Active.Import') ?? ofCurrent(values),
    energyWh: whole(values, 'Energy.Active.Import.Register'),
    soc: values.find(({ measurand }) => measurand === 'SoC')?.value ?? null,
  };
}

function plain(sampled) {
  const unit = sampled.unitOfMeasure?.unit ?? sampled.unit;
  const multiplier = sampled.unitOfMeasure?.multiplier ?? sampled.multiplier ?? 0;
  return {
    measurand: sampled.measurand ?? 'Energy.Active.Import.Register',
    phase: sampled.phase ?? null,
    isElsewhere: ELSEWHERE.has(sampled.location),
    value: Number(sampled.value) * 10 ** multiplier * (SI[unit] ?? 1),
  };
}

// The value of all phases together; where it is told by phase alone, their sum.
function whole(values, measurand) {
  const own = values.filter((one) => one.measurand === measurand && !one.isElsewhere && Number.isFinite(one.value));
  const total = own.find(({ phase }) => phase === null);
  if (total) return total.value;
  const phases = own.filter(({ phase }) => /^L[123](-N)?$/.test(phase));
  return phases.length > 0 ? phases.reduce((sum, { value }) => sum + value, 0) : null;
}

// Volts and amperes by phase make a power, too.
function ofCurrent(values) {
  const phases = values.filter(({ measurand, phase }) => measurand === 'Current.Import' && phase);
  const products = phases.map(({ phase, value }) => {
    const voltage = values.find((one) => one.measurand === 'Voltage' && one.phase?.slice(0, 2) === phase.slice(0, 2));
    return voltage ? voltage.value * value : NaN;
  });
  return products.length > 0 && products.every(Number.isFinite) ? products.reduce((sum, one) => sum + one, 0) : null;
}

/** Samples by their time, each time once, with the power between two readings where none was measured. */
export class Curve {
  constructor() {
    this.byTime = new Map();
  }

  add(meterValues = []) {
    for (const one of meterValues) {
      const sample = sampleOf(one);
      const time = Date.parse(sample.at);
      if (!Number.isFinite(time)) continue;
      const before = this.byTime.get(time);
      this.byTime.set(time, before ? merged(before, sample) : sample);
    }
  }

  get samples() {
    return [...this.byTime].sort(([a], [b]) => a - b).map(([time, sample]) => ({ ...sample, time }));
  }

  /** `{ points: [[time, W]], isDerived }`. */
  power() {
    const measured = this.samples.filter(({ powerW }) => powerW !== null);
    if (measured.length > 0) return { isDerived: false, points: measured.map(({ time, powerW }) => [time, powerW]) };
    const read = this.samples.filter(({ energyWh }) => energyWh !== null);
    const points = [];
    for (let index = 1; index < read.length; index += 1) {
      const hours = (read[index].time - read[index - 1].time) / 3_600_000;
      if (hours > 0) points.push([read[index].time, (read[index].energyWh - read[index - 1].energyWh) / hours]);
    }
    return { isDerived: true, points };
  }

  soc() {
    return this.samples.filter(({ soc }) => soc !== null).map(({ time, soc }) => [time, soc]);
  }

  /** The last register that was read. */
  register() {
    return this.samples.filter(({ energyWh }) => energyWh !== null).at(-1)?.energyWh ?? null;
  }
}

function merged(before, sample) {
  return {
    at: sample.at,
    powerW: sample.powerW ?? before.powerW,
    energyWh: sample.energyWh ?? before.energyWh,
    soc: sample.soc ?? before.soc,
  };
}
