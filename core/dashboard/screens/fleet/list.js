// The list of charge points, and what an event changes in it without asking the server.

import { at } from '../../lib/api.js';
import { timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, connectedBadge, connectorBadge, table } from '../../lib/ui.js';

// More states of one charge point are a number.
const MOST_CONNECTORS = 4;

/** The list. */
export function fleetTable(items) {
  return table({
    caption: 'Charge points',
    rows: items,
    key: ({ id }) => id,
    href: ({ id }) => at`/charge-points/${id}`,
    empty: 'No charge point fits the filters.',
    columns: [
      { title: 'Charge point', cell: nameOf },
      { title: 'State', cell: stateOf },
      { title: 'Connectors', hidden: 'phone', cell: connectorsOf },
      { title: 'Site', hidden: 'phone', cell: ({ site, labels }) => html`${site ?? '–'}${labels.length > 0 && html`<br><span class="beside">${labels.join(', ')}</span>`}` },
      { title: 'Model', hidden: 'phone', cell: modelOf },
      { title: 'Heard', hidden: 'phone', cell: ({ lastSeen }) => timeTag(lastSeen) },
    ],
  });
}

function nameOf({ id, name }) {
  return html`${id}${name && html`<br><span class="beside">${name}</span>`}`;
}

function stateOf(station) {
  const { connected, offlineSince, lastConnection, boot, registration } = station;
  const word = (boot?.status ?? registration ?? 'accepted').toLowerCase();
  return html`${!connected && !lastConnection ? badge('Never connected') : connectedBadge(connected)}
    ${word !== 'accepted' && badge(word === 'pending' ? 'Pending' : 'Rejected', 'warn')}
    ${!connected && offlineSince && html`<br><span class="beside">since ${timeTag(offlineSince)}</span>`}
    ${station.connectors.length > 0 && html`<div class="on-phone">${connectorsOf(station)}</div>`}`;
}

function connectorsOf({ connected, connectors }) {
  // Of 1.6 the connector 0 is the charge point itself: worth a word if it is not well.
  const shown = connectors.filter(({ evse, connector, status }) => evse || connector > 0 || status !== 'Available');
  if (shown.length === 0) return html`<span class="beside">–</span>`;
  const names = shown.slice(0, MOST_CONNECTORS).map((one) => {
    const place = one.evse ? `${one.evse}.${one.connector}` : String(one.connector);
    return html`<span class="place"><span class="beside">${place}</span> ${connected ? connectorBadge(one.status) : badge(one.status)}</span>`;
  });
  return html`<span class=${connected ? 'places' : 'places was'}>${names}${shown.length > MOST_CONNECTORS && html`<span class="beside">and ${shown.length - MOST_CONNECTORS} more</span>`}</span>`;
}

function modelOf({ boot, session, lastConnection }) {
  const version = session?.version ?? lastConnection?.version ?? boot?.version;
  return html`${boot ? `${boot.vendor} ${boot.model}` : '–'}<br><span class="beside">${[version && `OCPP ${version}`, boot?.firmwareVersion].filter(Boolean).join(', ')}</span>`;
}

/** Applies an event to the charge point that it is about. Answers whether that is all that there is to do. */
export function follows(items, { kind, chargePoint, at: time, payload }) {
  const item = items.find(({ id }) => id === chargePoint);
  if (!item) return false;
  item.lastSeen = time;
  if (kind === 'charge-point.disconnected') {
    Object.assign(item, { connected: false, session: null, offlineSince: time });
    return true;
  }
  if (kind !== 'connector.status') return kind.startsWith('transaction.');
  const { evse = null, connector, status } = payload.connector ?? {};
  const known = item.connectors.find((one) => (one.evse ?? null) === (evse ?? null) && one.connector === connector);
  if (known) known.status = status;
  else item.connectors.push({ evse, connector, status });
  return true;
}
