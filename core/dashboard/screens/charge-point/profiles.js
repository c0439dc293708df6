// Charging profiles: what it may draw in the next hours, as it says itself, and which profiles it told that it has.

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

export class Profiles {
  constructor(station) {
    Object.assign(this, { station, schedule: null, reported: [] });
  }

  async read() {
    if (!this.station.isEvse) return;
    const query = { action: 'ReportChargingProfiles', order: 'newest', limit: 50 };
    const { items } = await get(`${this.station.path}/records`, { query, signal: this.station.signal });
    const newest = items[0]?.payload?.requestId ?? items[0]?.request?.requestId;
    this.reported = items.flatMap((record) => {
      const payload = record.payload ?? record.request ?? {};
      return payload.requestId === newest ? (payload.chargingProfile ?? []).map((profile) => ({ ...profile, evseId: payload.evseId, source: payload.chargingLimitSource, at: record.receivedAt ?? record.at })) : [];
    });
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
      ${station.isEvse && table({
        caption: 'Profiles that it reported last',
        rows: this.reported,
        stacked: true,
        empty: 'It has reported no profile; ask which it has.',
        columns: [
          { title: 'Profile', cell: ({ id }) => String(id) },
          { title: 'EVSE', cell: ({ evseId }) => String(evseId ?? '–') },
          { title: 'Purpose', cell: ({ chargingProfilePurpose }) => chargingProfilePurpose },
          { title: 'Level', number: true, cell: ({ stackLevel }) => stackLevel },
          { title: 'Limits', cell: ({ chargingSchedule }) => limits(chargingSchedule) },
          { title: 'Told', cell: ({ at }) => timeTag(at) },
        ],
      })}
      ${!station.isEvse && !this.schedule && html`<p class="hint">OCPP 1.6 does not tell which profiles a charge point has; it tells what they come to.</p>`}`;
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

function limits(schedules) {
  const all = Array.isArray(schedules) ? schedules : [schedules];
  return all.filter(Boolean).map(({ chargingSchedulePeriod = [], chargingRateUnit }) => {
    const values = chargingSchedulePeriod.map(({ limit }) => limit);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return badge(low === high ? `${low} ${chargingRateUnit}` : `${low} to ${high} ${chargingRateUnit}`);
  });
}
