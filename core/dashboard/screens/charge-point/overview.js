// What it is, how its connectors stand with what can be done about it, the sessions under way with their curves, and what
// needs somebody.

import { get, may, whoami } from '../../lib/api.js';
import { count, dateTime, number, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { badge, copyable, facts, section } from '../../lib/ui.js';
import { concernsOf } from './concerns.js';
import { connectorList } from './connectors.js';
import { askState, restart } from './orders.js';
import { SessionsUnderWay } from './under-way.js';
import { CREDENTIALS, credentialWords, repairWords } from './words.js';

export async function show(station, place) {
  const known = { reservations: [], drift: null };
  const sessions = new SessionsUnderWay(station);
  const draw = () => render(place, page(station, { ...known, sessions }));

  async function readBeside() {
    const options = { signal: station.signal };
    const [reservations, configuration] = await Promise.all([
      get(`${station.path}/reservations`, options),
      get(`${station.path}/configuration`, { ...options, query: { limit: 1 } }),
    ]);
    Object.assign(known, { reservations: reservations.items, drift: configuration.summary });
  }
  const readAgain = soon(() => readBeside().then(draw).catch(() => {}), { signal: station.signal });

  const [me] = await Promise.all([whoami(), readBeside(), sessions.read()]);
  known.url = me.server?.ocpp?.urls[0];
  draw();
  station.changed(draw);
  sessions.changed(draw);
  station.hears((event) => {
    sessions.hear(event);
    if (/^(reservation|configuration|command\.answered)/.test(event.kind)) readAgain();
  });
}

function page(station, { reservations, drift, sessions, url }) {
  const { view } = station;
  return html`${concerns(concernsOf(station, { drift, open: sessions.all }), url && url + encodeURIComponent(station.id))}
    ${section({ title: station.isEvse ? 'EVSEs and connectors' : 'Connectors', id: 'connectors', actions: wholeActions(station) }, connectorList(station, { reservations, sessions }))}
    <div data-key="under-way">${sessions.cards()}</div>
    <div class="grid" data-key="facts">
      ${section({ title: 'What it is', id: 'what' }, whatItIs(view))}
      ${section({ title: 'Its connection', id: 'connection' }, connection(station))}
      ${section({ title: 'Where it belongs', id: 'where', actions: may('operator') && html`<a class="button small" href=${station.part('settings')}>Edit</a>` }, belongs(view))}
      ${section({ title: 'What was repaired in its messages', id: 'repairs' }, repairs(station))}
      ${view.quirks.length > 0 && section({ title: 'What is known of its make', id: 'quirks' }, quirks(station))}
    </div>`;
}

function concerns(all, url) {
  if (all.length === 0) return null;
  return html`<section class="card concerns" id="concerns" aria-labelledby="concerns-title">
    <div class="section-head"><h2 id="concerns-title">Needs a look</h2></div>
    <ul>${all.map((one) => html`<li data-key=${one.word}>${badge(one.word, one.tone)} <span>${one.text}</span>
      ${one.url && url && html`<span>It is to connect to ${copyable(url)}</span>`} ${one.href && html`<a href=${one.href.to}>${one.href.text}</a>`}</li>`)}</ul>
  </section>`;
}

function wholeActions(station) {
  if (!may('operator') || !station.isConnected) return null;
  return html`<button type="button" class="small" @click=${(event) => askState(event.currentTarget, station)}>Ask how they stand</button>
    <button type="button" class="small" @click=${(event) => restart(event.currentTarget, station)}>Restart …</button>`;
}

function whatItIs({ boot }) {
  if (!boot) return html`<p class="empty">It has not told yet: no BootNotification came.</p>`;
  return facts([
    ['Vendor', boot.vendor],
    ['Model', boot.model],
    ['Serial number', boot.serialNumber],
    ['Charge box serial number', boot.chargeBoxSerialNumber],
    ['Firmware', boot.firmwareVersion],
    ['Last boot', timeTag(boot.at)],
    ['Reason of the boot', boot.reason],
    ['Answered', boot.status],
    ['Meter', [boot.meterType, boot.meterSerialNumber].filter(Boolean).join(', ')],
    ['SIM card', boot.iccid],
    ['IMSI', boot.imsi],
  ]);
}

function connection({ view, version }) {
  const last = view.session ?? view.lastConnection;
  return html`${facts([
    ['OCPP version', version && `${version}${last?.subprotocol ? ` (${last.subprotocol})` : ''}`],
    [view.session ? 'Connected since' : 'Last connection', last && dateTime(last.since)],
    ['Ended', view.session ? null : view.lastConnection?.endedAt && dateTime(view.lastConnection.endedAt)],
    ['Its address', last?.remoteAddress],
    ['Compression', compression(view.session)],
    ['Last heard', view.lastSeen && timeTag(view.lastSeen)],
    ['Came back', view.reconnects ? count(view.reconnects, 'time') : null],
    ['Clock', clock(view.clockSkewSeconds)],
    ['Security profile', profile(view)],
  ])}
  ${view.pendingCredentials.length > 0 && html`<p class="below-facts"><span class="hint">Changes of how it is let in:</span>${view.pendingCredentials.map(pending)}</p>`}
  ${view.lastRefused && html`<p class="below-facts"><span class="hint">A connection was refused ${timeTag(view.lastRefused.at)}:</span><br>${view.lastRefused.reason}</p>`}`;
}

function compression(session) {
  if (!session) return null;
  return session.compression?.replaceAll('; ', ', ') ?? 'none';
}

function pending({ credential, state, securityProfile, since }) {
  const [text, tone] = credentialWords(state);
  const what = securityProfile ? `Security profile ${securityProfile}` : CREDENTIALS[credential];
  return html`<br>${badge(what, tone)} ${text}${since && html` <span class="hint">${timeTag(since)}</span>`}`;
}

function clock(seconds) {
  if (seconds === null || seconds === undefined) return null;
  if (Math.abs(seconds) < 2) return 'right';
  return `${number(Math.abs(seconds), 0)} s ${seconds > 0 ? 'ahead' : 'behind'}, or its messages waited`;
}

const PROFILES = ['no authentication', 'password', 'password and TLS', 'certificates on both sides'];

function profile({ securityProfile, hasPassword }) {
  if (securityProfile === null || securityProfile === undefined) return 'not said';
  return `${securityProfile}: ${PROFILES[securityProfile] ?? ''}${securityProfile > 0 && !hasPassword ? ', no password is set' : ''}`;
}

function belongs(view) {
  const { location } = view;
  return facts([
    ['Name', view.name],
    ['Identity', html`<code>${view.id}</code>`],
    ['Site', view.site],
    ['Labels', view.labels.length > 0 && view.labels.map((label) => html`${badge(label)} `)],
    ['Address', location?.address],
    ['Position', location && `${location.latitude}, ${location.longitude}`],
    ['Times without a zone are', view.timeZone],
    ['Messages that are not valid', view.strictness && (view.strictness === 'strict' ? 'are refused' : 'are repaired')],
    ['Note', view.note && html`<span class="lines">${view.note}</span>`],
  ].map(([name, value]) => [name, value === false ? null : value]));
}

function quirks({ view }) {
  return html`<ul class="plain quirks">${view.quirks.map(({ name, says }) => html`<li data-key=${name}><strong>${name}</strong>
    <ul>${says.map(({ key, text }) => html`<li data-key=${key}>${text[0].toUpperCase()}${text.slice(1)}.</li>`)}</ul></li>`)}</ul>
    <p class="hint">By <code>ocpp.quirks</code> of the configuration.</p>`;
}

function repairs({ view, part }) {
  const all = Object.entries(view.repairs).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return html`<p class="empty">Nothing: its messages are as the specification wants them.</p>`;
  return html`<ul class="plain">${all.map(([name, times]) => html`<li data-key=${name}><strong>${number(times)}</strong> × ${repairWords(name)} <code>${name}</code></li>`)}</ul>
    <p><a href="?tab=timeline&kind=troubles">See them in the timeline</a></p>`;
}
