// All charge points: how they are together, what needs somebody first, and the list, searched and filtered by the
// server, so that ten thousand are no more work for the browser than fifty.

import { Pages, address, at, get, may } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { go, keepQuery } from '../lib/router.js';
import { attempt, liveMark, moreButton, pageHead, problemBox } from '../lib/ui.js';
import { addChargePoint } from './fleet/add.js';
import { attentionCard, inNeedTable, strangers } from './fleet/attention.js';
import { filterBar, isFiltered, queryOf } from './fleet/filter.js';
import { fleetTable, follows } from './fleet/list.js';
import { overview } from './fleet/overview.js';
import { placesCard } from './fleet/places.js';
import { canSimulate, simulate } from './fleet/simulate.js';

export const title = 'Charge points';

const FILTERS = ['search', 'state', 'site', 'label', 'need'];
const PAGE = 50;
const KINDS = ['charge-point.*', 'connector.status', 'transaction.started', 'transaction.ended'];

/** Shows the screen. */
export async function show({ main, signal, query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? '']));
  const screen = { main, signal, filter, pages: null, fleet: null, first: [], unknown: [], problem: null, live: 'live', simulates: false };
  // The list is shown as soon as it is there; the figures come when they do.
  const list = load(screen);
  look(screen).catch(() => {});
  await list;
  if (signal.aborted) return;
  if (screen.pages.items.length === 0 && !isFiltered(filter) && !screen.problem) {
    await go('/welcome', { replace: true });
    return;
  }
  draw(screen);
  canSimulate(signal).then((simulates) => {
    screen.simulates = simulates;
    draw(screen);
  }, () => {});
  follow(screen);
}

/** Reads the list anew, as far as it is shown. */
async function load(screen, size = PAGE) {
  const { filter, signal } = screen;
  const asked = JSON.stringify(filter);
  const pages = new Pages(filter.need ? '/fleet/attention' : '/charge-points', { query: { ...queryOf(filter), limit: size }, signal });
  try {
    await pages.more();
    // A page may be short, or empty, where few of many fit.
    while (pages.items.length === 0 && pages.next) await pages.more();
    screen.problem = null;
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    screen.problem = problem;
  }
  // Meanwhile something else may have been asked for.
  if (!signal.aborted && asked === JSON.stringify(filter)) {
    screen.pages = pages;
    return true;
  }
  return false;
}

/** Reads how all are together, and those that need somebody first. */
async function look(screen) {
  const { signal } = screen;
  const [fleet, first, refused] = await Promise.all([
    get('/fleet', { signal }),
    get('/fleet/attention', { query: { limit: 6 }, signal }),
    get('/refused-connections', { query: { limit: 100 }, signal }),
  ]);
  Object.assign(screen, { fleet, first: first.items, unknown: strangers(refused.items) });
  if (screen.pages) draw(screen);
}

function follow(screen) {
  const { signal } = screen;
  const isSeen = () => !document.hidden;
  const reload = () => load(screen, Math.min(1_000, Math.max(PAGE, screen.pages.items.length))).then((done) => done && draw(screen), () => {});
  const again = soon(() => isSeen() && look(screen).catch(() => {}), { every: 2_000, signal });
  const list = soon(() => isSeen() && reload(), { every: 3_000, signal });
  const redraw = soon(() => isSeen() && draw(screen), { every: 250, signal });
  listen({ kind: KINDS }, (event) => {
    again();
    if (screen.filter.need) list();
    else if (follows(screen.pages.items, event)) redraw();
    else if (event.kind !== 'connector.status' && mayBeShown(screen, event)) list();
  }, {
    signal,
    begun() {
      again();
      list();
    },
    state(name) {
      if (screen.live === 'lost' && name === 'live') reload();
      screen.live = name;
      draw(screen);
    },
  });
  const wake = () => {
    if (!isSeen()) return;
    again();
    list();
  };
  document.addEventListener('visibilitychange', wake, { signal });
  // What is no event: times that go by, a survey that was old.
  const timer = setInterval(() => isSeen() && (again(), redraw()), 20_000);
  signal.addEventListener('abort', () => clearInterval(timer));
}

// One that comes new, or that begins or ends to fit the filter.
function mayBeShown({ pages, filter }, { chargePoint, kind }) {
  const isShown = pages.items.some(({ id }) => id === chargePoint);
  if (isShown) return kind.startsWith('charge-point.');
  return kind === 'charge-point.connected' && (isFiltered(filter) || !pages.next || chargePoint < pages.items.at(-1)?.id);
}

function draw(screen) {
  if (screen.signal.aborted) return;
  const { filter, fleet, pages } = screen;
  const apply = soon(() => {
    keepQuery(filter);
    load(screen).then((done) => done && draw(screen), () => {});
  }, { every: 150, signal: screen.signal });
  screen.apply ??= apply;
  render(screen.main, html`${pageHead({
    title: 'Charge points',
    actions: html`${liveMark(screen.live)}
      <a class="button" href=${address('/charge-points', { ...queryOf({ ...filter, need: '' }), format: 'csv' })} download="charge-points.csv">Download CSV</a>
      ${screen.simulates && html`<button type="button" @click=${(event) => begin(event.currentTarget)}>Simulate one</button>`}
      ${may('operator') && html`<button type="button" class="primary" @click=${() => addChargePoint()}>Add a charge point</button>`}`,
  })}
  ${overview(fleet)}
  ${!isFiltered(filter) && attentionCard(screen)}
  ${filterBar(screen)}
  ${!screen.problem && placesCard(screen.filter.need ? [] : pages.items)}
  <div class="found">${screen.problem ? problemBox(screen.problem) : found(screen, pages)}</div>`);
}

function found(screen, pages) {
  const list = screen.filter.need ? inNeedTable(pages.items) : fleetTable(pages.items);
  return html`${list}${moreButton(pages, async (event) => {
    await attempt(event.currentTarget, () => pages.more());
    draw(screen);
  })}`;
}

async function begin(button) {
  const id = await attempt(button, simulate);
  if (id) await go(at`/charge-points/${id}`);
}
