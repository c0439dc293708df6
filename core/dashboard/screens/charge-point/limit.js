// A limit in one step: the charging profile that says "not more than so much", as each version wants it, and its end.

import { html } from '../../lib/html.js';
import { dialog } from '../../lib/ui.js';
import { command } from './outcome.js';
import { placeName } from './words.js';

// The numbers of the profiles that are made here: the same one again replaces the one before.
const FIRST_ID = 7_000;

const number = ({ evse, connector }) => evse ?? connector;
const idOf = (place) => FIRST_ID + number(place);

function bodyOf(station, place, { limit, unit }) {
  const period = { startPeriod: 0, limit };
  const isWhole = number(place) === 0;
  const startSchedule = new Date().toISOString().replace(/\.\d+/, '');
  const common = { stackLevel: 0, chargingProfileKind: 'Absolute' };
  if (station.isEvse) {
    const chargingSchedule = [{ id: 1, startSchedule, chargingRateUnit: unit, chargingSchedulePeriod: [period] }];
    const chargingProfilePurpose = isWhole ? 'ChargingStationMaxProfile' : 'TxDefaultProfile';
    return { evseId: number(place), chargingProfile: { id: idOf(place), ...common, chargingProfilePurpose, chargingSchedule } };
  }
  const chargingSchedule = { startSchedule, chargingRateUnit: unit, chargingSchedulePeriod: [period] };
  const chargingProfilePurpose = isWhole ? 'ChargePointMaxProfile' : 'TxDefaultProfile';
  return { connectorId: number(place), csChargingProfiles: { chargingProfileId: idOf(place), ...common, chargingProfilePurpose, chargingSchedule } };
}

/** Asks what is limited and how, and sends it. */
export async function limit(button, station, places) {
  const all = [{ evse: station.isEvse ? 0 : null, connector: 0 }, ...places];
  const answer = await dialog('Limit what it may draw', (close) => html`<form @submit=${(event) => {
    event.preventDefault();
    close({ ...Object.fromEntries(new FormData(event.currentTarget)), way: event.submitter.value });
  }}>
    <div class="members">
      <div class="field"><label for="limit-place">What</label><select id="limit-place" name="place">${all.map((one, index) => html`<option value=${index}>${placeName(one)}</option>`)}</select></div>
      <div class="field"><label for="limit-value">At most</label><input id="limit-value" name="limit" type="number" min="0" step="0.1" required></div>
      <div class="field"><label for="limit-unit">Unit</label><select id="limit-unit" name="unit"><option value="A">A for each phase</option><option value="W">W in all</option></select></div>
    </div>
    <p class="hint">A charging profile of level 0 from now on: of higher levels and of single sessions others may go before it. It stays until it is lifted.</p>
    <div class="actions"><button type="submit" class="primary" value="set">Limit</button><button type="submit" value="lift" formnovalidate>Lift the limit that was set here</button></div>
  </form>`);
  if (!answer) return;
  const place = all[Number(answer.place)];
  if (answer.way === 'lift') {
    const body = station.isEvse ? { chargingProfileId: idOf(place) } : { id: idOf(place) };
    await command(button, station, 'ClearChargingProfile', body, { what: 'Lift the limit' });
    return;
  }
  await command(button, station, 'SetChargingProfile', bodyOf(station, place, { limit: Number(answer.limit), unit: answer.unit }), { what: 'Limit' });
}
