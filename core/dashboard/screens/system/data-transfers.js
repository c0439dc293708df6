// What charge points wanted their vendors' systems to know (DataTransfer), the newest first, of all or of some.

import { at, get, Pages } from '../../lib/api.js';
import { control } from '../../lib/dialogs.js';
import { timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { attempt, jsonBlock, moreButton, problemBox, table } from '../../lib/ui.js';

const MOST_OFFERED = 1_000;
const AT_ONCE = 20;

export async function dataTransfersPart({ place, signal }) {
  const { items } = await get('/charge-points', { query: { limit: MOST_OFFERED }, signal });
  render(place, html`
    <form class="filters" @submit=${(event) => event.preventDefault()} @input=${soon(look, { every: 300, signal })}>
      ${control({ name: 'chargePoint', label: 'Charge point', list: items.map(({ id }) => id) })}
      ${control({ name: 'vendorId', label: 'Vendor' })}
    </form>
    <div class="transfers" aria-live="polite"></div>`);
  const list = place.querySelector('.transfers');
  await look();

  async function look() {
    const [chargePoint, vendorId] = ['chargePoint', 'vendorId'].map((name) => place.querySelector(`[name=${name}]`).value.trim() || undefined);
    try {
      draw(await new Pages('/data-transfers', { query: { limit: AT_ONCE, chargePoint, vendorId }, signal }).more());
    } catch (problem) {
      if (problem.name !== 'AbortError') render(list, problemBox(problem));
    }
  }
  function draw(pages) {
    render(list, html`${table({
      caption: 'Data transfers, the newest first',
      rows: pages.items,
      stacked: true,
      empty: pages.next ? 'None among the newest.' : 'There are none.',
      columns: [
        { title: 'When', cell: (one) => timeTag(one.at) },
        { title: 'Charge point', cell: ({ chargePoint }) => html`<a href=${at`/charge-points/${chargePoint}`}>${chargePoint}</a>` },
        { title: 'Vendor', cell: ({ vendorId }) => vendorId },
        { title: 'Message', cell: ({ messageId }) => messageId },
        { title: 'Data', cell: ({ payload }) => (payload.data === undefined ? null : jsonBlock(laidOut(payload.data))) },
      ],
    })}${moreButton(pages, (event) => attempt(event.currentTarget, async () => {
      await pages.more();
      draw(pages);
    }))}`);
  }
}

// In 1.6 it is a text, which is often JSON.
function laidOut(data) {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
