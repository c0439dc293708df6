// Webhooks: who is told what happens, and how each stands.

import { at, Pages, send } from '../lib/api.js';
import { number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { attempt, emptyState, pageHead, table } from '../lib/ui.js';
import { editWebhook, selectionWords, testWebhook, webhookBadge } from './webhook/form.js';

export const title = 'Webhooks';

export async function show({ main, signal }) {
  const load = async () => {
    const pages = await new Pages('/webhooks', { query: { limit: 1_000 }, signal }).more();
    draw(pages);
  };
  const make = async () => {
    if (await editWebhook()) await load();
  };
  function draw(pages) {
    const makeButton = html`<button type="button" class="primary" @click=${make}>New webhook</button>`;
    render(main, html`
      ${pageHead({ title: 'Webhooks', lead: 'Other systems are told what happens by HTTP: each event as a signed POST, tried again until it is taken, in their order for each charge point.', actions: makeButton })}
      ${pages.items.length === 0
        ? emptyState({ title: 'Nobody is told yet', text: 'A billing system, a chat, a back office: give its URL and choose what it hears.' })
        : html`${table({ caption: 'Webhooks', rows: pages.items, key: ({ name }) => name, href: ({ name }) => at`/webhooks/${name}`, stacked: true, columns: columns(load) })}`}`);
  }
  await load();
  repeat(load, { every: 3_000, signal });
}

function columns(load) {
  return [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Receiver', cell: ({ url, note }) => html`<code>${url}</code>${note && html`<br><span class="quiet">${note}</span>`}` },
    { title: 'Is told', cell: ({ kinds, selection }) => html`${kinds.join(', ')}<br><span class="quiet">${selectionWords(selection)}</span>` },
    { title: 'State', cell: (webhook) => html`${webhookBadge(webhook)}${webhook.state.failing && html`<br><span class="quiet">${webhook.state.failing.reason}</span>`}` },
    { title: 'Waiting', number: true, cell: ({ state }) => number(state.chargePointsWaiting) },
    { title: 'Taken last', cell: ({ state }) => (state.lastDelivered ? timeTag(state.lastDelivered.at) : '–') },
    { title: 'What to do', cell: ({ name, enabled, stopped }) => html`<div class="actions">
      <button type="button" class="small" aria-label=${`Test ${name}`} @click=${(event) => attempt(event.currentTarget, () => testWebhook(name))}>Test</button>
      ${enabled && !stopped
        ? html`<button type="button" class="small" data-key="pause" aria-label=${`Pause ${name}`} @click=${(event) => change(event.currentTarget, at`/webhooks/${name}/pause`, `${name} is paused`, load)}>Pause</button>`
        : html`<button type="button" class="small" data-key="resume" aria-label=${`Resume ${name}`} @click=${(event) => change(event.currentTarget, at`/webhooks/${name}/resume`, `${name} goes on`, load)}>Resume</button>`}
    </div>` },
  ];
}

async function change(button, path, done, load) {
  await attempt(button, () => send('POST', path), { done });
  await load();
}
