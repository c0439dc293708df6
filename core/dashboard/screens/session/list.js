// Sessions as a table, the same on every screen that lists some.

import { dateLines, duration, energy, power, secondsBetween } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, table } from '../../lib/ui.js';
import { placeName } from '../charge-point/words.js';
import { money } from './cost.js';
import { doubtTitle, isRefused, sessionPath } from './words.js';

/** Tells sessions apart. */
export function keyOf({ chargePoint, id }) {
  return `${chargePoint}/${id}`;
}

/**
 * The table. `bills` maps keys to bills, or is null where no plugin gives a cost; `without` names columns that say the
 * same in every row (`chargePoint`, `idTag`).
 */
export function sessionTable(sessions, { caption, empty, bills = null, without = [] }) {
  const columns = [
    { name: 'start', title: 'Start', cell: (session) => (session.startedAt ? dateLines(session.startedAt) : 'Start not known') },
    { name: 'chargePoint', title: 'Charge point', cell: chargePoint },
    { name: 'idTag', title: 'Id tag', cell: idTag },
    { name: 'duration', title: 'Duration', number: true, cell: lasted },
    { name: 'energy', title: 'Energy', number: true, cell: (session) => energy(session.energyWh) },
    bills && { name: 'cost', title: 'Cost', number: true, cell: (session) => cost(session, bills) },
    { name: 'state', title: 'State', cell: state },
    { name: 'doubts', title: 'Doubts', cell: doubts },
  ];
  return table({
    caption,
    empty,
    columns: columns.filter((column) => column && !without.includes(column.name)),
    rows: sessions,
    key: keyOf,
    href: sessionPath,
    stacked: true,
  });
}

function chargePoint(session) {
  const where = session.evse === null && session.connector === null ? null : placeName(session);
  return html`<span><a href=${`/charge-points/${encodeURIComponent(session.chargePoint)}`}>${session.chargePoint}</a>${where && html`<br><span class="quiet nowrap">${where}</span>`}</span>`;
}

function idTag(session) {
  if (!session.idTag) return html`<span class="quiet">not told</span>`;
  return html`<span><a class="nowrap" href=${`/id-tags/${encodeURIComponent(session.idTag)}`}>${session.idTag}</a>${isRefused(session) && html`<br>${badge(session.authorization, 'bad')}`}</span>`;
}

function lasted(session) {
  if (session.state === 'open') return session.startedAt ? duration(secondsBetween(session.startedAt)) : '–';
  return duration(session.durationSeconds);
}

function cost(session, bills) {
  const bill = bills.get(keyOf(session));
  return bill ? money(bill) : null;
}

function state({ state: word, stopReason, chargingState, measured }) {
  if (word !== 'open') return html`<span class="quiet">${stopReason ?? 'Ended'}</span>`;
  const { powerW = null, soc = null } = measured ?? {};
  const now = [powerW !== null && power(powerW), soc !== null && `${soc} %`].filter(Boolean).join(', ');
  return html`<span>${badge(chargingState ?? 'Under way', 'busy')}${now && html`<br><span class="quiet">${now}</span>`}</span>`;
}

function doubts(session) {
  if (session.doubts.length === 0) return null;
  return html`<ul class="doubt-list">${session.doubts.map((word) => html`<li>${badge(doubtTitle(word), 'warn')}</li>`)}</ul>`;
}
