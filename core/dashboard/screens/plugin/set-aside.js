// Events that a plugin did not take: told again, or dropped.

import { at, Pages, may, send } from '../../lib/api.js';
import { number, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { attempt, confirm, jsonBlock, moreButton } from '../../lib/ui.js';
import { digestTag } from './state.js';

export async function eventsSetAside({ place, path, signal, reload }) {
  const below = `${path}/events-set-aside`;
  let pages = null;
  let seen = null;

  async function load() {
    pages = await new Pages(below, { query: { limit: 50 }, signal }).more();
    draw();
  }
  function draw() {
    const { items } = pages;
    render(place, items.length === 0
      ? html`<p class="empty">It took every event that it was told.</p>`
      : html`<div class="section-head"><p class="lead">Events that it failed on again and again, the newest first. Those behind them were told.</p>
        ${may('admin') && html`<div class="actions">
          <button type="button" @click=${(event) => act(event.currentTarget, 'POST', `${below}/tell-again`, 'All are told again')}>Tell all again</button>
          <button type="button" class="danger" @click=${(event) => dropAll(event.currentTarget)}>Drop all</button>
        </div>`}</div>
        <ul class="failure-list">${items.map(entry)}</ul>
        ${moreButton(pages, (event) => attempt(event.currentTarget, async () => {
          await pages.more();
          draw();
        }))}`);
  }
  function entry(event) {
    return html`<li class="card" data-key=${event.number}>
      <div class="section-head"><h2>${event.kind}</h2>
        ${may('admin') && html`<div class="actions">
          <button type="button" class="small" aria-label=${`Tell event ${event.number} again`} @click=${(click) => act(click.currentTarget, 'POST', `${below}/${event.number}/tell-again`, 'It is told again')}>Tell again</button>
          <button type="button" class="small danger" aria-label=${`Drop event ${event.number}`} @click=${(click) => act(click.currentTarget, 'DELETE', `${below}/${event.number}`, 'It is dropped')}>Drop</button>
        </div>`}</div>
      <p class="quiet">${event.chargePoint && html`<a href=${at`/charge-points/${event.chargePoint}`}>${event.chargePoint}</a> · `}happened ${timeTag(event.happenedAt)} · told ${number(event.tries)} times until ${timeTag(event.setAsideAt)} · version ${event.version} ${digestTag(event.digest)}</p>
      <p class="failure-cause">${event.cause}</p>
      <details><summary>What it was told</summary>${jsonBlock(event.payload)}</details>
    </li>`;
  }
  async function act(button, method, target, done) {
    await attempt(button, () => send(method, target), { done });
    await Promise.all([reload(), load()]);
  }
  async function dropAll(button) {
    const isMeant = await confirm({ title: 'Drop all of them?', text: 'The plugin is never told these events.', action: 'Drop all' });
    if (isMeant) await act(button, 'DELETE', below, 'They are dropped');
  }
  await load();
  return ({ eventsSetAside: now }) => {
    if (seen !== null && seen !== now) load();
    seen = now;
  };
}
