// One charging session: its figures, its curve, what is in doubt and why, what it costs, and what happened in it.

import { at, get, may } from '../lib/api.js';
import { chart } from '../lib/chart.js';
import { duration, energy, power, secondsBetween } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { listen, soon } from '../lib/live.js';
import { attempt, badge, figures, liveMark, pageHead, section } from '../lib/ui.js';
import { placeName } from './charge-point/words.js';
import { assign, close, download, stop } from './session/actions.js';
import { costCard, doubtsCard, energyCard, laterCard, peopleCard } from './session/cards.js';
import { billIn, billOf, keepsBills, money, pluginNames, toldCost } from './session/cost.js';
import { curves } from './session/samples.js';
import { closerOf, eventsOf, messageList, messagesOf, story } from './session/story.js';

export const title = 'Session';

const POINTS = 600;
const TICK = 1_000;

/** Shows the screen. */
export async function show({ main, signal, params }) {
  const screen = { main, signal, path: at`/transactions/${params.chargePoint}/${params.id}`, live: 'live', session: null, drawn: null, events: [], messages: null, bill: null, closer: null };
  [, screen.plugins] = await Promise.all([read(screen), pluginNames(signal)]);
  draw(screen);
  await around(screen);
  if (screen.session.state === 'open') follow(screen);
}

/** Reads the session with the messages that fit one answer, and how it went. */
async function read(screen) {
  const { path, signal } = screen;
  const [session, curve] = await Promise.all([get(path, { signal }), get(`${path}/curve`, { query: { points: POINTS }, signal })]);
  Object.assign(screen, { session, drawn: curves(session, curve) });
}

/** What lies beside the session: what happened meanwhile, and its bill. */
async function around(screen) {
  const { session, signal } = screen;
  screen.events = await eventsOf(session, screen).catch(passOver(screen.events));
  const isBilled = session.state === 'closed' && keepsBills(screen.plugins);
  screen.bill = (isBilled && (await billOf(session, signal).catch(passOver(null)))) || billIn(screen.events, session.id);
  const isClosedByHand = session.closedBy === 'operator' && may('admin');
  screen.closer = isClosedByHand ? await closerOf(session, signal).catch(passOver(null)) : null;
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
  await read(screen);
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
    begun: refresh,
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
    ${shownFigures(screen)} ${doubtsCard(session)} ${curveCard(screen)}
    <div class="grid">${peopleCard(screen)} ${energyCard(session)} ${costCard({ bill: screen.bill, told: toldCost(session.events) })} ${laterCard(session)}</div>
    <div class="grid apart">${section({ title: 'What happened', id: 'story' }, story(session, screen.events))} ${messagesCard(screen)}</div>`,
  );
}

function actions(screen) {
  const { session } = screen;
  const isOpen = session.state === 'open';
  return html`${isOpen ? liveMark(screen.live) : badge('Ended', 'quiet')}
    ${isOpen && may('operator') && html`<button type="button" @click=${(event) => stop(event.currentTarget, session)}>Stop charging</button>
      <button type="button" class="danger" @click=${async () => (await close(session)) && again(screen)}>Close here</button>`}
    ${may('operator') && html`<button type="button" @click=${async () => (await assign(session)) && again(screen)}>Whose it is …</button>`}
    ${session.meterValues.length > 0 && html`<button type="button" @click=${(event) => attempt(event.currentTarget, () => download(session))}>Samples as CSV</button>`}`;
}

function shownFigures({ session, bill, drawn }) {
  const { power: watts, charge } = drawn;
  const isOpen = session.state === 'open';
  const lasts = isOpen ? session.startedAt && secondsBetween(session.startedAt) : session.durationSeconds;
  const most = watts.reduce((high, [, value]) => Math.max(high, value), 0);
  const charged = charge.length > 0 ? `${charge[0][1]} → ${charge.at(-1)[1]} %` : null;
  return figures(
    [
      { name: 'energy', value: energy(session.energyWh) },
      { name: 'duration', value: duration(lasts ?? null) },
      isOpen && watts.length > 0 && { name: 'power, as measured last', value: power(watts.at(-1)[1]) },
      watts.length > 0 && { name: 'most power', value: power(most) },
      charged && { name: 'state of charge', value: charged },
      bill && { name: 'cost', value: money(bill) },
    ].filter(Boolean),
  );
}

function curveCard({ drawn }) {
  const { isDerived, isContradictory, charge } = drawn;
  const inThousands = (points) => points.map(([time, value]) => [time, value / 1_000]);
  const first = { name: isDerived ? 'Mean power between readings' : 'Power', unit: 'kW', shape: isDerived ? 'step' : 'area', points: inThousands(drawn.power) };
  const counted = isContradictory
    ? { name: 'Meter', unit: 'kWh', points: inThousands(drawn.meter) }
    : { name: 'Energy', unit: 'kWh', points: inThousands(drawn.energy) };
  // A drawing has two axes: where there is a state of charge, what was counted gets one of its own.
  const isApart = charge.length > 1 || drawn.power.length === 0;
  const series = [first, charge.length > 1 && { name: 'State of charge', unit: '%', axis: 'right', points: charge }, !isApart && { ...counted, axis: 'right' }].filter(Boolean);
  const hasSeries = series.some(({ points }) => points.length > 0);
  return section(
    { title: 'Power and energy', id: 'curve', wide: true },
    html`${(hasSeries || !isApart) && chart({ label: 'Power of the session', series, wide: true })}
      ${isApart && chart({ label: `${counted.name} of the session`, series: [counted], height: hasSeries ? 150 : 240, wide: true })}
      ${isDerived && html`<p class="quiet">The charge point did not measure power: what is drawn follows from its meter, as the mean between two readings.</p>`}
      ${isContradictory && html`<p class="quiet">The readings contradict each other: the meter is drawn as it was read.</p>`}`,
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
