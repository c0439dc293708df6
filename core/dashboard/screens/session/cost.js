// What sessions cost, where a plugin reckons it. The server knows no prices: the tariff plugin answers
// `/plugins/tariff/bills/CHARGE_POINT/SESSION` and tells each bill as the event `plugin.tariff.billed`; a 2.x station
// is answered the `totalCost`. Another plugin that does the same is shown the same.

import { get, withQuery } from '../../lib/api.js';

const BILLS = 'tariff';
const AT_ONCE = 6;

/** The names of the plugins at work. */
export async function pluginNames(signal) {
  const { items } = await get('/plugins', { signal });
  return items.filter(({ enabled }) => enabled).map(({ name }) => name);
}

/** Whether one of them keeps bills. */
export function keepsBills(plugins) {
  return plugins.includes(BILLS);
}

/** The bill of a session: `{ total, currency, lines, notes }`; null: there is none. */
export async function billOf({ chargePoint, id }, signal) {
  // A path has no place for an empty name: the event tells that bill.
  if (id === '') return null;
  const path = `/plugins/${BILLS}/bills/${encodeURIComponent(chargePoint)}/${encodeURIComponent(id)}`;
  const answer = await fetch(withQuery(path), { headers: { Accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store', signal });
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return null;
  const bill = await answer.json();
  return bill?.total === undefined ? null : bill;
}

/** The bill that an event of a plugin told: `plugin.NAME.billed`. */
export function billIn(events, id) {
  return events.find(({ kind, payload }) => /^plugin\..+\.billed$/.test(kind) && payload?.transaction === id)?.payload ?? null;
}

/** The last `totalCost` that a 2.x station was answered; it has no currency. */
export function toldCost(events) {
  return events.findLast(({ answer }) => answer?.totalCost !== undefined)?.answer.totalCost ?? null;
}

/** Bills of many sessions, asked for a few at a time; `known` maps the sessions' keys to what was found before. */
export async function billsOf(sessions, { known, keyOf, signal }) {
  const left = sessions.filter((session) => session.state === 'closed' && !known.has(keyOf(session)));
  const ask = async () => {
    for (let session = left.shift(); session; session = left.shift()) known.set(keyOf(session), await billOf(session, signal));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
}

/** An amount of money, as a plugin's exact text with its currency. */
export function money({ total, currency }) {
  return [total, currency].filter(Boolean).join(' ');
}
