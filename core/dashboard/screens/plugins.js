// The plugins, in the order in which they are asked, and how each stands.

import { at, get, may } from '../lib/api.js';
import { number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { go } from '../lib/router.js';
import { badge, emptyState, pageHead, problemBox } from '../lib/ui.js';
import { claims, microseconds, stateBadges, warningsOf } from './plugin/state.js';
import { uploadPlace } from './plugin/upload.js';

export const title = 'Plugins';

const MOST_NAMED = 4;

export async function show({ main, signal }) {
  const load = async () => {
    render(main, page(await get('/plugins', { signal })));
  };
  await load();
  repeat(load, { every: 3_000, signal, failed: (problem) => {
    const place = main.querySelector('.load-problem');
    if (place) render(place, problemBox(problem));
  } });
}

function page({ items: plugins, notRunning }) {
  return html`
    ${pageHead({
      title: 'Plugins',
      lead: 'Each sees a charge point’s call together with the answer that the server, or the plugin before it, proposes, and lets that stand or changes it. They are asked in this order.',
    })}
    <div class="load-problem" aria-live="polite"></div>
    ${may('admin') && uploadPlace({ names: plugins.map(({ name }) => name), done: ({ name }) => go(at`/plugin/${name}`) })}
    ${plugins.length + notRunning.length === 0
      ? emptyState({ title: 'No plugins yet', text: 'Without any, the answers of the server stand as they are.', action: html`<a class="button" href="/docs">The API</a>` })
      : html`<ol class="plugin-list">
        ${plugins.map((plugin, index) => entry(plugin, index))}
        ${notRunning.map((plugin) => absent(plugin))}
      </ol>`}`;
}

const WHY_NOT = {
  missing: { text: 'Not installed', tone: 'warn' },
  compiling: { text: 'Compiling', tone: 'busy' },
  refused: { text: 'Not taken', tone: 'bad' },
};

function absent({ name, order, state, reason }) {
  const { text, tone } = WHY_NOT[state] ?? { text: state, tone: 'warn' };
  return html`<li class="card plugin-entry" data-key=${`absent ${name}`}>
    <div class="plugin-main">
      <div class="plugin-head"><h2>${name}</h2><span class="badges">${badge(text, tone)}${order === null && badge('Not in the configuration', 'warn')}</span></div>
      <p class=${state === 'refused' ? 'plugin-failure' : 'plugin-claims'}>${sentence(reason)}</p>
    </div>
  </li>`;
}

// The name of a plugin stays as it is written.
function sentence(text) {
  return `${text.replace(/^(it|its|versions) /, (word) => `${word[0].toUpperCase()}${word.slice(1)}`)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function entry(plugin, index) {
  const { name, version, manifest, lastFailure } = plugin;
  // The plugin's own figures are those of all its versions.
  const done = plugin.versions.find(({ digest }) => digest === plugin.digest) ?? plugin;
  return html`<li class="card plugin-entry" data-key=${name}>
    <span class="plugin-order" aria-hidden="true">${index + 1}</span>
    <div class="plugin-main">
      <div class="plugin-head"><h2><a href=${at`/plugin/${name}`}>${name}</a></h2><span class="quiet">${version}</span> ${stateBadges(plugin)}</div>
      <p class="plugin-claims">${seen(manifest)}</p>
      ${warningsOf(plugin)}
      ${lastFailure && html`<p class="plugin-failure">${failedVersion(plugin)} ${timeTag(lastFailure.at)} on ${lastFailure.action}: ${lastFailure.cause} <a href=${`${at`/plugin/${name}`}?tab=failures`}>All failures<span class="unseen"> of ${name}</span></a></p>`}
    </div>
    <dl class="plugin-figures">
      ${figure('Calls', number(done.calls))} ${figure('Mean time', done.calls > 0 ? microseconds(done.meanUs) : '–')} ${figure('Failures', number(done.failures))}
    </dl>
  </li>`;
}

// The failures that are kept are those of all versions.
function failedVersion({ digest, versions, lastFailure }) {
  if (lastFailure.digest === digest) return 'Failed';
  const version = versions.find((one) => one.digest === lastFailure.digest)?.version;
  return version ? `Version ${version} failed` : 'An earlier version failed';
}

function figure(name, value) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function seen(manifest) {
  const parts = claims(manifest).map(({ versions, actions }) => html`<span><strong>${versions}</strong> ${some(actions)}</span>`);
  if (manifest.events?.length > 0) parts.push(html`<span><strong>Events</strong> ${some(manifest.events)}</span>`);
  if (manifest.schedules?.length > 0) parts.push(html`<span><strong>Timer</strong> ${manifest.schedules.map(({ name }) => name).join(', ')}</span>`);
  return parts.length > 0 ? parts : 'It asks for no calls and no events.';
}

// The page of the plugin names all.
function some(names) {
  return names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} more`;
}
