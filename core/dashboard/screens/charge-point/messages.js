// The messages on its connection, as they are said: both directions, what became of each, and what was wrong with it.

import { get } from '../../lib/api.js';
import { bytes, clock, count, dateTime } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { keepQuery } from '../../lib/router.js';
import { attempt } from '../../lib/ui.js';
import { directionWords, openedMessage, verdictBadge } from './message.js';

const AT_ONCE = 100;
const MOST = 1_000;
const WRONG = 'refused,invalid,unreadable,timedOut,lost,stray';

export async function show(station, place) {
  render(place, html`<div class="messages-bar"></div><div class="messages-list"></div>`);
  const messages = new Messages(station, place);
  await messages.begin();
  station.hears(() => messages.hear());
}

class Messages {
  constructor(station, place) {
    const { direction = '', action = '', wrong = '' } = station.query;
    Object.assign(this, { station, place, filter: { direction, action, wrong }, items: [], next: null, isPaused: false, waiting: 0, actions: new Set() });
    this.readNew = soon(() => this.latest().catch(() => {}), { every: 600, signal: station.signal });
  }

  page(after) {
    const { direction, action, wrong } = this.filter;
    const query = { limit: AT_ONCE, direction, action, verdict: wrong && WRONG, after };
    return get(`${this.station.path}/messages`, { query, signal: this.station.signal });
  }

  async begin() {
    keepQuery({ tab: 'messages', ...this.filter });
    const { items, next } = await this.page();
    Object.assign(this, { items, next, waiting: 0 });
    this.draw();
  }

  hear() {
    if (!this.isPaused) return this.readNew();
    this.waiting += 1;
    return this.drawBar();
  }

  // The newest page is read anew: what waited for its answer has it now.
  async latest() {
    const { items, next } = await this.page();
    if (this.isPaused) return;
    const oldest = items.at(-1)?.number ?? Infinity;
    const older = this.items.filter(({ number }) => number < oldest);
    if (older.length === 0) this.next = next;
    this.items = [...items, ...older].slice(0, MOST);
    this.draw();
  }

  async more(button) {
    await attempt(button, async () => {
      const { items, next } = await this.page(this.next);
      const known = new Set(this.items.map(({ number }) => number));
      this.items.push(...items.filter(({ number }) => !known.has(number)));
      this.next = next;
    });
    this.draw();
  }

  change(name, value) {
    this.filter[name] = value;
    return this.begin();
  }

  pause() {
    this.isPaused = !this.isPaused;
    if (this.isPaused) this.drawBar();
    else this.begin();
  }

  draw() {
    for (const { action } of this.items) if (action) this.actions.add(action);
    this.drawBar();
    render(this.place.querySelector('.messages-list'), this.list());
  }

  drawBar() {
    const { direction, action, wrong } = this.filter;
    const actions = [...new Set([...this.actions, action].filter(Boolean))].sort();
    render(this.place.querySelector('.messages-bar'), html`<form class="filters" @submit=${(event) => event.preventDefault()}>
      <div class="field"><label for="message-direction">Direction</label>
        <select id="message-direction" .value=${direction} @change=${(event) => this.change('direction', event.target.value)}>
          <option value="">Both</option><option value="in">From the charge point</option><option value="out">To the charge point</option></select></div>
      <div class="field"><label for="message-action">Action</label>
        <select id="message-action" .value=${action} @change=${(event) => this.change('action', event.target.value)}>
          <option value="">All</option>${actions.map((one) => html`<option value=${one} data-key=${one} ?selected=${one === action}>${one}</option>`)}</select></div>
      <button type="button" aria-pressed=${String(Boolean(wrong))} @click=${() => this.change('wrong', wrong ? '' : '1')}>Refused only</button>
      <button type="button" aria-pressed=${String(this.isPaused)} @click=${() => this.pause()}>${this.isPaused ? 'Go on' : 'Pause'}</button>
      <p class="hint" role="status">${this.isPaused ? `Paused${this.waiting > 0 ? `: ${count(this.waiting, 'message')} meanwhile` : ''}` : `${count(this.items.length, 'message')}${this.next ? ' so far' : ''}`}</p>
    </form>`);
  }

  list() {
    if (this.items.length === 0) return html`<p class="empty">No message of this is kept. Only the newest are, in memory; the configuration's <code>[messages]</code> says how many.</p>`;
    return html`<ol class="frames" reversed>${this.items.map((message) => this.item(message))}</ol>
      ${this.next && html`<p class="more"><button type="button" @click=${(event) => this.more(event.currentTarget)}>Show more</button></p>`}`;
  }

  item(message) {
    const isWrong = !['accepted', 'answered', 'pending'].includes(message.verdict);
    return html`<li data-key=${`m${message.number}`} class=${isWrong ? 'bad' : message.repairs.length > 0 ? 'warn' : null}>
      <details @toggle=${(event) => this.open(event.currentTarget, message)}>
        <summary><time datetime=${message.time} title=${dateTime(message.time)}>${clock(message.time)}</time>
          <span class=${`direction ${message.direction}`}>${message.direction === 'in' ? '→' : '←'} <span class="unseen">${directionWords(message.direction)}</span></span>
          <strong class="action">${message.action ?? 'not OCPP'}</strong>
          <span class="type">${message.messageType ?? ''}</span>
          ${verdictBadge(message)}
          <span class="detail">${message.reason ?? ''} ${message.pointer && html`<code>${message.pointer}</code>`}</span>
          <span class="took">${message.answeredAfter !== null && `${message.answeredAfter} ms, `}${bytes(message.bytes)}</span></summary>
        <div class="opened" data-keep="yes"></div>
      </details>
    </li>`;
  }

  open(details, message) {
    if (details.open) render(details.querySelector('.opened'), openedMessage(message));
  }
}
