// One id tag: whether it may charge, its group, what it did, and what is kept of the person.

import { Pages, address, at, get, may } from '../lib/api.js';
import { count, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { go, show as showAgain } from '../lib/router.js';
import { attempt, facts, moreButton, pageHead, section, toast } from '../lib/ui.js';
import { allow, block, edit, erase, forget } from './id-tag/actions.js';
import { authorizationList, authorizationsOf, refusalList } from './id-tag/authorizations.js';
import { isSameTag, statusBadge, tagPath } from './id-tag/words.js';
import { billsOf, keepsBills, pluginNames } from './session/cost.js';
import { keyOf, sessionTable } from './session/list.js';
import { sumFigures, sumOf } from './session/sums.js';
import { isRefused } from './session/words.js';

export const title = 'Id tag';

const PAGE = 50;
const GROUP = 100;
const REFUSALS_EVERY = 15_000;

/** Shows the screen. */
export async function show({ main, signal, params, query }) {
  const screen = { main, signal, tag: params.id, type: query.type, known: [], sessions: null, sum: null, group: null, bills: null, asked: null, refusals: null };
  const [known, plugins] = await Promise.all([registered(screen), pluginNames(signal)]);
  screen.known = known;
  screen.bills = keepsBills(plugins) ? new Map() : null;
  await sessionsOf(screen);
  draw(screen);
  const again = soon(() => sessionsOf(screen), { every: 2_000, signal });
  listen({ kind: ['transaction.started', 'transaction.ended', 'transaction.assigned'] }, again, { signal, begun: again });
  await Promise.all([groupOf(screen), price(screen), refusalsOf(screen)]);
  const timer = setInterval(() => !document.hidden && refusalsOf(screen), REFUSALS_EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** What is registered under the text: nothing, one tag, or one of each of its kinds. */
async function registered({ tag, type, signal }) {
  try {
    return [await get(at`/id-tags/${tag}`, { query: { type }, signal })];
  } catch (problem) {
    if (problem.status === 404) return [];
    if (problem.status !== 400 || type) throw problem;
    const found = new Pages('/id-tags', { query: { search: tag, limit: 1_000 }, signal });
    do await found.more(); while (found.next);
    return found.items.filter((one) => isSameTag(one.tag, tag));
  }
}

async function sessionsOf(screen) {
  const size = Math.max(PAGE, screen.sessions?.items.length ?? 0);
  const pages = new Pages('/transactions', { query: { idTag: screen.tag, limit: Math.min(size, 1_000) }, signal: screen.signal });
  const [sum] = await Promise.all([sumOf({ idTag: screen.tag }, screen).catch(() => null), pages.more()]);
  const isFirst = screen.sessions === null;
  Object.assign(screen, { sum, sessions: pages });
  if (!isFirst) draw(screen);
}

/** Where it was refused lately. */
async function refusalsOf(screen) {
  const { items } = await get(at`/id-tags/${screen.tag}/refusals`, { signal: screen.signal }).catch(() => ({ items: screen.refusals }));
  if (screen.signal.aborted) return;
  screen.refusals = items;
  draw(screen);
}

async function price(screen) {
  if (!screen.bills) return;
  await billsOf(screen.sessions.items, { known: screen.bills, keyOf, signal: screen.signal });
  if (!screen.signal.aborted) draw(screen);
}

/** Who belongs to the tag, and who belongs to the same group. */
async function groupOf(screen) {
  const { tag, signal } = screen;
  const parents = screen.known.map(({ parent }) => parent).filter(Boolean);
  const groups = [tag, ...new Set(parents)].map((parent) => new Pages('/id-tags', { query: { parent, limit: GROUP }, signal }));
  await Promise.all(groups.map((group) => group.more()));
  const items = groups.flatMap((group) => group.items).filter((one) => !isSameTag(one.tag, tag));
  screen.group = { items, next: groups.some(({ next }) => next) };
  if (!signal.aborted) draw(screen);
}

function draw(screen) {
  const { main, tag, known, sessions } = screen;
  render(
    main,
    html`${pageHead({
      title: tag,
      lead: known.length === 0 ? 'This id tag is not registered. Whether it may charge is set in the configuration: authorization.accept_unknown.' : null,
      back: { href: '/id-tags', text: 'Id tags' },
      actions: actions(screen),
    })}
    ${sums(screen)}
    <div class="grid">${known.map((one) => registeredCard(one, known.length > 1))} ${groupCard(screen)} ${authorizationCard(screen)} ${may('admin') && personCard(screen)}</div>
    ${section({ title: 'Sessions', id: 'sessions', wide: true, actions: html`<a href=${`/sessions?idTag=${encodeURIComponent(tag)}`}>All, with filters</a>` }, sessionList(screen))}`,
  );
}

function actions(screen) {
  const { tag, known } = screen;
  if (!may('operator')) return null;
  const then = (work) => async (event) => (await attempt(event.currentTarget, work)) && showAgain();
  const [only] = known.length === 1 ? known : [];
  const isBlocked = known.length > 0 && known.every(({ status }) => status === 'Blocked');
  return html`${known.length === 0 && html`<button type="button" class="primary" @click=${then(() => edit({ tag }))}>Register it</button>`}
    ${only && html`<button type="button" @click=${then(() => edit(only))}>Edit</button>`}
    ${only && isBlocked && html`<button type="button" @click=${then(() => allow(only))}>Unblock</button>`}
    ${!isBlocked && html`<button type="button" class="danger" @click=${then(() => block(tag))}>Block everywhere</button>`}
    ${only && html`<button type="button" class="danger" @click=${async (event) => (await attempt(event.currentTarget, () => forget(only))) && gone(tag)}>Delete</button>`}`;
}

function gone(tag) {
  toast(`${tag} is deleted.`);
  go('/id-tags');
}

function sums({ sum, sessions: { items, next } }) {
  if (!sum || sum.sessions === 0) return null;
  const name = sum.next ? 'newest sessions' : sum.sessions === 1 ? 'session' : 'sessions';
  return sumFigures(sum, { name, refused: next ? 0 : items.filter(isRefused).length });
}

function registeredCard({ tag, type, status, parent, expiry }, isOneOfSeveral) {
  return section(
    { title: isOneOfSeveral ? `Registered as ${type}` : 'Registered', id: `registered-${type ?? 'any'}` },
    html`${facts([
      ['Status', statusBadge(status)],
      ['Kind of token', type ?? 'any'],
      ['Group', parent && html`<a href=${tagPath({ tag: parent })}>${parent}</a>`],
      ['Expires', expiry ? timeTag(expiry, { exact: true }) : 'never'],
      ['Written as', tag],
    ])}
    ${isOneOfSeveral && html`<p><a href=${tagPath({ tag, type })}>Change this one</a></p>`}`,
  );
}

function groupCard({ group, tag, known }) {
  const parent = known.find((one) => one.parent)?.parent;
  if (!group) return section({ title: 'Group', id: 'group' }, html`<p class="quiet">Looking …</p>`);
  const others = group.items;
  const lead = parent ? html`<p>Belongs to <a href=${tagPath({ tag: parent })}>${parent}</a>.</p>` : null;
  if (others.length === 0) return section({ title: 'Group', id: 'group' }, html`${lead}<p class="quiet">${parent ? 'No other tag does.' : 'It belongs to no group, and no tag belongs to it.'}</p>`);
  const own = others.filter((one) => isSameTag(one.parent, tag)).length;
  return section(
    { title: 'Group', id: 'group' },
    html`${lead}<p>${own > 0 ? `${count(own, 'tag belongs', 'tags belong')} to it:` : 'Others of the group, who may end its sessions:'}</p>
      <ul class="plain">${others.map((one) => html`<li data-key=${`${one.tag} ${one.type ?? ''}`}><a href=${tagPath(one)}>${one.tag}</a> ${statusBadge(one.status)}</li>`)}</ul>
      ${group.next && html`<p class="quiet">There are more.</p>`}`,
  );
}

function authorizationCard(screen) {
  const { tag, sessions, signal, asked, refusals } = screen;
  const look = (event) => {
    event.preventDefault();
    const chargePoint = event.target.elements.where.value.trim();
    attempt(event.target.querySelector('button'), async () => {
      screen.asked = await authorizationsOf(tag, chargePoint, signal);
      draw(screen);
    });
  };
  return section(
    { title: 'Was it refused?', id: 'authorizations' },
    html`${refusals && refusalList(refusals)}
    <form class="apart" @submit=${look}>
      <div class="field"><label for="where">What a charge point was answered when the tag was shown there, accepted or not</label>
        <div class="with-button"><input id="where" required placeholder="Charge point" value=${sessions.items[0]?.chargePoint} list="places" autocomplete="off" spellcheck="false"><button>Look</button></div></div>
      <datalist id="places">${[...new Set(sessions.items.map(({ chargePoint }) => chargePoint))].map((id) => html`<option value=${id}></option>`)}</datalist>
    </form>
    <div aria-live="polite">${asked && authorizationList(asked)}</div>`,
  );
}

function personCard(screen) {
  const { tag } = screen;
  return section(
    { title: 'A person’s data', id: 'person' },
    html`<p>All that is kept in which the tag stands can be exported as one document, for whoever asks what is known of them, or the tag can be taken out of it.</p>
      <div class="actions"><a class="button" href=${address(at`/id-tags/${tag}/data`)} download>Export the data</a>
        <button type="button" class="danger" @click=${async (event) => (await attempt(event.currentTarget, () => erase(tag))) && showAgain()}>Erase</button></div>`,
  );
}

function sessionList(screen) {
  const { sessions, bills } = screen;
  return html`${sessionTable(sessions.items, { caption: 'Sessions of the tag', bills, without: ['idTag'], empty: 'It began no session that is kept.' })}
    ${moreButton(sessions, async (event) => {
      event.currentTarget.disabled = true;
      await sessions.more();
      draw(screen);
      await price(screen);
    })}`;
}
