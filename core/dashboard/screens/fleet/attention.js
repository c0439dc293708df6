// What needs somebody: in a card over the list the most urgent, and as a list of its own, filtered by what for.

import { at } from '../../lib/api.js';
import { count, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, section, table } from '../../lib/ui.js';

/** What the API calls each, with the word and the tone that it has here. */
export const NEEDS = {
  offline: { word: 'Offline', tone: 'bad' },
  faulted: { word: 'Faulted', tone: 'bad' },
  refused: { word: 'Refused', tone: 'bad' },
  certificate: { word: 'Certificate', tone: 'warn', tab: 'certificates' },
  doubts: { word: 'Doubts', tone: 'warn', tab: 'sessions' },
  'clock-skew': { word: 'Clock', tone: 'warn' },
  registration: { word: 'Registration', tone: 'warn' },
  drift: { word: 'Drift', tone: 'warn' },
};

// What nobody registered may knock again and again; the last of them are enough.
const MOST_STRANGERS = 4;

/** Of the refused connections those of identities that nobody registered. */
export function strangers(refused) {
  return refused.filter(({ identity, registered }) => identity && !registered);
}

/** The card; nothing where all is well. */
export function attentionCard({ fleet, first, unknown }) {
  if (!fleet || (first.length === 0 && unknown.length === 0)) return null;
  const needs = Object.entries(NEEDS).filter(([need]) => fleet.needs[need] > 0);
  const actions = html`${needs.map(([need, { word }]) => html`<a class="button small" data-key=${need} href=${`/?need=${need}`}>${word} ${fleet.needs[need]}</a>`)}`;
  return section({ title: 'Needs somebody', id: 'attention', actions }, html`<ul class="needs">
      ${first.map((one) => html`<li data-key=${one.chargePoint}>${nameOf(one)} ${reasonsOf(one)}</li>`)}
      ${unknown.slice(0, MOST_STRANGERS).map((one) => html`<li data-key=${`refused ${one.identity}`}>
        <a href=${at`/charge-points/${one.identity}`}><strong>${one.identity}</strong></a>
        <span class="reasons"><span>${badge('Unknown', 'bad')} nobody registered it, and it was refused ${count(one.count, 'time')}: ${one.reason}, ${timeTag(one.at)}</span></span></li>`)}
    </ul>
    ${fleet.attention > first.length && html`<p class="more"><a href="/?need=any">All ${count(fleet.attention, 'charge point')} that need somebody</a></p>`}
    ${unknown.length > MOST_STRANGERS && html`<p class="hint">And ${count(unknown.length - MOST_STRANGERS, 'more identity', 'more identities')} that nobody registered.</p>`}`);
}

function nameOf({ chargePoint, name, site }) {
  return html`<a href=${at`/charge-points/${chargePoint}`}><strong>${name ?? chargePoint}</strong></a>
    <span class="beside">${[name && chargePoint, site].filter(Boolean).join(', ')}</span>`;
}

function reasonsOf({ reasons }) {
  return html`<span class="reasons">${reasons.map(reasonOf)}</span>`;
}

function reasonOf({ need, since, detail }) {
  const { word, tone } = NEEDS[need] ?? { word: need, tone: 'warn' };
  return html`<span>${badge(word, tone)} ${detail}${since && html`, ${timeTag(since)}`}</span>`;
}

/** Those that need somebody, as a list. */
export function inNeedTable(items) {
  return table({
    caption: 'Charge points that need somebody',
    rows: items,
    key: ({ chargePoint }) => chargePoint,
    href: ({ chargePoint }) => at`/charge-points/${chargePoint}`,
    empty: 'Nothing needs anybody here.',
    columns: [
      { title: 'Charge point', cell: ({ chargePoint, name }) => html`${chargePoint}${name && html`<br><span class="beside">${name}</span>`}` },
      { title: 'Why', cell: reasonsOf },
      { title: 'Site', hidden: 'phone', cell: ({ site }) => site ?? '–' },
    ],
  });
}
