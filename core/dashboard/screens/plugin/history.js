// What was done to a plugin, the newest first.

import { Pages } from '../../lib/api.js';
import { differenceView } from '../../lib/difference.js';
import { timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { attempt, moreButton } from '../../lib/ui.js';
import { digestTag } from './state.js';

const WORDS = {
  install: 'Installed and made active',
  upload: 'Uploaded and kept',
  activate: 'Activated',
  rollback: 'Rolled back',
  shadow: 'Tried as a shadow',
  canary: 'Tried as a canary',
  'end-trial': 'The trial ended',
  settings: 'Settings changed',
  record: 'Recording began',
  'end-record': 'Recording ended',
  remove: 'Removed',
};

export async function history({ place, path, signal }) {
  const pages = await new Pages(`${path}/history`, { query: { limit: 50 }, signal }).more();
  function draw() {
    render(place, pages.items.length === 0
      ? html`<p class="empty">Nothing was done to it yet.</p>`
      : html`<ol class="history-list">${pages.items.map((one) => html`<li data-key=${`${one.at} ${one.what}`}>${entry(one)}</li>`)}</ol>
        ${moreButton(pages, (event) => attempt(event.currentTarget, async () => {
          await pages.more();
          draw();
        }))}`);
  }
  draw();
}

function entry({ at: time, what, from, to, version, settings, source, why }) {
  return html`<p><strong>${WORDS[what] ?? what}</strong> <span class="quiet">${timeTag(time)}${source && `, ${source === 'api' ? 'over the API' : 'from the folder'}`}</span></p>
    <p>${changed({ from, to, version })}${why && html` <span class="quiet">${why === 'operator' ? 'by an operator' : why}</span>`}</p>
    ${settings && html`<details><summary>What changed</summary>${settingsChange(settings)}</details>`}`;
}

function settingsChange({ from, to }) {
  const ofFile = html`<p class="quiet">those of the configuration</p>`;
  return html`${!from && html`<h4>Before</h4>${ofFile}`}${differenceView(from ?? undefined, to ?? undefined)}${!to && html`<h4>After</h4>${ofFile}`}`;
}

// The version that it was about, or which one followed which.
function changed({ from, to, version }) {
  if (version) return named(version);
  if (from && to && from.digest === to.digest) return named(to);
  return html`${named(from)}${from && to && ' → '}${named(to)}`;
}

function named(version) {
  return version ? html`${version.version} ${digestTag(version.digest)}` : null;
}
