// The pieces that screens are made of. Each is a function that answers a fragment; looks are in app.css.

import { html, render } from './html.js';
import { number } from './format.js';

/** The head of a page: its title, a line below it, where it belongs, and what can be done (buttons, links). */
export function pageHead({ title, lead, back, actions }) {
  return html`<header class="page-head">
    ${back && html`<p class="back"><a href=${back.href}>← ${back.text}</a></p>`}
    <div class="page-title">
      <h1 tabindex="-1">${title}</h1>
      ${actions && html`<div class="actions">${actions}</div>`}
    </div>
    ${lead && html`<p class="lead">${lead}</p>`}
  </header>`;
}

/** A part of a page with its heading; `id` lets links go to it. */
export function section({ title, id, actions, wide }, content) {
  return html`<section class=${wide ? 'card wide' : 'card'} id=${id} aria-labelledby=${id && `${id}-title`}>
    <div class="section-head">
      <h2 id=${id && `${id}-title`}>${title}</h2>
      ${actions && html`<div class="actions">${actions}</div>`}
    </div>
    ${content}
  </section>`;
}

/**
 * A table. `columns`: `{ title, cell(row), number, hidden }`: `number` puts figures under each other, `hidden` says
 * on which width a column may go (`phone`). `key(row)` keeps rows apart, `href(row)` makes the first column a link.
 * `stacked`: on a phone each row becomes a list of its cells with their titles, for tables with many columns.
 */
export function table({ caption, columns, rows, key, href, stacked = false, empty = 'Nothing here.' }) {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="table-frame" role="region" aria-label=${caption} tabindex="0">
    <table class=${stacked && 'stacked'}>
      <caption class="unseen">${caption}</caption>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col" class=${classOf(column)}>${column.title}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr data-key=${key?.(row)}>${columns.map((column, index) => cell(column, row, index, href))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function cell(column, row, index, href) {
  const content = column.cell(row);
  if (index > 0) return html`<td class=${classOf(column)} data-title=${column.title}>${content}</td>`;
  return html`<th scope="row" class=${classOf(column)}>${href ? html`<a href=${href(row)}>${content}</a>` : content}</th>`;
}

function classOf({ number: isNumber, hidden }) {
  return [isNumber && 'number', hidden && `not-on-${hidden}`].filter(Boolean).join(' ') || null;
}

/** The button below a list that has more pages (`Pages` of api.js). */
export function moreButton(pages, onMore) {
  return pages.next ? html`<p class="more"><button type="button" @click=${onMore}>Show more</button></p>` : null;
}

const TONES = ['good', 'busy', 'warn', 'bad', 'quiet'];

/** A word with a colour and a sign, so that it is not told by its colour alone. */
export function badge(text, tone = 'quiet') {
  return html`<span class=${`badge ${TONES.includes(tone) ? tone : 'quiet'}`}>${text}</span>`;
}

const CONNECTOR_TONES = {
  Available: 'good',
  Preparing: 'busy',
  Charging: 'busy',
  Occupied: 'busy',
  SuspendedEV: 'busy',
  SuspendedEVSE: 'warn',
  Finishing: 'busy',
  Reserved: 'warn',
  Unavailable: 'warn',
  Faulted: 'bad',
};

/** The state of a connector, as the station says it. */
export function connectorBadge(status) {
  return badge(status ?? 'unknown', CONNECTOR_TONES[status]);
}

/** Whether a station is there. */
export function connectedBadge(isConnected) {
  return isConnected ? badge('Connected', 'good') : badge('Offline', 'bad');
}

/** Facts: a list of `[name, value]`; what has no value is left away. */
export function facts(entries) {
  const known = entries.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
  return html`<dl class="facts">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Figures that stand out: a list of `{ name, value, href, tone }`. */
export function figures(entries) {
  return html`<ul class="figures">
    ${entries.map(({ name, value, href, tone }) => {
      const content = html`<strong>${typeof value === 'number' ? number(value) : value}</strong> <span>${name}</span>`;
      return html`<li class=${tone} data-key=${name}>${href ? html`<a href=${href}>${content}</a>` : content}</li>`;
    })}
  </ul>`;
}

/** A list that is empty, with what to do. */
export function emptyState({ title, text, action }) {
  return html`<div class="empty-state"><h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** A problem of the API as it is told to people: what, why, and what each member was wrong about. */
export function problemBox(problem) {
  const errors = problem.document?.errors ?? [];
  return html`<div class="problem" role="alert">
    <strong>${problem.title ?? 'Not done'}</strong>
    <p>${problem.detail || problem.message}</p>
    ${errors.length > 0 && html`<ul>${errors.map((error) => html`<li>${placeOf(error)}${error.detail ?? error.problem ?? error.message ?? JSON.stringify(error)}</li>`)}</ul>`}
  </div>`;
}

// Where something is wrong: in a body, or in a table.
function placeOf({ pointer, line }) {
  if (pointer) return html`<code>${pointer}</code> `;
  return line ? `Line ${line}: ` : null;
}

/** A short message that goes by itself; screen readers read it. */
export function toast(text, tone = 'good') {
  const item = html`<p class=${`toast ${tone}`}>${text} <button type="button" class="close" aria-label="Close" @click=${(event) => event.target.closest('.toast').remove()}>×</button></p>`.firstElementChild;
  document.getElementById('toasts').append(item);
  if (tone !== 'bad') setTimeout(() => item.remove(), 6_000);
}

/** Does something that may be refused: while it runs the button is busy, a refusal becomes a message. Answers what came. */
export async function attempt(button, work, { done } = {}) {
  atWork(button, true);
  try {
    const answer = await work();
    if (done) toast(typeof done === 'function' ? done(answer) : done);
    return answer;
  } catch (problem) {
    if (problem.name !== 'AbortError') toast(`${problem.title ?? 'Not done'}: ${problem.detail || problem.message}`, 'bad');
    return undefined;
  } finally {
    atWork(button, false);
    // A button that cannot be pressed loses the focus: whoever works by keyboard gets it back.
    if (button?.isConnected && document.activeElement === document.body) button.focus();
  }
}

function atWork(button, isAtWork) {
  if (!button) return;
  button.toggleAttribute('disabled', isAtWork);
  button.isAtWork = isAtWork;
  if (isAtWork) button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
}

/**
 * A dialog: `content(close)` answers what is in it, `close(value)` ends it. Answers the value, or undefined when it was
 * left (Escape, the button with the cross). Focus goes in, and back to where it was.
 */
export function dialog(title, content) {
  const { promise, resolve } = Promise.withResolvers?.() ?? resolvers();
  const before = document.activeElement;
  let answer;
  const close = (value) => {
    answer = value;
    node.close();
  };
  const node = html`<dialog aria-labelledby="dialog-title" @close=${() => {
    node.remove();
    before?.focus?.();
    resolve(answer);
  }}>
    <div class="section-head">
      <h2 id="dialog-title">${title}</h2>
      <button type="button" class="close" aria-label="Close" @click=${() => close()}>×</button>
    </div>
    <div class="dialog-body"></div>
  </dialog>`.firstElementChild;
  document.body.append(node);
  render(node.querySelector('.dialog-body'), content(close));
  node.showModal();
  return promise;
}

function resolvers() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

/** Asks before something that cannot be taken back. Answers whether it shall be done. */
export async function confirm({ title, text, action, danger = true }) {
  const answer = await dialog(title, (close) => html`<p>${text}</p>
    <div class="actions">
      <button type="button" class=${danger ? 'danger' : 'primary'} @click=${() => close(true)}>${action}</button>
      <button type="button" @click=${() => close(false)}>Cancel</button>
    </div>`);
  return answer === true;
}

/**
 * A dialog that is a form: `body` is what is filled in, `work(elements)` does what it is for. While it is refused the form
 * stays, with the reason. Answers what `work` answered, or undefined when it was left.
 */
export function formDialog(title, { body, action, danger = false, work }) {
  return dialog(title, (close) => html`<form @submit=${(event) => submitted(event, { close, work })}>
    ${body}
    <div class="refusal"></div>
    <div class="actions"><button class=${danger ? 'danger' : 'primary'}>${action}</button> <button type="button" @click=${() => close()}>Cancel</button></div>
  </form>`);
}

async function submitted(event, { close, work }) {
  event.preventDefault();
  const form = event.target;
  const [button, refusal] = [form.querySelector('.actions button'), form.querySelector('.refusal')];
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    close(await work(form.elements));
  } catch (problem) {
    if (problem.name !== 'AbortError') render(refusal, problemBox(problem));
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}

/** A text with a button that copies it: an address, a password that is shown once. */
export function copyable(text) {
  return html`<span class="copyable"><code>${text}</code> <button type="button" class="small" @click=${async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
      button.textContent = 'Selected: copy it';
    }
  }}>Copy</button></span>`;
}

/** JSON, laid out. */
export function jsonBlock(value) {
  return html`<pre class="json" tabindex="0">${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>`;
}

/** Parts of a page that are shown one at a time, as links with `?tab=`: `{ name, title }`. */
export function tabs(entries, current, path) {
  return html`<nav class="tabs" aria-label="Parts of this page">
    ${entries.map(({ name, title }) => html`<a href=${`${path}?tab=${encodeURIComponent(name)}`} aria-current=${name === current ? 'page' : null}>${title}</a>`)}
  </nav>`;
}

/** The line that says whether what is shown is live. */
export function liveMark(state) {
  return state === 'lost'
    ? html`<span class="live lost" role="status">Live events are lost, it is tried again</span>`
    : html`<span class="live" role="status">Live</span>`;
}
