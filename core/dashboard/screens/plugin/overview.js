// What is active, which versions are kept, which one is tried and how it differs, and what the plugin may do.

import { may } from '../../lib/api.js';
import { bytes, count, duration, number, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { badge, facts, figures, section, table } from '../../lib/ui.js';
import { activate, askCanary, endTrial, rollback, shadow } from './rollout.js';
import { canaryShare, claims, digestTag, microseconds, shortDigest } from './state.js';
import { trialPart } from './trial.js';
import { uploadPlace } from './upload.js';

export function overview({ place, name, path, reload }) {
  // What was opened or chosen in the trial stays, whatever is told anew.
  return (plugin) => render(place, html`
    ${figuresOf(plugin)}
    ${plugin.trial && section({ title: 'On trial', id: 'trial', actions: trialActions(plugin, { path, reload }) }, trialPart(plugin))}
    ${section({ title: 'Versions', id: 'versions', actions: may('admin') && rollbackAction(plugin, { path, reload }) }, html`
      ${versionTable(plugin, { path, reload })}
      ${may('admin') && uploadPlace({ name, done: reload })}`)}
    <div class="grid">
      ${section({ title: 'What it asks to see', id: 'claims' }, claimFacts(plugin.manifest))}
      ${section({ title: 'What it may use', id: 'grants' }, grantFacts(plugin))}
      ${section({ title: 'Its limits', id: 'limits' }, limitFacts(plugin))}
    </div>`);
}

function figuresOf(plugin) {
  const shown = [
    { name: 'calls', value: plugin.calls },
    { name: 'mean time', value: plugin.calls > 0 ? microseconds(plugin.meanUs) : '–' },
    { name: 'failures', value: plugin.failures, tone: plugin.failures > 0 ? 'bad' : null },
    { name: 'calls not made', value: plugin.skipped, tone: plugin.skipped > 0 ? 'warn' : null },
    { name: 'events waiting', value: plugin.eventsWaiting, tone: plugin.eventsWaiting > 100 ? 'warn' : null },
    { name: 'kept by it', value: bytes(plugin.stateBytes) },
  ];
  return html`${figures(shown)}<p class="hint figures-note">Since the server started, all versions together.${plugin.eventsDropped > 0 && ` ${number(plugin.eventsDropped)} events were dropped, because too many waited.`}</p>`;
}

function roleOf(version, plugin) {
  if (version.digest === plugin.digest) return badge('Active', 'good');
  if (plugin.trial?.digest === version.digest) {
    const { mode } = plugin.trial;
    return mode.mode === 'shadow' ? badge('Shadow', 'busy') : badge(`Canary, ${canaryShare(mode)}`, 'busy');
  }
  return badge(version.rollbackTarget ? 'Kept, active before' : 'Kept');
}

function versionTable(plugin, act) {
  return table({
    caption: 'Versions that are kept',
    stacked: true,
    rows: plugin.versions,
    key: (version) => version.digest,
    columns: [
      { title: 'Version', cell: (version) => html`${version.version} ${digestTag(version.digest)}` },
      { title: 'State', cell: (version) => roleOf(version, plugin) },
      { title: 'Came', cell: (version) => html`${timeTag(version.installedAt)} <span class="quiet">${version.source === 'api' ? 'uploaded' : 'from the folder'}, ${bytes(version.size)}</span>` },
      { title: 'Calls', number: true, cell: (version) => number(version.calls) },
      { title: 'Mean', number: true, cell: (version) => (version.calls > 0 ? microseconds(version.meanUs) : '–') },
      { title: 'Failures', number: true, cell: (version) => number(version.failures) },
      ...(may('admin') ? [{ title: 'What to do', cell: (version) => versionActions(version, plugin, act) }] : []),
    ],
  });
}

function versionActions(version, plugin, act) {
  if (version.digest === plugin.digest) return null;
  const isTried = plugin.trial?.digest === version.digest;
  const label = (what) => `${what} ${version.version}, ${shortDigest(version.digest)}`;
  return html`<div class="actions">
    <button type="button" class="small" aria-label=${label('Activate')} @click=${(event) => activate(event.currentTarget, version, act)}>Activate</button>
    ${!isTried && html`<button type="button" class="small" aria-label=${label('Shadow')} @click=${(event) => shadow(event.currentTarget, version, act)}>Shadow</button>
    <button type="button" class="small" aria-label=${label('Canary')} @click=${() => askCanary(version, act)}>Canary …</button>`}
  </div>`;
}

function trialActions(plugin, act) {
  if (!may('admin')) return null;
  const version = { digest: plugin.trial.digest, version: plugin.trial.version };
  return html`<button type="button" class="primary small" @click=${(event) => activate(event.currentTarget, version, act)}>Promote it</button>
    <button type="button" class="small" @click=${() => askCanary(version, act, plugin.trial.mode)}>${plugin.trial.mode.mode === 'canary' ? 'Change its share …' : 'Canary …'}</button>
    <button type="button" class="small" @click=${(event) => endTrial(event.currentTarget, act)}>End the trial</button>`;
}

function rollbackAction(plugin, act) {
  const target = plugin.versions.find((version) => version.rollbackTarget);
  if (!target) return null;
  return html`<button type="button" class="small" @click=${(event) => rollback(event.currentTarget, target, act)}>Roll back to ${target.version} ${digestTag(target.digest)}</button>`;
}

function claimFacts(manifest) {
  return facts([
    ...claims(manifest).map(({ versions, actions }) => [`OCPP ${versions}`, actions.join(', ')]),
    ['Events', manifest.events?.join(', ')],
    ['Timer', manifest.schedules?.map((one) => `${one.name} every ${one.everySeconds} s`).join(', ')],
    ['Its own paths', manifest.exports?.includes('http') && html`below <code>/plugins/${manifest.name}</code>`],
    ['Built with', manifest.sdk],
    ['Contract', manifest.contract],
  ]);
}

function grantFacts({ manifest, order, ...plugin }) {
  const { grants, allowHttp, denials, name } = plugin;
  const wanted = manifest.capabilities ?? [];
  const lacking = wanted.filter((one) => (one === 'http' ? allowHttp.length === 0 : !grants.includes(one)));
  return html`${facts([
    ['Granted', grants.length > 0 ? grants.join(', ') : 'settings and log alone'],
    ['HTTP requests to', allowHttp.length > 0 ? allowHttp.join(', ') : 'nobody'],
    ['Asked for, not granted', lacking.length > 0 && badge(lacking.join(', '), 'warn')],
    ['When it fails', failureWords(plugin)],
    ['Instances', plugin.instances === 'warm' ? 'used again (warm)' : 'fresh for each call'],
    ['A fresh one takes', microseconds(plugin.freshInstanceUs)],
    ['Inputs it trapped on twice', plugin.setAside > 0 ? `${number(plugin.setAside)}, not asked again` : null],
  ])}
  ${order === null
    ? html`<p class="hint">The configuration has no <code>[[plugin]]</code> named <code>${name}</code>: these are the defaults.</p>`
    : html`<p class="hint">By <code>grants</code>, <code>allow_http</code> and <code>on_failure</code> of its <code>[[plugin]]</code> in the configuration.</p>`}
  ${denials > 0 && html`<p class="note">It was refused what it is not granted: ${count(denials, 'time')} since the server started.</p>`}`;
}

const RULES = { keep: 'the proposal stands', refuse: 'it is refused' };

function failureWords({ onFailure }) {
  const named = Object.entries(onFailure).filter(([action]) => action !== '*').map(([action, rule]) => `${action}: ${RULES[rule] ?? rule}`);
  const rest = RULES[onFailure['*']] ?? 'authorizations are refused, other proposals stand';
  return named.length > 0 ? `${named.join('; ')}; else ${rest}` : rest;
}

function limitFacts({ limits, stateBytes, eventsWaiting }) {
  return facts([
    ['A call', `${number(limits.deadlineMs)} ms of processor time`],
    ['A call that may wait', duration(limits.longDeadlineMs / 1_000)],
    ['Memory of an instance', bytes(limits.memoryBytes)],
    ['What it keeps', `${bytes(stateBytes)} of ${bytes(limits.stateBytes)}`],
    ['Events that may wait', `${number(eventsWaiting)} of ${number(limits.eventsWaiting)}`],
    ['Tries of an event', `${count(limits.eventTries, 'time')}; ${duration(limits.eventPatienceSeconds)} while another server is away`],
    ['Lines in the log', `${number(limits.logLinesPerSecond)} each second`],
  ]);
}
