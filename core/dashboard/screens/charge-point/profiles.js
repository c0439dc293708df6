// Charging profiles: what it may draw in the next hours, as it says itself, which profiles it was set, and which it told
// that it has.

import { get, may } from '../../lib/api.js';
import { chart } from '../../lib/chart.js';
import { timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, table } from '../../lib/ui.js';
import { isAt } from './connectors.js';
import { limit } from './limit.js';
import { command } from './outcome.js';
import { placeName } from './words.js';

const HOURS = 12;
const OVER = { 'session-ended': 'its session is over', expired: 'expired' };

export class Profiles {
  constructor(station) {
    Object.assign(this, { station, schedule: null, set: [], reported: null });
  }

  async read() {
    const { path, signal } = this.station;
    Object.assign(this, await get(`${path}/charging-profiles`, { signal }));
  }

  content(again) {
    const { station } = this;
    const places = station.view.connectors.filter(({ evse, connector }) => (evse ?? connector) > 0).filter((one, index, all) => all.findIndex((other) => isAt(other, one)) === index);
    const canAsk = may('operator') && station.isConnected;
    return html`${canAsk && html`<div class="actions">
        <button type="button" class="small primary" @click=${(event) => limit(event.currentTarget, station, places)}>Limit …</button>
        ${places.map((one) => html`<button type="button" class="small" data-key=${placeName(one)} @click=${(event) => this.ask(event.currentTarget, one, again)}>What ${placeName(one).replace('Connector', 'connector')} may draw</button>`)}
        ${station.isEvse && html`<button type="button" class="small" @click=${(event) => this.list(event.currentTarget, again)}>Ask which profiles it has</button>`}
        <a class="button small" href=${station.part('commands', { command: 'SetChargingProfile' })}>Set a profile …</a>
        <a class="button small" href=${station.part('commands', { command: 'ClearChargingProfile' })}>Clear profiles …</a>
      </div>`}
      ${this.curve()}
      <h3>Set and accepted</h3>
      ${this.setTable()}
      ${station.isEvse ? this.report() : html`<p class="hint">OCPP 1.6 does not tell which profiles a charge point has; it tells what they come to. Those that others set there are not known here.</p>`}`;
  }

  setTable() {
    return table({
      caption: 'Profiles that it was set and accepted',
      rows: this.set,
      key: ({ id }) => `set ${id}`,
      stacked: true,
      empty: 'It was set no profile that counts.',
      columns: [
        { title: 'Profile', cell: ({ id }) => String(id) },
        { title: this.station.isEvse ? 'EVSE' : 'Connector', cell: ({ place }) => where(place) },
        { title: 'Purpose', cell: ({ purpose, transactionId, over, at }) => html`<span>${purpose}<br><span class="quiet">${timeTag(at)}${transactionId !== null && `, session ${transactionId}`}</span>${over && html` ${badge(OVER[over] ?? over, 'quiet')}`}</span>` },
        { title: 'Level', number: true, cell: ({ stackLevel }) => stackLevel },
        { title: 'Limits', cell: ({ profile }) => limits(profile.chargingSchedule) },
      ],
    });
  }

  report() {
    const { reported } = this;
    return html`<h3>Reported by it</h3>
      ${reported && html`<p class="quiet">Told ${timeTag(reported.at)}${!reported.complete && '; more is to come'}.</p>`}
      ${table({
        caption: 'Profiles that it reported last',
        rows: reported?.profiles ?? [],
        key: ({ id, evse, source }) => `told ${source} ${evse} ${id}`,
        stacked: true,
        empty: reported ? 'It said that it has none.' : 'It has reported no profile; ask which it has.',
        columns: [
          { title: 'Profile', cell: ({ id }) => String(id) },
          { title: 'EVSE', cell: ({ evse }) => where(evse) },
          { title: 'Purpose', cell: ({ purpose }) => purpose },
          { title: 'From', cell: ({ source }) => source },
          { title: 'Level', number: true, cell: ({ stackLevel }) => stackLevel },
          { title: 'Limits', cell: ({ profile }) => limits(profile.chargingSchedule) },
        ],
      })}`;
  }

  curve() {
    if (!this.schedule) return null;
    const { start, unit, periods, duration, name } = this.schedule;
    const points = periods.map(({ startPeriod, limit }) => [start + startPeriod * 1_000, limit]);
    if (points.length > 0) points.push([start + duration * 1_000, points.at(-1)[1]]);
    return html`<h3>${name}</h3>${chart({ label: `What ${name} may draw`, series: [{ name: 'Limit', unit, points, shape: 'step' }] })}`;
  }

  async ask(button, place, again) {
    const { isEvse } = this.station;
    const duration = HOURS * 3_600;
    const body = isEvse ? { evseId: place.evse, duration } : { connectorId: place.connector, duration };
    const answer = await command(button, this.station, 'GetCompositeSchedule', body, { what: 'Schedule' });
    const schedule = answer?.schedule ?? answer?.chargingSchedule;
    if (!schedule) return;
    this.schedule = {
      name: placeName(place),
      start: Date.parse(schedule.scheduleStart ?? answer.scheduleStart ?? schedule.startSchedule ?? new Date().toISOString()),
      unit: schedule.chargingRateUnit,
      periods: schedule.chargingSchedulePeriod ?? [],
      duration: schedule.duration ?? duration,
    };
    again();
  }

  async list(button, again) {
    const requestId = Math.floor(Date.now() / 1_000) % 2_000_000_000;
    await command(button, this.station, 'GetChargingProfiles', { requestId, chargingProfile: {} }, { what: 'Profiles' });
    setTimeout(again, 1_500);
  }
}

function where(place) {
  return place === 0 ? 'all' : String(place);
}

function limits(schedules) {
  const all = Array.isArray(schedules) ? schedules : [schedules];
  return all.filter(Boolean).map(({ chargingSchedulePeriod = [], chargingRateUnit }) => {
    const values = chargingSchedulePeriod.map(({ limit }) => limit);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return badge(low === high ? `${low} ${chargingRateUnit}` : `${low} to ${high} ${chargingRateUnit}`);
  });
}
