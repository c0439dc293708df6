// What was sent to it, the newest first: who wanted it, how far it is, what came of it; what still waits can be taken back.

import { at, get, may, send } from '../../lib/api.js';
import { dateTime, duration, secondsBetween, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { attempt, badge, jsonBlock, section } from '../../lib/ui.js';
import { outcomeOf, stateWords } from './outcome.js';
import { originWords } from './words.js';

const AT_ONCE = 25;

export class History {
  constructor(station, place) {
    Object.assign(this, { station, place, items: [], next: null });
    this.reread = soon(() => this.latest().catch(() => {}), { signal: station.signal });
  }

  async begin() {
    await this.latest();
    this.station.hears(({ kind }) => {
      if (kind.startsWith('command.') || kind === 'charge-point.connected') this.reread();
    });
  }

  page(after) {
    return get('/commands', { query: { chargePoint: this.station.id, limit: AT_ONCE, after }, signal: this.station.signal });
  }

  async latest() {
    const { items, next } = await this.page();
    const known = new Set(items.map(({ id }) => id));
    const older = this.items.length > AT_ONCE ? this.items.slice(AT_ONCE).filter(({ id }) => !known.has(id)) : [];
    if (older.length === 0) this.next = next;
    this.items = [...items, ...older];
    this.draw();
  }

  draw() {
    render(this.place, section({ title: 'What was sent', id: 'history' }, html`
      ${this.items.length === 0 && html`<p class="empty">No command was sent to it yet.</p>`}
      <ol class="frames" reversed>${this.items.map((item) => this.item(item))}</ol>
      ${this.next && html`<p class="more"><button type="button" @click=${(event) => this.more(event.currentTarget)}>Show more</button></p>`}`));
  }

  item(command) {
    const [words] = stateWords(command.state);
    const { text, tone } = outcomeOf(command);
    return html`<li data-key=${command.id} class=${tone === 'bad' ? 'bad' : null}>
      <details @toggle=${(event) => open(event.currentTarget, command)}>
        <summary><time datetime=${command.createdAt} title=${dateTime(command.createdAt)}>${timeTag(command.createdAt)}</time>
          <strong class="action">${command.action}</strong> ${badge(words, tone)}
          <span class="detail">${text} By ${originWords(command.origin)}${command.campaign && ', in a campaign'}${command.state === 'pending' && command.expiresAt && html`, waits until ${dateTime(command.expiresAt)}`}.</span>
          <span class="took">${command.leftAt && command.endedAt && `took ${duration(secondsBetween(command.leftAt, command.endedAt))}`}</span></summary>
        <div class="opened" data-keep="yes"></div>
      </details>
      ${command.state === 'pending' && may('operator') && html`<p class="actions below"><button type="button" class="small" aria-label=${`Take back ${command.action}`} @click=${(event) => this.cancel(event.currentTarget, command)}>Take back</button></p>`}
    </li>`;
  }

  async cancel(button, { id, action }) {
    await attempt(button, () => send('DELETE', at`/commands/${id}`), { done: `${action} is taken back.` });
    this.reread();
  }

  async more(button) {
    await attempt(button, async () => {
      const { items, next } = await this.page(this.next);
      this.items.push(...items);
      this.next = next;
    });
    this.draw();
  }
}

function open(details, command) {
  if (!details.open) return;
  const { payload, response, error, calls = [], effect } = command;
  render(details.querySelector('.opened'), html`<h3>What was wanted</h3>${jsonBlock(payload)}
    ${calls.map((call) => html`<h3>${call.action}</h3>${jsonBlock(call.payload)}${call.response && html`<p class="hint">Answer</p>${jsonBlock(call.response)}`}${call.error && html`<p class="hint">Error</p>${jsonBlock(call.error)}`}`)}
    ${calls.length === 0 && response !== null && html`<h3>Answer</h3>${jsonBlock(response)}`}
    ${error && calls.length === 0 && html`<h3>Error</h3>${jsonBlock(error)}`}
    ${effect && html`<p class="hint">${effect.seenAt ? html`Its effect was seen ${timeTag(effect.seenAt)}.` : html`Its effect is waited for until ${dateTime(effect.until)}.`}${effect.transactionId && html` Session <code>${effect.transactionId}</code>.`}</p>`}`);
}
