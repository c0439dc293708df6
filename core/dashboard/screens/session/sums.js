// What sessions come to together. The server sums up all that fit, as many as it reads for one answer; where there are
// more, the rest can be added.

import { get } from '../../lib/api.js';
import { duration, energy } from '../../lib/format.js';
import { figures } from '../../lib/ui.js';

/** What the sessions of a query come to, as far as one answer goes; `next` is where the rest begins. */
export async function sumOf(query, { signal, after } = {}) {
  const { sessions, open, withDoubts, energyUnknown, energyWh, durationSeconds, next } = await get('/transactions/summary', { query: { ...query, after }, signal });
  return { sessions, open, doubted: withDoubts, unknown: energyUnknown, energyWh: Number(energyWh), seconds: durationSeconds, next };
}

/** The same of all of them; `progress(sum)` is told how far it is. */
export async function sumOfAll(query, { sum, signal, progress }) {
  let all = sum;
  while (all.next) {
    const more = await sumOf(query, { signal, after: all.next });
    all = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, name === 'next' ? value : value + all[name]]));
    progress(all);
  }
  return all;
}

/** A sum as figures; `name` is what its sessions are called, `refused` how many were not let charge. */
export function sumFigures({ sessions, open, energyWh, seconds, doubted, unknown }, { name, refused }) {
  return figures([
    { name, value: sessions },
    open > 0 && { name: 'under way', value: open },
    { name: 'energy', value: energy(energyWh) },
    seconds > 0 && { name: 'duration, of those that ended', value: duration(seconds) },
    doubted > 0 && { name: 'with doubts', value: doubted, tone: 'warn' },
    unknown > 0 && { name: 'energy not known', value: unknown, tone: 'warn' },
    refused > 0 && { name: 'refused at the start', value: refused, tone: 'warn' },
  ].filter(Boolean));
}
