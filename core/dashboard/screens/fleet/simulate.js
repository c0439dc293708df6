// Simulated charge points, where the server offers them: `/simulated-charge-points`.

import { get, may, send } from '../../lib/api.js';
import { choices, control, formDialog } from '../../lib/dialogs.js';
import { html } from '../../lib/html.js';

let offered = null;

/** Whether this server can start one, and whoever is logged in may. */
export async function canSimulate(signal) {
  offered ??= await describes(signal);
  return offered && may('operator');
}

async function describes(signal) {
  try {
    const description = await get('/openapi.json', { signal });
    return Boolean(description.paths['/api/v1/simulated-charge-points']?.post);
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    return false;
  }
}

const VERSIONS = ['1.6', '2.0.1', '2.1'].map((version) => ({ value: version, text: `OCPP ${version}` }));

const SCENARIOS = [
  { value: 'busy', text: 'Cars for some seconds each' },
  { value: 'calm', text: 'Cars for some minutes each' },
  { value: 'idle', text: 'Nothing by itself' },
];

const PROFILES = {
  1: 'With a password (security profile 1)',
  2: 'With a password, by TLS (security profile 2)',
  3: 'With a certificate, by TLS (security profile 3)',
};

/** Asks what it is to be and starts one; answers its identity, or nothing. */
export async function simulate() {
  const { securityProfiles: served } = await get('/simulated-charge-points');
  return formDialog({
    title: 'Simulate a charge point',
    lead: 'It runs in this server until that stops, and has the label “simulated”.',
    fields: html`<div class="members">
        ${control({ name: 'version', label: 'What it speaks', options: VERSIONS, value: '1.6' })}
        ${control({ name: 'scenario', label: 'What happens at it', options: SCENARIOS, value: 'busy' })}
      </div>
      ${choices({
        name: 'profile',
        label: 'How it shows who it is',
        value: String(served[0]),
        options: served.map((profile) => ({ value: String(profile), text: PROFILES[profile] ?? `Security profile ${profile}` })),
      })}
      ${missing(served)}`,
    action: 'Start',
    send: begin,
  });
}

// Who wants what is not offered is told what it takes.
function missing(served) {
  const needs = [
    [1, html`1 needs <code>ocpp.listen</code>`],
    [2, html`2 needs <code>[ocpp.tls]</code>`],
    [3, html`3 needs <code>[ocpp.tls]</code> with <code>client_authorities</code>, and <code>certificates.authority</code>`],
  ].filter(([profile]) => !served.includes(profile));
  return needs.length > 0 && html`<p class="note">Not offered as this server is configured: security profile
    ${needs.map(([, text], index) => html`${index > 0 && '; '}${text}`)}.</p>`;
}

async function begin({ version, scenario, profile }) {
  const made = await send('POST', '/simulated-charge-points', { body: { version, scenario, securityProfile: Number(profile) } });
  return made.id;
}
