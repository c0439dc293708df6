// All charging sessions: what is filtered stands in the address, what runs is live, and what is shown can be taken
// away as CSV.

import { Pages, address, get } from '../lib/api.js';
import { count, number } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { keepQuery } from '../lib/router.js';
import { attempt, liveMark, moreButton, pageHead, problemBox } from '../lib/ui.js';
import { billsOf, keepsBills, pluginNames } from './session/cost.js';
import { keyOf, sessionTable } from './session/list.js';
import { PERIODS, span } from './session/period.js';
import { sumFigures, sumOf, sumOfAll } from './session/sums.js';
import { DOUBTS } from './session/words.js';

export const title = 'Sessions';

const FILTERS = ['when', 'from', 'to', 'chargePoint', 'site', 'label', 'idTag', 'state', 'doubt'];
const PAGE = 100;
const MOST = 1_000;
const ENERGY_EVERY = 15_000;
// A sum reads what it sums up: it follows more slowly than the list, and the longer it takes, the more slowly.
const SUM_EVERY = 10_000;
const SUM_REST = 30;

/** Shows the screen. */
export async function show({ main, signal, query }) {
  const screen = {
    main,
    signal,
    filter: Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? ''])),
    pages: null,
    problem: null,
    bills: keepsBills(await pluginNames(signal)) ? new Map() : null,
    live: 'live',
    stations: [],
    fleet: null,
    sum: null,
    restsUntil: 0,
  };
  screen.changed = soon(() => {
    keepQuery(screen.filter);
    screen.sum = null;
    load(screen);
    sumUp(screen);
  }, { every: 300, signal });
  await Promise.all([load(screen), sumUp(screen), placesOf(screen)]);
  follow(screen);
}

// Sites and labels to choose from; without them the rest works.
async function placesOf(screen) {
  screen.fleet = await get('/fleet', { signal: screen.signal }).catch(() => null);
  if (screen.pages) draw(screen);
}

/** What the API is asked. */
function asked({ filter }) {
  const { from, to } = span(filter.when, filter);
  const { chargePoint, site, label, idTag, state, doubt } = filter;
  return { from, to, chargePoint: chargePoint.trim(), site, label, idTag: idTag.trim(), state, doubt };
}

/** What all that fit come to, as far as one answer goes. */
async function sumUp(screen) {
  const query = asked(screen);
  const isWanted = () => JSON.stringify(screen.filter) === wanted;
  const wanted = JSON.stringify(screen.filter);
  const begin = Date.now();
  const sum = await sumOf(query, screen).catch(() => null);
  if (screen.signal.aborted || !isWanted()) return;
  screen.sum = sum;
  screen.restsUntil = Date.now() + SUM_REST * (Date.now() - begin);
  if (screen.pages) draw(screen);
}

async function load(screen, size = PAGE) {
  const wanted = JSON.stringify(screen.filter);
  const pages = new Pages('/transactions', { query: { ...asked(screen), limit: size }, signal: screen.signal });
  try {
    await pages.more();
    screen.problem = null;
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    screen.problem = problem;
  }
  // Meanwhile something else may have been asked for.
  if (screen.signal.aborted || wanted !== JSON.stringify(screen.filter)) return;
  screen.pages = pages;
  draw(screen);
  await price(screen);
}

async function more(screen) {
  await screen.pages.more();
  draw(screen);
  await price(screen);
}

async function price(screen) {
  if (!screen.bills) return;
  await billsOf(screen.pages.items, { known: screen.bills, keyOf, signal: screen.signal });
  if (!screen.signal.aborted) draw(screen);
}

// What runs is seen as it goes on; its energy is asked for now and then, so that a large fleet costs the browser little.
function follow(screen) {
  const { signal } = screen;
  const isSeen = () => !document.hidden && screen.pages.items.length <= MOST;
  const again = () => isSeen() && load(screen, Math.max(PAGE, screen.pages.items.length));
  const list = soon(again, { every: 1_500, signal });
  const sum = soon(() => isSeen() && !screen.sum?.isAll && Date.now() >= screen.restsUntil && sumUp(screen), { every: SUM_EVERY, signal });
  const heard = () => {
    list();
    sum();
  };
  listen({ kind: ['transaction.started', 'transaction.ended', 'transaction.assigned', 'plugin.*'] }, heard, {
    signal,
    begun: heard,
    state(name) {
      screen.live = name;
      draw(screen);
    },
  });
  const timer = setInterval(() => screen.pages.items.some(({ state }) => state === 'open') && heard(), ENERGY_EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
}

function draw(screen) {
  const { pages, problem } = screen;
  render(
    screen.main,
    html`${pageHead({
      title: 'Sessions',
      lead: 'Every charging session, the newest first. What is not certain about one is said.',
      actions: html`${liveMark(screen.live)} <a class="button" href=${address('/transactions', { ...asked(screen), format: 'csv' })} download="sessions.csv">Download CSV</a>`,
    })}
    ${filters(screen)} ${problem ? problemBox(problem) : found(screen, pages)}`,
  );
}

function found(screen, pages) {
  const isFiltered = Object.values(screen.filter).some(Boolean);
  return html`${pages.items.length > 0 && sums(screen)}
    ${sessionTable(pages.items, {
      caption: 'Sessions',
      bills: screen.bills,
      empty: isFiltered ? 'No session fits the filters.' : 'No session yet. The first one appears here as soon as it begins.',
    })}
    ${moreButton(pages, (event) => {
      event.currentTarget.disabled = true;
      more(screen);
    })}`;
}

function sums(screen) {
  const { sum } = screen;
  if (!sum) return null;
  const shown = sumFigures(sum, { name: sum.sessions === 1 ? 'session that fits' : 'sessions that fit' });
  if (!sum.next) return shown;
  return html`${shown}<p class="figures-note">These are the newest ${number(sum.sessions)}; there are more.
    <button type="button" class="small" @click=${(event) => attempt(event.currentTarget, () => sumUpAll(screen))}>Sum up all that fit</button>
    <span role="status">${sum.isAll && `${count(sum.sessions, 'session')} read`}</span></p>`;
}

async function sumUpAll(screen) {
  const wanted = JSON.stringify(screen.filter);
  const progress = (sum) => {
    if (screen.signal.aborted || wanted !== JSON.stringify(screen.filter)) return;
    screen.sum = { ...sum, isAll: true };
    draw(screen);
  };
  await sumOfAll(asked(screen), { sum: screen.sum, signal: screen.signal, progress });
}

function filters(screen) {
  const { filter } = screen;
  const set = (name) => (event) => {
    filter[name] = event.target.value;
    if (name === 'when') draw(screen);
    screen.changed();
  };
  const places = (all, word, chosen) => {
    const known = (all ?? []).map(({ name }) => [name, name]);
    if (chosen && !known.some(([name]) => name === chosen)) known.push([chosen, chosen]);
    return [['', word], ...known];
  };
  const options = (entries, chosen) => entries.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`);
  return html`<form class="filters" role="search" aria-label="Filter sessions" @submit=${(event) => event.preventDefault()}>
    <div class="field"><label for="when">Started</label><select id="when" @change=${set('when')}>${options(PERIODS, filter.when)}</select></div>
    ${filter.when === 'days' && html`<div class="field"><label for="from">From</label><input id="from" type="date" .value=${filter.from} @change=${set('from')}></div>
      <div class="field"><label for="to">To</label><input id="to" type="date" .value=${filter.to} @change=${set('to')}></div>`}
    <div class="field search"><label for="charge-point">Charge point</label>
      <input id="charge-point" type="search" list="stations" autocomplete="off" spellcheck="false" placeholder="All" .value=${filter.chargePoint} @input=${(event) => {
        set('chargePoint')(event);
        suggest(screen, event.target.value);
      }}>
      <datalist id="stations">${screen.stations.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</datalist></div>
    <div class="field"><label for="site">Site</label><select id="site" @change=${set('site')}>${options(places(screen.fleet?.sites, 'All', filter.site), filter.site)}</select></div>
    <div class="field"><label for="label">Label</label><select id="label" @change=${set('label')}>${options(places(screen.fleet?.labels, 'All', filter.label), filter.label)}</select></div>
    <div class="field search"><label for="id-tag">Id tag</label><input id="id-tag" type="search" autocomplete="off" spellcheck="false" placeholder="All" .value=${filter.idTag} @input=${set('idTag')}></div>
    <div class="field"><label for="state">State</label><select id="state" @change=${set('state')}>${options([['', 'All'], ['open', 'Under way'], ['closed', 'Ended']], filter.state)}</select></div>
    <div class="field"><label for="doubt">Doubts</label><select id="doubt" @change=${set('doubt')}>${options([['', 'With and without'], ['any', 'Any doubt'], ...Object.entries(DOUBTS).map(([word, { title: text }]) => [word, text])], filter.doubt)}</select></div>
  </form>`;
}

async function suggest(screen, text) {
  if (!text.trim()) return;
  const { items } = await get('/charge-points', { query: { search: text.trim(), limit: 12 }, signal: screen.signal }).catch(() => ({ items: [] }));
  screen.stations = items;
  draw(screen);
}
