// Each connector, or EVSE, with its state, what is wrong with it, and the buttons that fit.

import { may } from '../../lib/api.js';
import { energy, lasting, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, connectorBadge } from '../../lib/ui.js';
import { cancelReservation, reserve, setAvailability, startWith, stop, unlock } from './orders.js';
import { placeName, tagName } from './words.js';

export function connectorList(station, { reservations, sessions }) {
  const places = station.view.connectors;
  if (places.length === 0) return html`<p class="empty">It has not told yet how its connectors stand.</p>`;
  return html`<ul class="connectors">${places.map((place) => {
    const session = sessions.all.find((one) => isAt(one, place));
    const reservation = reservations.find((one) => isAt(one, place));
    return html`<li data-key=${`${place.evse ?? ''}-${place.connector}`}>
      <div class="connector-head"><h3>${placeName(place)}</h3> ${connectorBadge(place.status)}</div>
      <p class="hint">for ${lasting(place.at)}</p>
      ${troubles(place)}
      ${session && html`<p><a href=${station.session(session.id)}>${tagName(session.idTag)}</a> charges: ${energy(sessions.energyOf(session))}</p>`}
      ${reservation && html`<p>${badge('Reserved', 'warn')} for <strong>${reservation.idTag}</strong> until ${timeTag(reservation.expiry, { exact: true })}</p>`}
      ${actions(station, { place, session, reservation })}
    </li>`;
  })}</ul>`;
}

/** Whether a session or a reservation is at a connector; of 2.x the EVSE counts where a connector is not said. */
export function isAt(one, place) {
  if (place.evse === null || place.evse === undefined) return (one.connector ?? one.evse) === place.connector && place.connector !== 0;
  const isSameEvse = (one.evse ?? one.connector) === place.evse;
  return isSameEvse && (one.evse === null || one.connector === null || one.connector === undefined || one.connector === place.connector);
}

function troubles({ errorCode, info, vendorErrorCode, vendorId }) {
  const hasError = errorCode && errorCode !== 'NoError';
  if (!hasError && !info && !vendorErrorCode) return null;
  return html`<p class=${hasError ? 'trouble' : 'hint'}>${[hasError && errorCode, info, vendorErrorCode && `${vendorId ? `${vendorId} ` : ''}code ${vendorErrorCode}`].filter(Boolean).join(' · ')}</p>`;
}

function actions(station, { place, session, reservation }) {
  if (!may('operator') || !station.isConnected) return null;
  const isWhole = (place.evse ?? place.connector) === 0;
  const isOut = place.status === 'Unavailable';
  const isFree = ['Available', 'Preparing', 'Reserved'].includes(place.status) || (station.isEvse && place.status === 'Occupied');
  const button = (text, work, kind = 'small') => html`<button type="button" class=${kind} data-key=${text} aria-label=${`${text.replace(' …', '')}: ${placeName(place)}`} @click=${(event) => work(event.currentTarget)}>${text}</button>`;
  return html`<div class="actions">
    ${!isWhole && !session && isFree && button('Start …', (at) => startWith(at, station, place), 'small primary')}
    ${session && button('Stop', (at) => stop(at, station, session), 'small primary')}
    ${!isWhole && button('Unlock', (at) => unlock(at, station, place, session))}
    ${!isWhole && !session && !reservation && place.status === 'Available' && button('Reserve …', (at) => reserve(at, station, place))}
    ${reservation && button('Cancel reservation', (at) => cancelReservation(at, station, reservation))}
    ${isOut ? button('Put into service', (at) => setAvailability(at, station, place, true)) : button('Take out of service', (at) => setAvailability(at, station, place, false))}
  </div>`;
}
