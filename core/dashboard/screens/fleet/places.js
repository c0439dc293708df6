// Where the charge points of the list are to each other, by their coordinates alone: nobody is asked for a map.

import { at } from '../../lib/api.js';
import { count, number } from '../../lib/format.js';
import { html } from '../../lib/html.js';

// Of the frame, in percent: room for those at its edge.
const EDGE = 6;
const KM_OF_A_DEGREE = 111.32;
// The frame is so many times as wide as it is high.
const WIDE = 3;
// More names would stand over each other.
const MOST_NAMES = 12;

/** Those of the list that have a position; nothing where there are not two. */
export function placesCard(items) {
  const placed = items.filter(({ location }) => location);
  if (placed.length < 2) return null;
  const { placeOf, km } = frameOf(placed.map(({ location }) => location));
  return html`<details class="card places-card" data-key="places">
    <summary>Where they are <span class="beside">${count(placed.length, 'charge point')} of the list with a position</span></summary>
    <ul class="places-map" role="list" aria-label="Where they are, north is up">
      ${placed.map((one) => html`<li data-key=${one.id} style=${placeOf(one.location)}><a href=${at`/charge-points/${one.id}`} class=${toneOf(one)} title=${titleOf(one)}><span class="unseen">${titleOf(one)}</span>${placed.length <= MOST_NAMES && html`<span class="name" aria-hidden="true">${one.name ?? one.id}</span>`}</a></li>`)}
    </ul>
    <p class="hint">North is up; from the left to the right it is ${km < 10 ? number(km, 1) : number(Math.round(km))} km.</p>
  </details>`;
}

function frameOf(places) {
  const [south, north] = bounds(places.map(({ latitude }) => latitude));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const across = ({ longitude }) => longitude * shrink;
  const [west, east] = bounds(places.map(across));
  // In degrees of latitude; those that are all at one place lie in its middle.
  const width = Math.max(east - west, (north - south) * WIDE, 0.0001) / (1 - (2 * EDGE) / 100);
  const percent = (away, whole) => `${(50 + (away / whole) * 100).toFixed(2)}%`;
  return {
    placeOf: (place) => ({
      left: percent(across(place) - (west + east) / 2, width),
      top: percent((south + north) / 2 - place.latitude, width / WIDE),
    }),
    km: width * KM_OF_A_DEGREE,
  };
}

function bounds(values) {
  return [values.reduce((low, one) => Math.min(low, one)), values.reduce((high, one) => Math.max(high, one))];
}

function isFaulted({ connectors }) {
  return connectors.some(({ status }) => status === 'Faulted');
}

function toneOf(one) {
  if (!one.connected) return 'away';
  return isFaulted(one) ? 'bad' : 'good';
}

function titleOf(one) {
  const state = !one.connected ? 'not connected' : isFaulted(one) ? 'faulted' : 'connected';
  return `${one.name ?? one.id}, ${state}${one.location.address ? `, ${one.location.address}` : ''}`;
}
