// The server itself: how its parts are, its store and disk, what it keeps and for how long, backups, and whom it refused.

import { address, at, get, may, Pages } from '../lib/api.js';
import { bytes, duration, number, secondsBetween, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { attempt, badge, copyable, facts, figures, moreButton, pageHead, problemBox, section, table } from '../lib/ui.js';
import { addChargePoint } from './fleet/add.js';
import { certificatesPart } from './system/certificates.js';
import { dataTransfersPart } from './system/data-transfers.js';
import { retentionPart } from './system/retention.js';

export const title = 'System';

const PARTS = {
  store: { name: 'Store', bad: { failed: 'It failed: the server must be started again', silent: 'Its disk does not answer', full: 'Its disk is full: no write is taken', unable: 'It cannot write for now; the log says why', damaged: 'Some of it cannot be read: see the log' } },
  plugins: { name: 'Plugins', bad: {} },
  disk: { name: 'Disk', bad: { low: 'Less is free than files.reserve' } },
};

// What goes wrong, in words; counted since the server started.
const COUNTERS = [
  ['handshakesRefused', 'connections refused'],
  ['sessionsReplaced', 'connections replaced by a newer one'],
  ['callsRefused', 'calls refused'],
  ['framesMalformed', 'frames that were none'],
  ['framesIgnored', 'frames ignored'],
  ['answersStray', 'answers that nobody waited for'],
  ['answersInvalid', 'answers that were not valid'],
  ['inboundOverflows', 'calls too many at once'],
  ['outboundOverflows', 'commands too many at once'],
  ['inboxForgotten', 'messages forgotten in full inboxes'],
  ['laterMessagesForgotten', 'late messages forgotten'],
];

export async function show({ main, signal }) {
  const refused = await new Pages('/refused-connections', { query: { limit: 20 }, signal }).more();
  let shown = null;
  const load = async () => {
    shown = await Promise.all([readiness(signal), get('/server', { signal }), get('/counters', { signal })]);
    draw();
  };
  function draw() {
    const [ready, server, counters] = shown;
    render(main.querySelector('.system-now'), html`
      ${figuresOf(server)}
      <div class="grid">${healthPart(ready)} ${storePart(server)}</div>
      ${countersPart(counters)}
      ${refusedPart(refused, (event) => attempt(event.currentTarget, async () => {
        await refused.more();
        draw();
      }))}`);
  }
  render(main, html`
    ${pageHead({ title: 'System', lead: 'The server, its store and its disk.', actions: html`<a class="button" href="/docs">The API</a> <a class="button" href="/metrics" target="_blank" rel="noopener">Metrics</a>` })}
    <div class="load-problem" aria-live="polite"></div>
    <div class="system-now"></div>
    ${section({ title: 'Certificates of the listeners', id: 'certificates' }, html`<div class="certificates-part"></div>`)}
    ${section({ title: 'Data transfers', id: 'data-transfers' }, html`<p>What charge points wanted their vendors’ systems to know.</p><div class="transfers-part"></div>`)}
    ${may('admin') && html`<div class="grid system-kept">
      ${section({ title: 'Backup', id: 'backup' }, backupPart())}
      ${section({ title: 'How long what is kept', id: 'retention', wide: true }, html`<div class="retention-part"></div>`)}
    </div>`}`);
  await load();
  await certificatesPart({ place: main.querySelector('.certificates-part'), signal });
  await dataTransfersPart({ place: main.querySelector('.transfers-part'), signal });
  const retention = main.querySelector('.retention-part');
  if (retention) await retentionPart({ place: retention, signal });
  repeat(load, { every: 3_000, signal, failed: (problem) => render(main.querySelector('.load-problem'), problemBox(problem)) });
}

// Answered also while the server is not ready, with 503; not a path of the API.
async function readiness(signal) {
  const answer = await fetch('/readyz', { signal, cache: 'no-store', headers: { Accept: 'application/json' } });
  return answer.json();
}

function figuresOf(server) {
  return figures([
    { name: 'version', value: server.version },
    { name: 'running for', value: duration(secondsBetween(server.startedAt)) },
    { name: 'connected', value: server.connected },
    { name: 'open sessions', value: server.openTransactions ?? '–' },
    { name: 'commands waiting', value: server.commandsWaiting ?? '–' },
    { name: 'memory', value: bytes(server.memoryBytes) },
  ]);
}

function healthPart(ready) {
  const parts = ready.parts ?? [];
  return section({ title: 'Health', id: 'health', actions: ready.status === 'ready' ? badge('Ready', 'good') : badge('Not ready', 'bad') }, html`
    ${ready.detail && html`<p class="failure-cause">${ready.detail}</p>`}
    <ul class="health" role="list">${parts.map(({ name, state }) => {
      const { name: title = name, bad = {} } = PARTS[name] ?? {};
      const tone = state === 'ready' ? 'good' : state === 'compiling' ? 'busy' : state === 'faulty' ? 'warn' : 'bad';
      return html`<li data-key=${name}><strong>${title}</strong> ${badge(state, tone)} ${bad[state]}</li>`;
    })}</ul>
    ${ready.pluginsNotReady?.length > 0 && html`<p class="hint">Being compiled: ${ready.pluginsNotReady.join(', ')}. Until each is ready, what it decides is answered by its <code>on_failure</code>.</p>`}
    ${ready.pluginsFaulty?.length > 0 && html`<p class="hint">Not as the configuration wants them: ${ready.pluginsFaulty.map(({ name, state }) => `${name} (${state})`).join(', ')}. <a href="/plugins">Why</a></p>`}`);
}

function storePart({ store, disk, filesBytes, chargePoints, liveListeners, startedAt }) {
  const used = disk && Math.round(((disk.size - disk.free) / disk.size) * 100);
  return section({ title: 'Store and disk', id: 'store' }, html`
    ${disk && html`<p>${bytes(disk.free)} of ${bytes(disk.size)} free</p>
    <div class="progress" role="img" aria-label=${`${used} % of the disk are used`}><span class=${disk.free < disk.reserve * 2 ? 'bad' : 'good'} style=${{ width: `${used}%` }}></span></div>`}
    ${facts([
      ['The store', store.bytes === null ? 'in memory, it goes with the server' : bytes(store.bytes)],
      ['Its folder', store.bytes !== null && html`<code>${store.path}</code>`],
      ['Files of charge points', bytes(filesBytes)],
      ['Left free by uploads', disk && bytes(disk.reserve)],
      ['Writes since the start', number(store.writes)],
      ['Charge points', chargePoints === null ? null : number(chargePoints)],
      ['Live listeners', number(liveListeners)],
      ['Running since', timeTag(startedAt)],
    ])}`);
}

function countersPart(counters) {
  const counted = COUNTERS.filter(([key]) => counters[key] > 0).map(([key, name]) => ({ name, value: counters[key], tone: 'warn' }));
  const repairs = Object.entries(counters.repairs ?? {}).filter(([, count]) => count > 0);
  return section({ title: 'What went wrong since the start', id: 'counters' }, html`
    ${counted.length === 0 && repairs.length === 0 ? html`<p class="empty">Nothing.</p>` : figures(counted)}
    ${repairs.length > 0 && facts(repairs.map(([name, count]) => [`repaired: ${name}`, number(count)]))}`);
}

function refusedPart(refused, more) {
  return section({ title: 'Refused connections', id: 'refused' }, html`
    ${table({
      caption: 'Whose connections were refused lately',
      rows: refused.items,
      key: ({ identity, path }) => identity ?? path,
      stacked: true,
      empty: 'Nobody was refused lately.',
      columns: [
        { title: 'Charge point', cell: ({ identity, registered, path }) => (identity ? html`<a href=${at`/charge-points/${identity}`}>${identity}</a>${!registered && html`<br>${badge('Not registered', 'warn')}`}` : path ? html`<code>${path}</code>` : html`<span class="quiet">nobody: no request came</span>`) },
        { title: 'Why', cell: ({ reason, status }) => html`${reason} ${status > 0 && html`<span class="quiet">(${status})</span>`}` },
        { title: 'How often', number: true, cell: ({ count }) => number(count) },
        { title: 'Last', cell: (one) => timeTag(one.at) },
        { title: 'From', cell: ({ remoteAddress, userAgent }) => html`${remoteAddress}${userAgent && html`<br><span class="quiet">${userAgent}</span>`}` },
        ...(may('operator') ? [{ title: 'What to do', cell: ({ identity, registered }) => (identity && !registered ? html`<button type="button" class="small" aria-label=${`Register ${identity}`} @click=${() => addChargePoint({ id: identity })}>Register it …</button>` : null) }] : []),
      ],
    })}
    ${moreButton(refused, more)}`);
}

function backupPart() {
  return html`<p>The whole state as one file, taken while the server works. It has the store’s secrets: keep it as carefully. The configuration is not in it.</p>
    <p class="actions"><a class="button" href=${address('/backup')} download>Download</a>
    <a class="button" href=${address('/backup', { files: true })} download>With the files of charge points</a></p>
    <details><summary>How to hold it to be whole, and how to restore it</summary>
      <p>A download that breaks off is no backup. Whether a file is whole:</p><p>${copyable('ocpp-central backup verify FILE')}</p>
      <p>On a machine without this state, or with the server stopped: it is laid out in an empty folder, on which a server is then started.</p><p>${copyable('ocpp-central restore FILE --path FOLDER')}</p>
    </details>`;
}
