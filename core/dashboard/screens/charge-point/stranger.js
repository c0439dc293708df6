// An identity that nobody has registered: what it tried, and how it is let in.

import { get, may } from '../../lib/api.js';
import { dateTime, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { facts, pageHead, section } from '../../lib/ui.js';
import { addChargePoint } from '../fleet/add.js';

export async function showStranger(main, station) {
  const { items } = await get('/refused-connections', { query: { identity: station.id }, signal: station.signal });
  const refused = items[0];
  render(main, html`${pageHead({
    title: station.id,
    back: { href: '/', text: 'Charge points' },
    lead: 'No charge point of this identity is registered.',
    actions: may('operator') && html`<button type="button" class="primary" @click=${() => addChargePoint({ id: station.id })}>Register it …</button>`,
  })}
  ${refused && section({ title: 'It tried to connect', id: 'refused' }, facts([
    ['Why it was refused', refused.reason],
    ['Answered', `HTTP ${refused.status}`],
    ['Last', timeTag(refused.at)],
    ['First', dateTime(refused.firstAt)],
    ['How often', refused.count],
    ['From', refused.remoteAddress],
    ['It asked for', html`<code>${refused.path}</code>`],
    ['It offered', refused.subprotocols],
    ['It says that it is', refused.userAgent],
  ]))}`);
}
