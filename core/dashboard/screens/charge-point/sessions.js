// Its sessions, its reservations, and what it said of sessions that nobody knows.

import { get, may, Pages } from '../../lib/api.js';
import { dateTime, duration, energy, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { attempt, badge, moreButton, section, table } from '../../lib/ui.js';
import { isAt } from './connectors.js';
import { cancelReservation, reserve } from './orders.js';
import { placeName, tagName } from './words.js';

export async function show(station, place) {
  const sessions = new Sessions(station, place);
  await sessions.read();
  station.changed(() => sessions.draw());
  station.hears(({ kind }) => {
    if (/^(transaction|reservation)/.test(kind) && kind !== 'transaction.updated') sessions.reread();
  });
}

class Sessions {
  constructor(station, place) {
    Object.assign(this, { station, place, showsOver: false });
    this.reread = soon(() => this.read().catch(() => {}), { every: 700, signal: station.signal });
  }

  async read() {
    const { id, path, signal } = this.station;
    const pages = new Pages('/transactions', { query: { chargePoint: id, limit: 25 }, signal });
    const [, reservations, inbox] = await Promise.all([
      pages.more(),
      get(`${path}/reservations`, { query: { all: this.showsOver, limit: 100 }, signal }),
      get(`${path}/inbox`, { query: { limit: 20 }, signal }),
    ]);
    Object.assign(this, { pages, reservations: reservations.items, inbox: inbox.items });
    this.draw();
  }

  draw() {
    render(this.place, html`${this.sessionList()}${this.reservationList()}${this.inboxList()}`);
  }

  sessionList() {
    return section({ title: 'Sessions', id: 'sessions', actions: html`<a class="button small" href=${`/sessions?chargePoint=${encodeURIComponent(this.station.id)}`}>Filter and export</a>` }, html`${table({
      caption: 'Its sessions, the newest first',
      stacked: true,
      rows: this.pages.items,
      key: ({ id }) => `t${id}`,
      href: ({ id }) => this.station.session(id),
      empty: 'It has told of no session yet.',
      columns: [
        { title: 'Began', cell: ({ startedAt, id }) => startedAt ? dateTime(startedAt) : `not told (${id})` },
        { title: 'State', cell: sessionBadge },
        { title: 'Tag', cell: ({ idTag }) => tagName(idTag) },
        { title: 'Where', hidden: 'phone', cell: placeName },
        { title: 'Energy', number: true, cell: ({ energyWh }) => energy(energyWh) },
        { title: 'Lasted', number: true, hidden: 'phone', cell: ({ durationSeconds }) => duration(durationSeconds) },
        { title: 'Ended by', hidden: 'phone', cell: ({ stopReason }) => stopReason ?? '–' },
      ],
    })}${moreButton(this.pages, async (event) => {
      await attempt(event.currentTarget, () => this.pages.more());
      this.draw();
    })}`);
  }

  reservationList() {
    const { station } = this;
    const canChange = may('operator') && station.isConnected;
    const free = station.view.connectors.filter((one) => one.status === 'Available' && (one.evse ?? one.connector) !== 0 && !this.reservations.some((other) => other.state === 'active' && isAt(other, one)));
    return section({
      title: 'Reservations',
      id: 'reservations',
      actions: html`<button type="button" class="small" aria-pressed=${String(this.showsOver)} @click=${() => {
        this.showsOver = !this.showsOver;
        this.read();
      }}>Also what is over</button>
      ${canChange && free.map((one) => html`<button type="button" class="small" data-key=${placeName(one)} @click=${(event) => reserve(event.currentTarget, station, one).then(() => this.reread())}>Reserve ${placeName(one).toLowerCase().replace('evse', 'EVSE')} …</button>`)}`,
    }, table({
      caption: 'Its reservations',
      stacked: true,
      rows: this.reservations,
      key: ({ reservationId }) => `r${reservationId}`,
      empty: this.showsOver ? 'Nothing was ever reserved.' : 'Nothing is reserved.',
      columns: [
        { title: 'Number', cell: ({ reservationId }) => String(reservationId) },
        { title: 'State', cell: ({ state, reason }) => html`${badge(state, state === 'active' ? 'warn' : state === 'refused' ? 'bad' : 'quiet')} ${reason}` },
        { title: 'For', cell: ({ idTag, parentIdTag }) => html`${idTag}${parentIdTag && ` or group ${parentIdTag}`}` },
        { title: 'Where', cell: placeName },
        { title: 'Until', cell: ({ expiry }) => dateTime(expiry) },
        canChange && { title: 'Change', cell: (one) => one.state === 'active' && html`<button type="button" class="small" aria-label=${`Cancel reservation ${one.reservationId}`} @click=${(event) => cancelReservation(event.currentTarget, station, one).then(() => this.reread())}>Cancel</button>` },
      ].filter(Boolean),
    }));
  }

  inboxList() {
    if (this.inbox.length === 0) return null;
    return section({ title: 'About sessions that are not known', id: 'inbox', actions: html`<a class="button small" href=${`/inbox?chargePoint=${encodeURIComponent(this.station.id)}`}>Settle them</a>` }, table({
      caption: 'Messages about sessions that are not known',
      stacked: true,
      rows: this.inbox,
      key: ({ id }) => `i${id}`,
      columns: [
        { title: 'Received', cell: ({ receivedAt }) => timeTag(receivedAt, { exact: true }) },
        { title: 'Message', cell: ({ action }) => action },
        { title: 'It names', cell: ({ payload }) => html`<code>${payload?.transactionId ?? payload?.transactionInfo?.transactionId ?? '–'}</code>` },
        { title: 'State', cell: ({ state }) => state },
      ],
    }));
  }
}

function sessionBadge({ state, doubts, authorization }) {
  return html`${state === 'open' ? badge('Under way', 'busy') : badge('Over')}
    ${doubts.length > 0 && html` ${badge('In doubt', 'warn')}`}
    ${authorization && authorization !== 'Accepted' && html` ${badge(authorization, 'bad')}`}`;
}
