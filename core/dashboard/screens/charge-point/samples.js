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

/**
 * A session's samples: what the server drew of it so far, and each value that comes since, with the power between two
 * registers where none is measured.
 */
export class Curve {
  constructor() {
    Object.assign(this, { byTime: new Map(), isDerived: false });
  }

  /** Begins with what `GET .../curve` answered; its energies count from the register at the start, if that is known. */
  begin({ points, powerSource }, meterStartWh) {
    const begun = meterStartWh === null || meterStartWh === undefined ? null : Number(meterStartWh);
    this.isDerived = powerSource === 'derived';
    for (const { at, powerW, energyWh, soc } of points) {
      const register = energyWh === null || begun === null ? null : begun + Number(energyWh);
      this.byTime.set(Date.parse(at), { powerW, energyWh: register, soc });
    }
  }

  /** Adds what a message brought. */
  add(meterValues = []) {
    for (const one of meterValues) {
      const { at, ...sample } = sampleOf(one);
      const time = Date.parse(at);
      if (!Number.isFinite(time)) continue;
      const before = this.byTime.get(time);
      this.byTime.set(time, before ? merged(before, sample) : sample);
      if (sample.powerW !== null) this.isDerived = false;
      else if (this.samples.every(({ powerW }) => powerW === null)) this.isDerived = true;
    }
  }

  get samples() {
    return [...this.byTime].sort(([a], [b]) => a - b).map(([time, sample]) => ({ ...sample, time }));
  }

  /** `[[time, W]]`. */
  power() {
    const points = [];
    let before = null;
    for (const sample of this.samples) {
      const hours = before && (sample.time - before.time) / 3_600_000;
      if (sample.powerW !== null) points.push([sample.time, sample.powerW]);
      else if (this.isDerived && hours && sample.energyWh !== null) points.push([sample.time, (sample.energyWh - before.energyWh) / hours]);
      if (sample.energyWh !== null) before = sample;
    }
    return points;
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
    powerW: sample.powerW ?? before.powerW,
    energyWh: sample.energyWh ?? before.energyWh,
    soc: sample.soc ?? before.soc,
  };
}
