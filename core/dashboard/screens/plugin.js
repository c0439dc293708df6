// One plugin: what is active, what is tried, what it reads, what it failed on, what was done to it.

import { at, get, may, send } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { go } from '../lib/router.js';
import { attempt, confirm, pageHead, problemBox, tabs } from '../lib/ui.js';
import { failures } from './plugin/failures.js';
import { history } from './plugin/history.js';
import { overview } from './plugin/overview.js';
import { recording } from './plugin/recording.js';
import { eventsSetAside } from './plugin/set-aside.js';
import { settings } from './plugin/settings.js';
import { stateBadges, warningsOf } from './plugin/state.js';

export const title = 'Plugin';

// Each part is begun once with its place, and answers what is to be done when the plugin is known anew.
const PARTS = { overview, settings, failures, events: eventsSetAside, recording, history };

export async function show({ main, params, query, signal }) {
  const { name } = params;
  const path = at`/plugins/${name}`;
  const current = Object.hasOwn(PARTS, query.tab ?? '') ? query.tab : 'overview';
  let plugin = await get(path, { signal });
  render(main, html`<div class="plugin-top"></div><div class="load-problem" aria-live="polite"></div><div class="plugin-part"></div>`);
  const reload = async () => {
    plugin = await get(path, { signal });
    draw();
  };
  const part = await PARTS[current]({ place: main.querySelector('.plugin-part'), name, path, plugin, signal, reload });
  function draw() {
    render(main.querySelector('.plugin-top'), top(plugin, { path, current }));
    render(main.querySelector('.load-problem'), null);
    part?.(plugin);
  }
  draw();
  repeat(reload, { every: 2_000, signal, failed: (problem) => render(main.querySelector('.load-problem'), problemBox(problem)) });
}

function top(plugin, { path, current }) {
  const { name, version } = plugin;
  const entries = [
    { name: 'overview', title: 'Versions' },
    may('admin') && { name: 'settings', title: 'Settings' },
    { name: 'failures', title: counted('Failures', plugin.lastFailures.length) },
    { name: 'events', title: counted('Events set aside', plugin.eventsSetAside) },
    may('admin') && { name: 'recording', title: 'Recording' },
    { name: 'history', title: 'History' },
  ].filter(Boolean);
  return html`${pageHead({
    title: name,
    lead: html`<span class="quiet">Version ${version}</span> ${stateBadges(plugin)}`,
    back: { href: '/plugins', text: 'Plugins' },
    actions: may('admin') && html`<button type="button" class="danger small" @click=${(event) => remove(event.currentTarget, { name, path })}>Remove</button>`,
  })}
  ${warningsOf(plugin)}
  ${tabs(entries, current, at`/plugin/${name}`)}`;
}

function counted(text, count) {
  return count > 0 ? `${text} (${count})` : text;
}

async function remove(button, { name, path }) {
  const isMeant = await confirm({
    title: `Remove ${name}?`,
    text: 'All its versions go, with what it keeps and with its settings that were set here. The charge points are answered without it at once.',
    action: 'Remove it',
  });
  if (!isMeant) return;
  const isDone = await attempt(button, async () => {
    await send('DELETE', path);
    return true;
  }, { done: `${name} is removed` });
  if (isDone) go('/plugins');
}
