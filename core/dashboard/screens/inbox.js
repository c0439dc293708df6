// What charge points told of sessions that are not known: why, what is known of it, and what becomes of it.

import { Pages, may } from '../lib/api.js';
import { count, dateTime, number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { go, keepQuery } from '../lib/router.js';
import { attempt, badge, emptyState, facts, jsonBlock, liveMark, moreButton, pageHead } from '../lib/ui.js';
import { assign, dismiss, make } from './inbox/settle.js';
import { said, why } from './inbox/words.js';
import { MATCHED_BY, sessionPath } from './session/words.js';

export const title = 'Inbox';

const PAGE = 50;
const STATES = { waiting: ['waits', 'warn'], matched: ['recognized', 'good'], assigned: ['assigned', 'good'], dismissed: ['dismissed', 'quiet'] };

/** Shows the screen. */
export async function show({ main, signal, query }) {
  const screen = { main, signal, filter: { chargePoint: query.chargePoint ?? '', all: query.all === 'true' ? 'true' : '' }, pages: null, live: 'live' };
  screen.changed = soon(() => {
    keepQuery(screen.filter);
    load(screen);
  }, { every: 300, signal });
  await load(screen);
  const again = soon(() => load(screen), { every: 1_500, signal });
  listen({ kind: 'transaction.orphan' }, again, {
    signal,
    begun: again,
    state(name) {
      screen.live = name;
      draw(screen);
    },
  });
}

async function load(screen) {
  const { filter, signal } = screen;
  const wanted = JSON.stringify(filter);
  const limit = Math.max(PAGE, screen.pages?.items.length ?? 0);
  const pages = new Pages('/inbox', { query: { chargePoint: filter.chargePoint.trim(), all: filter.all, limit }, signal });
  await pages.more();
  if (signal.aborted || wanted !== JSON.stringify(filter)) return;
  screen.pages = pages;
  draw(screen);
}

function draw(screen) {
  const { pages, filter } = screen;
  render(
    screen.main,
    html`${pageHead({
      title: 'Inbox',
      lead: 'What charge points told of sessions that are not known. Each message waits until somebody says which session it is about, or that nothing is to be done.',
      actions: liveMark(screen.live),
    })}
    ${filters(screen)}
    ${pages.items.length === 0 ? none(filter) : html`<ul class="inbox">${pages.items.map((entry) => item(screen, entry))}</ul>`}
    ${moreButton(pages, async (event) => {
      event.currentTarget.disabled = true;
      await pages.more();
      draw(screen);
    })}`,
  );
}

function none({ chargePoint, all }) {
  if (chargePoint) return html`<p class="empty">Nothing of this charge point.</p>`;
  return emptyState({
    title: 'Nothing waits here',
    text: all ? 'And nothing ever did: every message belongs to a session that is known.' : 'That is good: every message of the charge points belongs to a session that is known.',
  });
}

function filters(screen) {
  const { filter } = screen;
  return html`<form class="filters" role="search" aria-label="Filter the inbox" @submit=${(event) => event.preventDefault()}>
    <div class="field search"><label for="charge-point">Charge point</label><input id="charge-point" type="search" placeholder="All" autocomplete="off" spellcheck="false" .value=${filter.chargePoint} @input=${(event) => {
      filter.chargePoint = event.target.value;
      screen.changed();
    }}></div>
    <div class="field"><label for="all">Show</label><select id="all" @change=${(event) => {
      filter.all = event.target.value;
      screen.changed();
    }}><option value="" ?selected=${!filter.all}>What waits</option><option value="true" ?selected=${filter.all}>What is settled, too</option></select></div>
  </form>`;
}

function item(screen, entry) {
  const { chargePoint, action, receivedAt, state } = entry;
  const [text, tone] = STATES[state] ?? [state, 'quiet'];
  const told = said(entry);
  const then = (work) => async (event) => (await attempt(event.currentTarget, () => work(entry))) && load(screen);
  return html`<li class="card" data-key=${`${chargePoint} ${entry.id}`}>
    <div class="section-head"><h2>${titleOf(action)} <a href=${`/charge-points/${encodeURIComponent(chargePoint)}`}>${chargePoint}</a></h2> ${badge(text, tone)}</div>
    ${state === 'waiting' && html`<p class="why">${why(entry)}</p>`}
    ${facts([
      ['Arrived', timeTag(receivedAt)],
      ['Session that it names', told.session !== null && html`<code>${told.session}</code>`],
      ['Id tag', told.idTag && html`<a href=${`/id-tags/${encodeURIComponent(told.idTag)}`}>${told.idTag}</a>`],
      ['Connector', told.connector],
      ['Ended', told.endedAt && dateTime(told.endedAt)],
      ['Meter at the end', told.meterStop !== null && `${number(told.meterStop)} Wh`],
      ['Reason', told.reason],
      ['Readings', told.readings > 0 && count(told.readings, 'reading')],
      ['Belongs to', entry.transactionId !== null && entry.transactionId !== undefined && html`<a href=${sessionPath({ chargePoint, id: entry.transactionId })}>session ${entry.transactionId}</a>`],
      ['Recognized by', entry.matchedBy.length > 0 && entry.matchedBy.map((sign) => MATCHED_BY[sign] ?? sign).join(', ')],
      ['Settled', entry.settledAt && timeTag(entry.settledAt)],
    ])}
    <details><summary>The message</summary>${jsonBlock(entry.payload)}</details>
    ${state === 'waiting' && may('operator') && html`<div class="actions">
      <button type="button" class="primary" @click=${then(assign)}>Assign to a session</button>
      ${action === 'StopTransaction' && html`<button type="button" @click=${async () => opened(await make(entry))}>Make a session of it</button>`}
      <button type="button" @click=${then(dismiss)}>Dismiss</button></div>`}
  </li>`;
}

function opened(session) {
  if (session) go(sessionPath(session));
}

function titleOf(action) {
  return { StopTransaction: 'End of an unknown session at', MeterValues: 'Readings of an unknown session at' }[action] ?? `${action} of`;
}
