// What an operator does every day to a charge point, with what has to be asked first.

import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { confirm, dialog } from '../../lib/ui.js';
import { command } from './outcome.js';
import { placeName, tagName } from './words.js';

/** How a body of a verb names a place. */
export function named({ evse, connector }) {
  if (evse === null || evse === undefined) return { connector };
  return connector > 1 ? { evse, connector } : { evse };
}

// The tags that are registered are offered; any other may be written.
async function tagField() {
  const tags = await get('/id-tags', { query: { limit: 200 } }).catch(() => ({ items: [] }));
  return html`<div class="field"><label for="order-tag">Id tag</label>
    <input id="order-tag" name="idTag" list="order-tags" required maxlength="255" autocomplete="off" spellcheck="false">
    <datalist id="order-tags">${tags.items.map(({ tag }) => html`<option value=${tag}></option>`)}</datalist></div>`;
}

function ask(title, { fields, action }) {
  return dialog(title, (close) => html`<form @submit=${(event) => {
    event.preventDefault();
    close(Object.fromEntries(new FormData(event.currentTarget)));
  }}>${fields}<div class="actions"><button type="submit" class="primary">${action}</button><button type="button" @click=${() => close()}>Cancel</button></div></form>`);
}

export async function startWith(button, station, place) {
  const fields = await tagField();
  const answer = await ask(`Start a session: ${placeName(place)}`, { fields, action: 'Start' });
  if (answer) await command(button, station, 'start', { idTag: answer.idTag.trim(), ...named(place) }, { what: 'Start' });
}

export function stop(button, station, session) {
  return command(button, station, 'stop', { transactionId: session.id }, { what: 'Stop' });
}

export async function unlock(button, station, place, session) {
  const text = `${tagName(session?.idTag)} charges there. Most charge points end the session when the cable is let go, some refuse.`;
  if (session && !(await confirm({ title: `Unlock: ${placeName(place)}`, text, action: 'Unlock' }))) return;
  await command(button, station, 'unlock', named(place), { what: 'Unlock' });
}

export async function reserve(button, station, place) {
  const tag = await tagField();
  const fields = html`${tag}<div class="field"><label for="order-minutes">For how many minutes</label><input id="order-minutes" name="minutes" type="number" min="1" max="10080" value="30" required></div>`;
  const answer = await ask(`Reserve: ${placeName(place)}`, { fields, action: 'Reserve' });
  if (!answer) return;
  const expiry = new Date(Date.now() + Number(answer.minutes) * 60_000).toISOString();
  await command(button, station, 'reserve', { idTag: answer.idTag.trim(), expiry, ...named(place) }, { what: 'Reserve' });
}

export function cancelReservation(button, station, { reservationId }) {
  return command(button, station, 'cancel-reservation', { reservationId }, { what: 'Cancel the reservation' });
}

export function setAvailability(button, station, place, operative) {
  const isWhole = (place.evse ?? place.connector) === 0;
  return command(button, station, 'availability', { operative, ...(isWhole ? {} : named(place)) }, { what: operative ? 'Put into service' : 'Take out of service' });
}

export async function restart(button, station) {
  const kind = await dialog(`Restart ${station.view.name ?? station.id}`, (close) => html`<p>Soft: it ends its sessions, says so, and starts again. Hard: at once, as if its power was cut.</p>
    <div class="actions"><button type="button" class="primary" @click=${() => close('soft')}>Restart (soft)</button>
    <button type="button" class="danger" @click=${() => close('hard')}>Restart (hard)</button><button type="button" @click=${() => close()}>Cancel</button></div>`);
  if (kind) await command(button, station, 'reset', { kind }, { what: 'Restart' });
}

/** Has it tell the states of its connectors again. */
export function askState(button, station) {
  return command(button, station, 'trigger', { message: 'StatusNotification' }, { what: 'Ask how they stand' });
}
