// The sessions under way, each with its curve, which grows with each value that comes.

import { at, get, may } from '../../lib/api.js';
import { chart } from '../../lib/chart.js';
import { dateTime, duration, energy, number, power, secondsBetween, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { badge, figures, section } from '../../lib/ui.js';
import { stop } from './orders.js';
import { Curve } from './samples.js';
import { placeName, tagName } from './words.js';

// As many as a screen shows.
const MOST_POINTS = 600;

export class SessionsUnderWay {
  constructor(station) {
    Object.assign(this, { station, all: [], curves: new Map(), draw: () => {} });
    this.redraw = soon(() => this.draw(), { every: 500, signal: station.signal });
    this.reread = soon(() => this.read().then(() => this.draw()).catch(() => {}), { signal: station.signal });
  }

  changed(draw) {
    this.draw = draw;
  }

  async read() {
    const { id, signal } = this.station;
    const { items } = await get('/transactions', { query: { chargePoint: id, state: 'open', limit: 50 }, signal });
    this.all = items;
    for (const known of this.curves.keys()) if (!items.some((one) => one.id === known)) this.curves.delete(known);
    await Promise.all(items.filter((one) => !this.curves.has(one.id)).map((one) => this.readCurve(one)));
  }

  async readCurve(session) {
    const curve = new Curve();
    this.curves.set(session.id, curve);
    const path = at`/transactions/${session.chargePoint}/${session.id}/curve`;
    try {
      curve.begin(await get(path, { query: { points: MOST_POINTS }, signal: this.station.signal }), session.meterStartWh);
    } catch (problem) {
      // One that is gone meanwhile is gone from the list, too, with the next event.
      if (problem.status !== 404) throw problem;
    }
  }

  hear({ kind, payload }) {
    if (kind === 'transaction.started' || kind === 'transaction.ended') return this.reread();
    if (kind !== 'meter.values' && kind !== 'transaction.updated') return undefined;
    const told = payload.request?.transactionInfo?.transactionId ?? payload.request?.transactionId;
    const session = this.all.find((one) => one.id === String(told) || one.stationTransactionId === String(told)) ?? this.atPlace(payload.request);
    if (!session) return undefined;
    Object.assign(session, payload.transaction ?? {});
    this.curves.get(session.id)?.add(payload.request.meterValue);
    return this.redraw();
  }

  // Values that name no session belong to the one that runs where they were measured.
  atPlace({ connectorId, evseId, transactionId, transactionInfo } = {}) {
    if (transactionId !== undefined || transactionInfo) return undefined;
    return this.all.find((one) => (evseId === undefined ? one.connector === connectorId : one.evse === evseId));
  }

  /** Wh so far: of the last register that came, before the server is asked again. */
  energyOf(session) {
    const register = this.curves.get(session.id)?.register() ?? null;
    const begun = session.meterStartWh === null ? null : Number(session.meterStartWh);
    return register !== null && begun !== null && register >= begun ? register - begun : session.energyWh;
  }

  cards() {
    return this.all.map((session) => this.card(session));
  }

  card(session) {
    const { station } = this;
    const curve = this.curves.get(session.id) ?? new Curve();
    const points = curve.power();
    const soc = curve.soc();
    return html`<div data-key=${session.id}>${section({
      title: `Charging now: ${placeName(session)}`,
      id: `session-${session.id}`,
      actions: html`<a class="button small" href=${station.session(session.id)}>The session</a>
        ${may('operator') && station.isConnected && html`<button type="button" class="small" @click=${(event) => stop(event.currentTarget, station, session)}>Stop</button>`}`,
    }, html`${figures([
      { name: 'Tag', value: tagName(session.idTag) },
      { name: curve.isDerived ? 'Power, from its registers' : 'Power', value: points.length > 0 ? power(points.at(-1)[1]) : '–' },
      { name: 'Energy', value: energy(this.energyOf(session)) },
      { name: 'Lasts', value: duration(secondsBetween(session.startedAt)) },
      soc.length > 0 && { name: 'State of charge', value: `${number(soc.at(-1)[1])} %` },
    ].filter(Boolean))}
    <p class="hint">Began ${timeTag(session.startedAt)} (${dateTime(session.startedAt)})${session.chargingState && `, ${session.chargingState}`}
      ${session.authorization && session.authorization !== 'Accepted' && badge(`Tag ${session.authorization}`, 'bad')}</p>
    ${chart({
      wide: true,
      label: `Power of the session of ${tagName(session.idTag)}`,
      series: [
        { name: 'Power', unit: 'kW', points: points.map(([time, watts]) => [time, watts / 1_000]), shape: 'area' },
        { name: 'State of charge', unit: '%', points: soc, axis: 'right' },
      ],
    })}`)}</div>`;
  }
}
