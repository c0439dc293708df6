// The first day: how a charge point is connected, to whoever has none here yet. The fleet shows it while it is empty.

import { address, at, may, whoami } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { listen } from '../lib/live.js';
import { go } from '../lib/router.js';
import { attempt, copyable, liveMark, pageHead, section } from '../lib/ui.js';
import { addChargePoint } from './fleet/add.js';
import { canSimulate, simulate } from './fleet/simulate.js';

export const title = 'Connect a charge point';

/** Shows the screen. */
export async function show({ main, signal, query }) {
  const [me, simulates] = await Promise.all([whoami(), canSimulate(signal)]);
  const screen = { main, signal, me, simulates, identity: query.identity ?? 'CP1', live: 'live', arrived: [] };
  draw(screen);
  follow(screen);
}

// Whoever connects, or is refused, is seen at once.
function follow(screen) {
  const { signal } = screen;
  listen({ kind: Object.keys(WHAT) }, ({ kind, chargePoint, payload }) => {
    const id = chargePoint || payload.identity;
    if (!id) return;
    screen.arrived = [{ id, kind, text: WHAT[kind](payload) }, ...screen.arrived.filter((one) => one.id !== id)].slice(0, 5);
    draw(screen);
  }, {
    signal,
    state(name) {
      screen.live = name;
      draw(screen);
    },
  });
}

const WHAT = {
  'charge-point.connected': ({ version }) => `is connected with OCPP ${version}`,
  'charge-point.booted': () => 'is connected and has said what it is',
  'charge-point.refused': ({ reason }) => `is not let in: ${reason}`,
};

function draw(screen) {
  const { main, me, simulates, identity, live } = screen;
  const { ocpp, version } = me.server;
  render(main, html`${pageHead({
    title: 'Connect a charge point',
    lead: 'Charge points connect to this server by themselves. Each needs its URL, and a password if it is registered with one.',
    back: { href: '/', text: 'Charge points' },
    actions: liveMark(live),
  })}
  <div class="grid">
    ${ocpp && urlCard(screen, ocpp, identity)}
    ${section({ title: 'In the menu of the charge point', id: 'menu' }, steps(ocpp, identity))}
    ${simulates && section({ title: 'No charge point at hand?', id: 'simulated' }, html`<p>A simulated one runs in this server: it connects, boots, charges and sends meter values as a real one does.</p>
      <p class="actions"><button type="button" class="primary" @click=${(event) => begin(event.currentTarget)}>Start a simulated charge point</button></p>`)}
    ${section({ title: 'Who came', id: 'came' }, came(screen))}
  </div>
  <p class="hint">ocpp-central ${version}. OCPP 1.6, 2.0.1 and 2.1. <a href="/docs">The API</a> does whatever this page does.</p>`);
}

function urlCard(screen, ocpp, identity) {
  const url = ocpp.urls[0] + encodeURIComponent(identity || 'IDENTITY');
  const others = ocpp.urls.slice(1);
  return section({ title: 'The URL', id: 'url' }, html`
    <div class="field"><label for="identity">Identity of the charge point</label>
      <input id="identity" spellcheck="false" autocomplete="off" autocapitalize="off" maxlength="255" .value=${identity} aria-describedby="identity-hint" @input=${(event) => {
        screen.identity = event.target.value.trim();
        draw(screen);
      }}>
      <p class="hint" id="identity-hint">Its name in the URL; often its serial number. Two charge points never have the same.</p></div>
    <p>${copyable(url)}</p>
    <p class="qr"><img src=${address('/qr-code', { text: url })} width="200" height="200" alt=${`QR code of ${url}`}></p>
    ${others.length > 0 && html`<p class="hint">Also: ${others.map((other, index) => html`${index > 0 && ', '}<code>${other}</code>`)}</p>`}
    ${ocpp.thisMachineOnly && html`<p class="note">Only programs on this machine reach the server now. For charge points in the network set <code>ocpp.listen = "0.0.0.0:${ocpp.listen.split(':').pop()}"</code> in the configuration, or <code>OCPP_CENTRAL_OCPP_LISTEN</code>, and start it again.</p>`}
    ${may('operator') && html`<p class="actions"><button type="button" @click=${() => addChargePoint({ id: identity })}>Register it with a password</button></p>`}`);
}

function steps(ocpp, identity) {
  const base = ocpp?.urls[0] ?? 'ws://SERVER:9000/ocpp/';
  return html`<ol class="steps">
    <li>Open the charge point's own settings: its web page, its app for installers or its service menu. What is meant is called <em>OCPP</em>, <em>Backend</em>, <em>Central system</em> or <em>CSMS</em>.</li>
    <li><strong>URL of the central system</strong>: <code>${base}</code>. Most add <code>/</code> and their identity by themselves; where there is one field alone it takes the whole URL with <code>${identity || 'IDENTITY'}</code> at its end.</li>
    <li><strong>Charge point id</strong>, ChargeBoxId or Station id: <code>${identity || 'IDENTITY'}</code>.</li>
    <li><strong>Protocol</strong>: OCPP 1.6 <em>JSON</em>, 2.0.1 or 2.1. SOAP is something else.</li>
    <li><strong>Security profile</strong>: 0 or off without a password; 1 with one (AuthorizationKey, BasicAuthPassword); 2 by <code>wss://</code>${ocpp?.tls ? ', which this server speaks' : ', for which [ocpp.tls] or a proxy has a certificate'}; 3 by <code>wss://</code> with a certificate of its own.</li>
    <li>Save, and start the charge point again. It appears at “Who came” within a minute, also if it is not let in, with the reason.</li>
  </ol>
  ${ocpp && html`<p class="hint">${ocpp.registersUnknown ? 'A charge point that nobody has registered is let in, without a password.' : 'A charge point that nobody has registered is refused: register it first.'}</p>`}`;
}

function came({ arrived }) {
  if (arrived.length === 0) return html`<p class="empty" role="status">Nobody yet. This list is live.</p>`;
  return html`<ul class="arrivals" role="status">${arrived.map(({ id, kind, text }) => html`<li data-key=${id} class=${kind === 'charge-point.refused' ? 'is-bad' : 'is-good'}><a href=${at`/charge-points/${id}`}>${id}</a> ${text}</li>`)}</ul>`;
}

async function begin(button) {
  const id = await attempt(button, simulate);
  if (id) await go(at`/charge-points/${id}`);
}
