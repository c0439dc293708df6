// The audit log: who changed what, when, what was there before and after, and how it ended.

import { at, Pages } from '../lib/api.js';
import { control, valuesOf } from '../lib/dialogs.js';
import { differenceView } from '../lib/difference.js';
import { dateTime, number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { soon } from '../lib/live.js';
import { keepQuery } from '../lib/router.js';
import { attempt, badge, facts, jsonBlock, moreButton, pageHead, problemBox } from '../lib/ui.js';

export const title = 'Audit';

const OUTCOMES = {
  done: { text: 'Done', tone: 'good' },
  begun: { text: 'Under way', tone: 'busy' },
  refused: { text: 'Refused', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
  abandoned: { text: 'Abandoned', tone: 'bad' },
};

const FILTERS = ['who', 'operation', 'chargePoint', 'idTag', 'from', 'to', 'outcome'];

export async function show({ main, query, signal }) {
  let filter = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? '']));
  let pages = null;
  render(main, html`
    ${pageHead({ title: 'Audit', lead: 'Every change that anybody made over the API, here or by a program: with what was there before and after.' })}
    <form class="filters" role="search" aria-label="Filter the log" @submit=${(event) => event.preventDefault()} @input=${soon(apply, { every: 400, signal })}>
      ${control({ name: 'who', label: 'Who', value: filter.who, placeholder: 'a token’s name' })}
      ${control({ name: 'operation', label: 'What', value: filter.operation, placeholder: 'PUT /id-tags, Reset' })}
      ${control({ name: 'chargePoint', label: 'Charge point', value: filter.chargePoint })}
      ${control({ name: 'idTag', label: 'Id tag', value: filter.idTag })}
      ${control({ name: 'from', label: 'From', type: 'datetime-local', value: localOf(filter.from) })}
      ${control({ name: 'to', label: 'Before', type: 'datetime-local', value: localOf(filter.to) })}
      ${control({ name: 'outcome', label: 'How it ended', value: filter.outcome, options: [{ value: '', text: 'Any' }, ...Object.entries(OUTCOMES).map(([value, { text }]) => ({ value, text }))] })}
    </form>
    <div class="audit-list" aria-live="polite" aria-busy="true"></div>`);
  const form = main.querySelector('form');
  const place = main.querySelector('.audit-list');

  async function load() {
    place.setAttribute('aria-busy', 'true');
    try {
      pages = await new Pages('/audit', { query: { ...filter, limit: 50 }, signal }).more();
      draw();
    } catch (problem) {
      if (problem.name !== 'AbortError') render(place, problemBox(problem));
    }
    place.removeAttribute('aria-busy');
  }
  function draw() {
    render(place, pages.items.length === 0
      ? html`<p class="empty">Nothing that fits was changed.</p>`
      : html`<ol class="audit-entries">${pages.items.map((entry) => html`<li data-key=${String(entry.number)}>${entryPart(entry)}</li>`)}</ol>
        ${moreButton(pages, (event) => attempt(event.currentTarget, async () => {
          await pages.more();
          draw();
        }))}`);
  }
  function apply() {
    const { from, to, ...rest } = valuesOf(form);
    filter = { ...rest, from: timeOf(from), to: timeOf(to) };
    keepQuery(filter);
    return load();
  }
  await load();
}

function entryPart(entry) {
  const { text, tone } = OUTCOMES[entry.outcome] ?? { text: entry.outcome, tone: 'quiet' };
  return html`<details>
    <summary>
      <span class="audit-when">${timeTag(entry.at, { exact: true })}</span>
      <span class="audit-who"><strong>${entry.who.name || 'nobody'}</strong></span>
      <span class="audit-what"><code>${entry.operation}</code> ${targetWords(entry.target)}</span>
      ${badge(entry.status ? `${text} ${entry.status}` : text, tone)}
    </summary>
    <div class="audit-detail">${detail(entry)}</div>
  </details>`;
}

function targetWords(target) {
  return Object.entries(target).map(([kind, id]) => html`<span class="quiet">${named(kind)}</span> ${id} `);
}

// `chargePoint` is "charge point".
function named(kind) {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function linkOf(kind, id) {
  const href = {
    chargePoint: at`/charge-points/${id}`,
    idTag: at`/id-tags/${id}`,
    plugin: at`/plugin/${id}`,
    campaign: at`/campaigns/${id}`,
    webhook: at`/webhooks/${id}`,
  }[kind];
  return href ? html`<a href=${href}>${id}</a>` : id;
}

function detail(entry) {
  const { who, before, after, asked, result, problem, untoldBefore } = entry;
  return html`
    ${problem && html`<p class="failure-cause">${problem}</p>`}
    ${facts([
      ['Who', [who.name || 'nobody', who.role].filter(Boolean).join(', ')],
      ['From', who.address],
      ...Object.entries(entry.target).map(([kind, id]) => [capital(named(kind)), linkOf(kind, id)]),
      ['Path', entry.path && html`<code>${entry.path}</code>`],
      ['Began', dateTime(entry.at)],
      ['Was over', entry.endedAt && dateTime(entry.endedAt)],
      ['Number', number(entry.number)],
      ['Like it, not written down', untoldBefore > 0 ? number(untoldBefore) : null],
    ])}
    ${(before ?? after ?? null) !== null && html`<h2 class="list-title">What changed</h2>${differenceView(before ?? undefined, after ?? undefined)}`}
    ${(asked ?? null) !== null && html`<details><summary>What was asked for</summary>${jsonBlock(asked)}</details>`}
    ${(result ?? null) !== null && html`<details><summary>What came of it</summary>${jsonBlock(result)}</details>`}`;
}

function timeOf(local) {
  return local ? new Date(local).toISOString() : '';
}

function localOf(time) {
  if (!time || Number.isNaN(Date.parse(time))) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
