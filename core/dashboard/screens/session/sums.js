// What sessions come to together: those that are shown, or all that fit, which are then read through once.

import { get } from '../../lib/api.js';
import { duration, energy } from '../../lib/format.js';
import { figures } from '../../lib/ui.js';

const STEP = 1_000;
const NOTHING = { sessions: 0, open: 0, energyWh: 0, seconds: 0, doubted: 0 };

/** A sum with more sessions in it. */
function withMore(sum, items) {
  const { sessions, open, energyWh, seconds, doubted } = sum;
  const add = (start, amount) => items.reduce((total, session) => total + amount(session), start);
  return {
    sessions: sessions + items.length,
    open: add(open, ({ state }) => Number(state === 'open')),
    energyWh: add(energyWh, (session) => Number(session.energyWh ?? 0)),
    seconds: add(seconds, ({ durationSeconds }) => durationSeconds ?? 0),
    doubted: add(doubted, ({ doubts }) => Number(doubts.length > 0)),
  };
}

/** The sum of some sessions. */
export function sumOf(items) {
  return withMore(NOTHING, items);
}

/** The sum of all sessions that fit a query; `progress(sum)` is told how far it is. */
export async function sumOfAll(query, { signal, progress }) {
  let sum = NOTHING;
  let after;
  do {
    const page = await get('/transactions', { query: { ...query, limit: STEP, after }, signal });
    sum = withMore(sum, page.items);
    after = page.next;
    progress(sum);
  } while (after);
  return sum;
}

/** A sum as figures; `name` is what its sessions are called, `refused` how many were not let charge. */
export function sumFigures({ sessions, open, energyWh, seconds, doubted }, { name, refused }) {
  return figures([
    { name, value: sessions },
    open > 0 && { name: 'under way', value: open },
    { name: 'energy', value: energy(energyWh) },
    seconds > 0 && { name: 'duration, of those that ended', value: duration(seconds) },
    doubted > 0 && { name: 'with doubts', value: doubted, tone: 'warn' },
    refused > 0 && { name: 'refused at the start', value: refused, tone: 'warn' },
  ].filter(Boolean));
}
