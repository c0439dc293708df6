// The head of the page: which charge point it is, whether it is there, since when, and why not.

import { html, render } from '../../lib/html.js';
import { duration, lasting, secondsBetween, timeTag } from '../../lib/format.js';
import { badge, connectedBadge, liveMark, pageHead } from '../../lib/ui.js';
import { endOf } from './words.js';

export function drawHead(place, station) {
  const { view } = station;
  const what = [view.name && html`<code>${view.id}</code>`, view.boot && `${view.boot.vendor} ${view.boot.model}`, station.version && `OCPP ${station.version}`, view.site].filter(Boolean);
  render(place, pageHead({
    title: view.name ?? view.id,
    back: { href: '/', text: 'Charge points' },
    actions: html`${connectedBadge(view.connected)} ${registrationBadge(view)} ${liveMark(station.state)}`,
    lead: html`${what.map((one, index) => html`${index > 0 && ' · '}${one}`)}${what.length > 0 && html`<br>`}${presence(station)}`,
  }));
}

function presence({ view }) {
  const { session, lastConnection, offlineSince } = view;
  if (session) return html`Connected for ${lasting(session.since)}, last heard ${timeTag(view.lastSeen)}.`;
  if (!lastConnection) return 'It has never connected.';
  const length = lastConnection.endedAt && duration(secondsBetween(lastConnection.since, lastConnection.endedAt));
  return html`Offline for ${lasting(offlineSince ?? lastConnection.endedAt)}${lastConnection.end && html`: ${endOf(lastConnection.end)}`}${length && `. That connection had lasted ${length}`}.`;
}

function registrationBadge({ boot, registration }) {
  const status = boot?.status ?? registration;
  if (!status || status === 'Accepted') return null;
  return badge(`Registration ${status.toLowerCase()}`, status === 'Rejected' ? 'bad' : 'warn');
}
