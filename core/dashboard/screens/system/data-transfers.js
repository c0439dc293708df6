// What charge points wanted their vendors' systems to know (DataTransfer), one charge point at a time.

import { at, get, Pages } from '../../lib/api.js';
import { control } from '../../lib/dialogs.js';
import { timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { attempt, jsonBlock, moreButton, problemBox, table } from '../../lib/ui.js';

const MOST_OFFERED = 1_000;

export async function dataTransfersPart({ place, signal }) {
  const { items } = await get('/charge-points', { query: { limit: MOST_OFFERED }, signal });
  render(place, html`
    <form class="filters" @submit=${(event) => event.preventDefault()} @input=${soon(look, { every: 300, signal })}>
      ${control({ name: 'chargePoint', label: 'Charge point', list: items.map(({ id }) => id) })}
    </form>
    <div class="transfers" aria-live="polite"></div>`);
  const list = place.querySelector('.transfers');

  async function look() {
    const id = place.querySelector('[name=chargePoint]').value.trim();
    if (!id) return render(list, null);
    try {
      draw(await new Pages(at`/charge-points/${id}/data-transfers`, { query: { limit: 50 }, signal }).more());
    } catch (problem) {
      if (problem.name !== 'AbortError') render(list, problemBox(problem));
    }
    return undefined;
  }
  function draw(pages) {
    render(list, html`${table({
      caption: 'Data transfers, the newest first',
      rows: pages.items,
      stacked: true,
      empty: 'It sent none.',
      columns: [
        { title: 'Vendor', cell: ({ payload }) => payload.vendorId },
        { title: 'Message', cell: ({ payload }) => payload.messageId },
        { title: 'When', cell: (one) => timeTag(one.at) },
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
