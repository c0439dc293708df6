// What a plugin failed on, with the lines of its author's source.

import { at } from '../../lib/api.js';
import { timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { jsonBlock } from '../../lib/ui.js';
import { digestTag } from './state.js';

export function failures({ place }) {
  return ({ name, lastFailures, failures: total, digest }) => render(place, lastFailures.length === 0
    ? html`<p class="empty">${total > 0 ? 'None is kept any more.' : 'It has not failed since the server started.'}</p>`
    : html`<p class="lead list-title">The last ${lastFailures.length}, the newest first. Where it fails, <code>on_failure</code> of its configuration decides what is answered.</p>
      <ul class="failure-list">${lastFailures.map((failure, index) => html`<li class="card" data-key=${`${failure.at} ${failure.messageId}`}>${entry(failure, { name, digest, isOpen: index === 0 })}</li>`)}</ul>`);
}

function entry(failure, { name, digest, isOpen }) {
  const { cause, stderr, traceback } = failure;
  return html`<h2>${failure.action}${failure.ocppVersion && ` · OCPP ${failure.ocppVersion}`}</h2>
    <p class="quiet">${timeTag(failure.at)}${failure.chargePoint && html` · <a href=${at`/charge-points/${failure.chargePoint}`}>${failure.chargePoint}</a>`}${failure.messageId && html` · <code>${failure.messageId}</code>`} · version ${digestTag(failure.digest)}${failure.digest !== digest && ', not the active one'}</p>
    <p class="failure-cause">${cause}</p>
    ${stderr?.trim() && html`<pre class="json" tabindex="0">${stderr.trim()}</pre>`}
    ${traceback?.length > 0 && tracebackPart(traceback, { name, isOpen })}
    <details><summary>What it was asked</summary>
      <div class="sides">
        <div><h3>The request</h3>${jsonBlock(laidOut(failure.payload))}</div>
        <div><h3>The proposed response</h3>${jsonBlock(laidOut(failure.proposed))}</div>
      </div>
    </details>`;
}

function tracebackPart(traceback, { name, isOpen }) {
  const lines = traceback.map((line) => readable(line));
  const own = lines.filter((line) => isOfAuthor(line, name));
  return html`${own.length > 0 && html`<h3>In the author’s source</h3><ol class="traceback">${own.map((line) => html`<li><code>${line}</code></li>`)}</ol>`}
    <details ?open=${isOpen && own.length === 0}><summary>All ${lines.length} functions, the innermost first</summary>
      <ol class="traceback">${lines.map((line) => html`<li class=${isOfAuthor(line, name) ? 'own' : null}><code>${line}</code></li>`)}</ol>
    </details>`;
}

// Without what compilers add to names.
function readable(line) {
  return line.replace(/^[^!\s]*\.wasm!/, '').replace(/::h[0-9a-f]{16}/g, '').replace(/\[[0-9a-f]{12,16}\]/g, '');
}

// A function of the plugin's own crate, or a line of a file that is neither the language's nor a library's.
function isOfAuthor(line, name) {
  if (line.startsWith(`${name.replaceAll('-', '_')}::`)) return true;
  return /\.[a-z]+:\d+/.test(line) && !/(\/rustc\/|\.cargo\/|\/library\/|site-packages|node_modules|lib\/python|wit-bindgen|plugin[-_]sdk)/.test(line);
}

function laidOut(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text || 'nothing';
  }
}
