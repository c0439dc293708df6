// What happened to it and why, the newest first: what comes is on top at once, what was before is read on below.

import { get, Pages } from '../../lib/api.js';
import { clock, dateTime } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { keepQuery } from '../../lib/router.js';
import { badge, moreButton } from '../../lib/ui.js';
import { openedMessage } from './message.js';
import { GROUPS, isOf, tell } from './tell.js';
import { markedJson } from '../../lib/json.js';

const AT_ONCE = 60;

export async function show(station, place) {
  const timeline = new Timeline(station, place);
  await timeline.choose(GROUPS.find(({ name }) => name === station.query.kind)?.name ?? null);
  station.hears((event) => timeline.hear(event));
}

class Timeline {
  constructor(station, place) {
    Object.assign(this, { station, place, group: null, pages: null, fresh: [] });
    this.redraw = soon(() => this.draw(), { every: 300, signal: station.signal });
  }

  async choose(name) {
    const { station } = this;
    this.group = GROUPS.find((one) => one.name === name) ?? null;
    this.fresh = [];
    keepQuery({ tab: 'timeline', kind: this.group?.name });
    this.pages = new Pages(`${station.path}/timeline`, { query: { limit: AT_ONCE, kind: this.group?.kinds.join(',') }, signal: station.signal });
    await this.pages.more();
    this.draw();
  }

  hear(event) {
    if (event.number === undefined) return;
    if (this.group && !isOf(this.group, event.kind)) return;
    this.fresh.unshift(event);
    this.redraw();
  }

  entries() {
    const seen = new Set();
    const events = [...this.fresh, ...this.pages.items].filter(({ number }) => !seen.has(number) && seen.add(number));
    return together(events).map((event) => ({ key: `e${event.number}`, at: event.at, told: tell(event), event }));
  }

  draw() {
    render(this.place, html`<div class="filters" role="group" aria-label="What is shown">
      <div class="chips">${[{ name: null, title: 'Everything' }, ...GROUPS].map(({ name, title }) => html`<button type="button" class="small" data-key=${name ?? 'all'} aria-pressed=${String((this.group?.name ?? null) === name)} @click=${() => this.choose(name)}>${title}</button>`)}</div>
    </div>
    ${this.list()}
    ${moreButton(this.pages, async (event) => {
      event.currentTarget.disabled = true;
      await this.pages.more();
      this.draw();
    })}`);
  }

  list() {
    const entries = this.entries();
    if (entries.length === 0) return html`<p class="empty">Nothing of this happened, or it was too long ago to be kept.</p>`;
    let day = null;
    return html`<ol class="timeline" reversed>${entries.map((entry) => {
      const own = new Date(entry.at).toDateString();
      const isNew = own !== day;
      day = own;
      return html`${isNew && html`<li class="day" data-key=${`d${own}`}><h2>${new Date(entry.at).toLocaleDateString(undefined, { dateStyle: 'full' })}</h2></li>`}${this.item(entry)}`;
    })}</ol>`;
  }

  item({ key, at, told, event }) {
    return html`<li data-key=${key} class=${told.tone}>
      <details @toggle=${(opened) => opened.currentTarget.open && this.open(opened.currentTarget, event)}>
        <summary><time datetime=${at} title=${dateTime(at)}>${clock(at)}</time>
          ${badge(told.title, told.tone)} <span class="detail">${told.detail}</span></summary>
        <div class="opened" data-keep="yes"></div>
      </details>
    </li>`;
  }

  async open(details, event) {
    const place = details.querySelector('.opened');
    if (place.hasChildNodes()) return;
    render(place, html`<p class="hint"><code>${event.kind}</code>${event.number && `, event ${event.number}`}${event.messageId && html`, message <code>${event.messageId}</code>`}</p>
      ${said(event.payload)}<div class="wire"></div>`);
    if (event.messageId) await this.wire(place.querySelector('.wire'), event);
  }

  // What was said on the wire, as long as it is kept: with the pointer, the rule and the plugins.
  async wire(place, { messageId, at }) {
    const around = (seconds) => new Date(Date.parse(at) + seconds * 1_000).toISOString();
    const query = { messageId, since: around(-600), until: around(600), limit: 10 };
    const { items } = await get(`${this.station.path}/messages`, { query, signal: this.station.signal });
    if (items.length === 0) return;
    render(place, html`<h3>On the wire</h3>${[...items].reverse().map((message) => openedMessage(message))}`);
  }
}

// A command and its answer are told as one.
function together(events) {
  const answers = new Map(events.filter(({ kind }) => kind === 'command.answered').map((event) => [event.messageId, event]));
  const isAnswered = ({ kind, messageId }) => kind === 'command.sent' && messageId && answers.has(messageId);
  const sent = new Map(events.filter(isAnswered).map((event) => [event.messageId, event.payload]));
  return events.filter((event) => !isAnswered(event)).map((event) => {
    const request = event.kind === 'command.answered' && sent.get(event.messageId);
    return request ? { ...event, payload: { ...request, ...event.payload } } : event;
  });
}

// What was said and answered, with what was wrong in it marked; an event of something else as it is.
function said(payload) {
  const { request, proposed, response, callError, error } = payload;
  if (request === undefined) return markedJson(payload);
  const answer = callError ?? error ?? response;
  return html`<h3>Request</h3>${markedJson(request, marksOf(payload))}
    ${proposed !== undefined && html`<h3>Would have been answered</h3>${markedJson(proposed)}`}
    ${answer !== undefined && answer !== null && html`<h3>${callError || error ? 'Error' : 'Answer'}</h3>${markedJson(answer, changesOf(payload))}`}
    <details><summary>All of the event</summary>${markedJson(payload)}</details>`;
}

function marksOf({ repairs = [], callError }) {
  const marks = repairs.map(({ name, pointer }) => ({ pointer, text: name, tone: 'warn' }));
  if (callError?.details?.pointer !== undefined) marks.push({ pointer: callError.details.pointer, text: callError.details.rule ?? 'refused', tone: 'bad' });
  return marks;
}

function changesOf({ changed = [], decidedBy = [] }) {
  return changed.map((pointer) => ({ pointer, text: decidedBy.join(', '), tone: 'warn' }));
}
