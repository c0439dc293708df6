// One charging session: its figures, its curve, what is in doubt and why, what it costs, and what happened in it.

import { at, get, may } from '../lib/api.js';
import { chart } from '../lib/chart.js';
import { duration, energy, power, secondsBetween } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { attempt, badge, figures, liveMark, pageHead, section } from '../lib/ui.js';
import { placeName } from './charge-point/words.js';
import { close, download, stop } from './session/actions.js';
import { costCard, doubtsCard, energyCard, laterCard, peopleCard } from './session/cards.js';
import { billIn, billOf, keepsBills, money, pluginNames, toldCost } from './session/cost.js';
import { curves } from './session/samples.js';
import { eventsOf, messageList, messagesOf, story } from './session/story.js';

export const title = 'Session';

const MOST_PARTS = 20;
const TICK = 1_000;

/** Shows the screen. */
export async function show({ main, signal, params }) {
  const screen = { main, signal, path: at`/transactions/${params.chargePoint}/${params.id}`, live: 'live', events: [], messages: null, bill: null };
  [screen.session, screen.plugins] = await Promise.all([read(screen), pluginNames(signal)]);
  draw(screen);
  await around(screen);
  if (screen.session.state === 'open') follow(screen);
}

/** The session with all of its messages, which come in parts where there are many. */
async function read({ path, signal }) {
  const session = await get(path, { signal });
  let { next } = session;
  for (let part = 1; next && part < MOST_PARTS; part += 1) {
    const rest = await get(path, { query: { after: next }, signal });
    for (const list of ['events', 'meterValues', 'laterMessages']) session[list].push(...rest[list]);
    next = rest.next;
  }
  return { ...session, isCut: Boolean(next) };
}

/** What lies beside the session: what happened meanwhile, and its bill. */
async function around(screen) {
  const { session, signal } = screen;
  screen.events = await eventsOf(session, screen).catch(passOver(screen.events));
  const isBilled = session.state === 'closed' && keepsBills(screen.plugins);
  screen.bill = (isBilled && (await billOf(session, signal).catch(passOver(null)))) || billIn(screen.events, session.id);
  if (!signal.aborted) draw(screen);
}

// Without these the session is shown all the same.
function passOver(instead) {
  return (problem) => {
    if (problem.name === 'AbortError') throw problem;
    return instead;
  };
}

async function again(screen) {
  screen.session = await read(screen);
  draw(screen);
  await around(screen);
}

function follow(screen) {
  const { signal, session } = screen;
  const ending = new AbortController();
  signal.addEventListener('abort', () => ending.abort());
  const refresh = soon(async () => {
    await again(screen);
    if (screen.session.state === 'closed') ending.abort();
  }, { every: 1_000, signal });
  const kinds = ['transaction.*', 'meter.values', 'connector.status', 'charge-point.*', 'command.*', 'plugin.*'];
  listen({ chargePoint: session.chargePoint, kind: kinds }, refresh, {
    signal: ending.signal,
    state(name) {
      screen.live = name;
      draw(screen);
    },
  });
  const timer = setInterval(() => tick(screen), TICK);
  ending.signal.addEventListener('abort', () => clearInterval(timer));
}

// The time that it has lasted goes on; nothing else needs to be drawn for it.
function tick({ main, session }) {
  const shown = main.querySelector('[data-key="duration"] strong');
  if (shown && session.startedAt) shown.textContent = duration(secondsBetween(session.startedAt));
}

function draw(screen) {
  const { session } = screen;
  render(
    screen.main,
    html`${pageHead({
      title: session.id ? `Session ${session.id}` : 'Session without an id',
      lead: `${session.chargePoint}, ${placeName(session)}`,
      back: { href: `/charge-points/${encodeURIComponent(session.chargePoint)}`, text: session.chargePoint },
      actions: actions(screen),
    })}
    ${shownFigures(screen)} ${doubtsCard(session)} ${curveCard(session)}
    <div class="grid">${peopleCard(session)} ${energyCard(session)} ${costCard({ bill: screen.bill, told: toldCost(session.events) })} ${laterCard(session)}</div>
    <div class="grid apart">${section({ title: 'What happened', id: 'story' }, story(session, screen.events))} ${messagesCard(screen)}</div>`,
  );
}

function actions(screen) {
  const { session } = screen;
  const isOpen = session.state === 'open';
  return html`${isOpen ? liveMark(screen.live) : badge('Ended', 'quiet')}
    ${isOpen && may('operator') && html`<button type="button" @click=${(event) => stop(event.currentTarget, session)}>Stop charging</button>
      <button type="button" class="danger" @click=${async () => (await close(session)) && again(screen)}>Close here</button>`}
    ${session.meterValues.length > 0 && html`<button type="button" @click=${() => download(session)}>Samples as CSV</button>`}`;
}

function shownFigures({ session, bill }) {
  const { power: drawn, charge } = curves(session);
  const isOpen = session.state === 'open';
  const lasts = isOpen ? session.startedAt && secondsBetween(session.startedAt) : session.durationSeconds;
  const most = drawn.reduce((high, [, watts]) => Math.max(high, watts), 0);
  const charged = charge.length > 0 ? `${charge[0][1]} → ${charge.at(-1)[1]} %` : null;
  const cost = bill ? money(bill) : null;
  return figures(
    [
      { name: 'energy', value: energy(session.energyWh) },
      { name: 'duration', value: duration(lasts ?? null) },
      isOpen && drawn.length > 0 && { name: 'power, as measured last', value: power(drawn.at(-1)[1]) },
      drawn.length > 0 && { name: 'most power', value: power(most) },
      charged && { name: 'state of charge', value: charged },
      cost && { name: 'cost', value: cost },
    ].filter(Boolean),
  );
}

function curveCard(session) {
  const { power: drawn, energy: counted, charge, isDerived } = curves(session);
  const inThousands = (points) => points.map(([time, value]) => [time, value / 1_000]);
  const scale = { unit: '%', axis: 'right' };
  // A third unit has no axis: the state of charge stands in place of the energy, which the table has.
  const second = charge.length > 1 ? { name: 'State of charge', ...scale, points: charge } : { name: 'Energy', unit: 'kWh', axis: 'right', points: inThousands(counted) };
  const isContradictory = drawn.length === 0 && counted.length > 1;
  const first = { name: isDerived ? 'Mean power between readings' : 'Power', unit: 'kW', shape: isDerived ? 'step' : 'area', points: inThousands(drawn) };
  return section(
    { title: 'Power and energy', id: 'curve', wide: true },
    html`${chart({ label: 'Power and energy of the session', series: [first, second], wide: true })}
      ${charge.length > 1 && chart({ label: 'Energy of the session', series: [{ name: 'Energy', unit: 'kWh', points: inThousands(counted) }], height: 150, wide: true })}
      ${isDerived && html`<p class="quiet">The charge point did not measure power: what is drawn follows from its meter, as the mean between two readings.</p>`}
      ${isContradictory && html`<p class="quiet">No power is drawn: the readings of the meter contradict each other.</p>`}
      ${session.isCut && html`<p class="note">There are more samples than one page shows. The export has all: <code>GET ${at`/api/v1/transactions/${session.chargePoint}/${session.id}`}</code></p>`}`,
  );
}

function messagesCard(screen) {
  const { messages, session, signal } = screen;
  const load = (event) =>
    attempt(event.currentTarget, async () => {
      screen.messages = await messagesOf(session, signal);
      draw(screen);
    });
  return section({ title: 'Messages', id: 'messages' }, messages ? messageList(messages) : html`<p>As they were on the wire, as far as they are kept.</p><p><button type="button" @click=${load}>Show the messages</button></p>`);
}
