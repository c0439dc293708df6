// The plugins, in the order in which they are asked, and how each stands.

import { at, get, may } from '../lib/api.js';
import { number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { go } from '../lib/router.js';
import { emptyState, pageHead, problemBox } from '../lib/ui.js';
import { claims, microseconds, stateBadges } from './plugin/state.js';
import { uploadPlace } from './plugin/upload.js';

export const title = 'Plugins';

const MOST_NAMED = 4;

export async function show({ main, signal }) {
  const load = async () => {
    const [{ items }, readiness] = await Promise.all([get('/plugins', { signal }), readyz(signal)]);
    render(main, page(items, readiness.pluginsNotReady ?? []));
  };
  await load();
  repeat(load, { every: 3_000, signal, failed: (problem) => {
    const place = main.querySelector('.load-problem');
    if (place) render(place, problemBox(problem));
  } });
}

// Which plugins are being compiled; not a path of the API, and told also when the server is not ready.
async function readyz(signal) {
  const answer = await fetch('/readyz', { signal, cache: 'no-store' });
  return answer.json().catch(() => ({}));
}

function page(plugins, notReady) {
  const installed = new Set(plugins.map(({ name }) => name));
  const coming = notReady.filter((name) => !installed.has(name));
  return html`
    ${pageHead({
      title: 'Plugins',
      lead: 'Each sees a charge point’s call together with the answer that the server, or the plugin before it, proposes, and lets that stand or changes it. They are asked in this order.',
    })}
    <div class="load-problem" aria-live="polite"></div>
    ${may('admin') && uploadPlace({ names: plugins.map(({ name }) => name), done: ({ name }) => go(at`/plugin/${name}`) })}
    ${plugins.length + coming.length === 0
      ? emptyState({ title: 'No plugins yet', text: 'Without any, the answers of the server stand as they are.', action: html`<a class="button" href="/docs">The API</a>` })
      : html`<ol class="plugin-list">
        ${plugins.map((plugin, index) => entry(plugin, index, notReady))}
        ${coming.map((name) => html`<li class="card plugin-entry" data-key=${name}><div class="plugin-head"><h2>${name}</h2>${stateBadges({ name, enabled: true, order: 0, failures: 0, eventsSetAside: 0, denials: 0 }, notReady)}</div>
          <p class="lead">Until it is ready, what it decides is answered by its <code>on_failure</code>.</p></li>`)}
      </ol>`}`;
}

function entry(plugin, index, notReady) {
  const { name, version, manifest, lastFailures } = plugin;
  return html`<li class="card plugin-entry" data-key=${name}>
    <span class="plugin-order" aria-hidden="true">${index + 1}</span>
    <div class="plugin-main">
      <div class="plugin-head"><h2><a href=${at`/plugin/${name}`}>${name}</a></h2><span class="quiet">${version}</span> ${stateBadges(plugin, notReady)}</div>
      <p class="plugin-claims">${seen(manifest)}</p>
      ${lastFailures.length > 0 && html`<p class="plugin-failure">Failed ${timeTag(lastFailures[0].at)} on ${lastFailures[0].action}: ${lastFailures[0].cause} <a href=${`${at`/plugin/${name}`}?tab=failures`}>All failures<span class="unseen"> of ${name}</span></a></p>`}
    </div>
    <dl class="plugin-figures">
      ${figure('Calls', number(plugin.calls))} ${figure('Mean time', plugin.calls > 0 ? microseconds(plugin.meanUs) : '–')} ${figure('Failures', number(plugin.failures))}
    </dl>
  </li>`;
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
