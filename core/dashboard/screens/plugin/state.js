// How a plugin stands, in the words that the list and its own page share.

import { count, number, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge } from '../../lib/ui.js';

/** A digest as people compare it, and as the API takes it. */
export function shortDigest(digest) {
  return digest?.slice(0, 8) ?? '';
}

/** A digest beside a version. */
export function digestTag(digest) {
  return html`<code class="digest" title=${digest}>${shortDigest(digest)}</code>`;
}

/** Two versions by their authors' names, with digests where these are the same. */
export function namesOf(one, other) {
  const isSame = one.version === other.version;
  return [one, other].map(({ version, digest }) => (isSame ? `${version} (${shortDigest(digest)})` : version));
}

/** A time of microseconds. */
export function microseconds(value) {
  if (value === null || value === undefined) return '–';
  if (value < 1_000) return `${number(value, 1)} µs`;
  return `${number(value / 1_000, 2)} ms`;
}

/** A plugin's states, the worst first, as `{ text, tone }`. */
export function statesOf(plugin) {
  const states = [];
  if (!plugin.enabled) states.push({ text: 'Switched off', tone: 'quiet' });
  else if (plugin.breakerOpen) states.push({ text: 'Failing, not asked for a while', tone: 'bad' });
  else states.push({ text: 'Ready', tone: 'good' });
  // The plugin's own figures are those of all its versions.
  const { failures } = plugin.versions?.find(({ digest }) => digest === plugin.digest) ?? plugin;
  if (failures > 0) states.push({ text: count(failures, 'failure'), tone: 'warn' });
  if (plugin.warnings?.length > 0 || plugin.refusedFile) states.push({ text: 'Not as configured', tone: 'bad' });
  if (plugin.eventsSetAside > 0) states.push({ text: `${count(plugin.eventsSetAside, 'event')} set aside`, tone: 'warn' });
  if (plugin.denials > 0) states.push({ text: 'Uses what it was not granted', tone: 'warn' });
  if (plugin.order === null || plugin.order === undefined) states.push({ text: 'Not in the configuration', tone: 'warn' });
  if (plugin.trial) states.push(trialState(plugin.trial));
  return states;
}

function trialState({ mode, version }) {
  if (mode.mode === 'shadow') return { text: `Shadow ${version}`, tone: 'busy' };
  return { text: `Canary ${version}, ${canaryShare(mode)}`, tone: 'busy' };
}

/** For whom a canary decides. */
export function canaryShare({ percent, chargePoints = [] }) {
  const named = chargePoints.length > 0 ? `${percent > 0 ? ' and ' : ''}${chargePoints.length} named` : '';
  return `${percent > 0 || !named ? `${percent} %` : ''}${named}`;
}

export function stateBadges(plugin) {
  return html`<span class="badges">${statesOf(plugin).map(({ text, tone }) => badge(text, tone))}</span>`;
}

/** What its operator should know: settings that it refuses, no section, a file of the folder that was not taken. */
export function warningsOf({ warnings = [], refusedFile }) {
  return html`${warnings.map((text) => html`<p class="plugin-failure">${text[0].toUpperCase()}${text.slice(1)}.</p>`)}
    ${refusedFile && html`<p class="plugin-failure">Its file in the plugin folder was not taken ${timeTag(refusedFile.at)}: ${refusedFile.reason}</p>`}`;
}

/** What a plugin wants to see: the actions of each version, in a line each. */
export function claims(manifest) {
  const versions = Object.entries(manifest.actions).filter(([, actions]) => actions.length > 0);
  const sameForAll = versions.length > 1 && versions.every(([, actions]) => actions.join() === versions[0][1].join());
  if (sameForAll) return [{ versions: versions.map(([version]) => version).join(', '), actions: versions[0][1] }];
  return versions.map(([version, actions]) => ({ versions: version, actions }));
}
