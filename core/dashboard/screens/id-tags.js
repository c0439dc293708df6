// Who may charge: the id tags that are registered.

import { Pages, address, may } from '../lib/api.js';
import { timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { soon } from '../lib/live.js';
import { go, keepQuery } from '../lib/router.js';
import { attempt, emptyState, moreButton, pageHead, table } from '../lib/ui.js';
import { allow, block, edit } from './id-tag/actions.js';
import { importTags } from './id-tag/import.js';
import { STATUSES, statusBadge, tagPath } from './id-tag/words.js';

export const title = 'Id tags';

const PAGE = 100;

/** Shows the screen. */
export async function show({ main, signal, query }) {
  const screen = { main, signal, filter: { search: query.search ?? '', status: query.status ?? '' }, found: null };
  screen.changed = soon(() => {
    keepQuery(screen.filter);
    load(screen);
  }, { every: 300, signal });
  await load(screen);
}

async function load(screen) {
  const wanted = JSON.stringify(screen.filter);
  const found = new Pages('/id-tags', { query: { ...asked(screen), limit: PAGE }, signal: screen.signal });
  await found.more();
  // Meanwhile something else may have been asked for.
  if (screen.signal.aborted || wanted !== JSON.stringify(screen.filter)) return;
  screen.found = found;
  draw(screen);
}

/** What the API is asked. */
function asked({ filter: { search, status } }) {
  return { search: search.trim(), status };
}

function draw(screen) {
  const { found, filter } = screen;
  const isFiltered = Object.values(filter).some(Boolean);
  render(
    screen.main,
    html`${pageHead({
      title: 'Id tags',
      lead: 'Who may charge. What becomes of a tag that is not here is set in the configuration: authorization.accept_unknown.',
      actions: html`${may('operator') && html`<button type="button" class="primary" @click=${async () => changedTo(await edit(null))}>Add a tag</button>
          <button type="button" @click=${async () => (await importTags()) && load(screen)}>Import CSV</button>`}
        <a class="button" href=${address('/id-tags', { ...asked(screen), format: 'csv' })} download="id-tags.csv">Export CSV</a>`,
    })}
    ${found.items.length === 0 && !isFiltered ? none() : html`${filters(screen)} ${list(screen)}`}`,
  );
}

function changedTo(tag) {
  if (tag) go(tagPath(tag));
}

function none() {
  return emptyState({
    title: 'No id tags yet',
    text: 'Add the tags of your drivers one by one, or bring all of them in as a CSV file. Until then the configuration says whether unknown tags may charge.',
  });
}

function list(screen) {
  const { found } = screen;
  return html`${table({
    caption: 'Id tags',
    empty: 'No tag fits the filters.',
    rows: found.items,
    key: ({ tag, type }) => `${tag} ${type ?? ''}`,
    href: tagPath,
    stacked: true,
    columns: [
      { title: 'Id tag', cell: ({ tag }) => tag },
      { title: 'Status', cell: ({ status }) => statusBadge(status) },
      { title: 'Group', cell: ({ parent }) => parent && html`<a href=${tagPath({ tag: parent })}>${parent}</a>` },
      { title: 'Expires', cell: ({ expiry }) => expiry && timeTag(expiry) },
      { title: 'Kind', cell: ({ type }) => type },
      may('operator') && { title: 'Change', cell: (tag) => buttons(screen, tag) },
    ].filter(Boolean),
  })}
  ${moreButton(found, async (event) => {
    event.currentTarget.disabled = true;
    await found.more();
    draw(screen);
  })}`;
}

function buttons(screen, tag) {
  const then = (work) => async (event) => (await attempt(event.currentTarget, work)) && load(screen);
  return html`<span class="actions">
    <button type="button" class="small" aria-label=${`Edit ${tag.tag}`} @click=${then(() => edit(tag))}>Edit</button>
    ${tag.status === 'Blocked'
      ? html`<button type="button" class="small" aria-label=${`Unblock ${tag.tag}`} @click=${then(() => allow(tag))}>Unblock</button>`
      : html`<button type="button" class="small danger" aria-label=${`Block ${tag.tag}`} @click=${then(() => block(tag.tag))}>Block</button>`}
  </span>`;
}

function filters(screen) {
  const { filter } = screen;
  const set = (name) => (event) => {
    filter[name] = event.target.value;
    screen.changed();
  };
  return html`<form class="filters" role="search" aria-label="Filter id tags" @submit=${(event) => event.preventDefault()}>
    <div class="field search"><label for="search">Search in tags and groups</label><input id="search" type="search" autocomplete="off" spellcheck="false" .value=${filter.search} @input=${set('search')}></div>
    <div class="field"><label for="tag-status">Status</label><select id="tag-status" @change=${set('status')}><option value="">All</option>${STATUSES.map((status) => html`<option ?selected=${status === filter.status}>${status}</option>`)}</select></div>
  </form>`;
}
