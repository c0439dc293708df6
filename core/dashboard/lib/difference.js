// Two JSON values beside each other: what of them differs, by pointer, and both as a whole when somebody wants to see it.

import { html } from './html.js';
import { jsonBlock } from './ui.js';

const NOTHING = Symbol('nothing');
const MOST_ROWS = 60;

/** What differs between two values: a list of `{ pointer, before, after }`; a side that has nothing there is undefined. */
export function differences(before, after) {
  const found = [];
  collect(before === undefined ? NOTHING : before, after === undefined ? NOTHING : after, '', found);
  return found.map(({ pointer, one, other }) => ({
    pointer,
    before: one === NOTHING ? undefined : one,
    after: other === NOTHING ? undefined : other,
  }));
}

function collect(one, other, pointer, found) {
  if (one === other) return;
  const bothObjects = isObject(one) && isObject(other) && Array.isArray(one) === Array.isArray(other);
  if (!bothObjects) {
    found.push({ pointer, one, other });
    return;
  }
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    collect(Object.hasOwn(one, name) ? one[name] : NOTHING, Object.hasOwn(other, name) ? other[name] : NOTHING, below, found);
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** A table of what differs; `names` says what the two sides are called. Both as a whole are below it, closed. */
export function differenceView(before, after, { names = ['Before', 'After'], caption = 'What differs' } = {}) {
  if (before === undefined || after === undefined) return oneSide(before, after, names);
  const rows = differences(before, after);
  return html`<div class="difference">
    ${rows.length === 0 ? html`<p class="empty">Nothing differs.</p>` : differenceTable(rows, { names, caption })}
    <details><summary>Both as a whole</summary>
      <div class="sides"><div><h4>${names[0]}</h4>${jsonBlock(before)}</div><div><h4>${names[1]}</h4>${jsonBlock(after)}</div></div>
    </details>
  </div>`;
}

function oneSide(before, after, names) {
  if (before === undefined && after === undefined) return null;
  const [name, value] = before === undefined ? [names[1], after] : [names[0], before];
  return html`<div class="difference"><h4>${name}</h4>${jsonBlock(value)}</div>`;
}

function differenceTable(rows, { names, caption }) {
  const shown = rows.slice(0, MOST_ROWS);
  return html`<div class="table-frame" role="region" aria-label=${caption} tabindex="0"><table class="difference-table">
    <caption class="unseen">${caption}</caption>
    <thead><tr><th scope="col">Where</th><th scope="col">${names[0]}</th><th scope="col">${names[1]}</th></tr></thead>
    <tbody>${shown.map(({ pointer, before, after }) => html`<tr>
      <th scope="row"><code>${pointer || '(all of it)'}</code></th>
      <td class="side-before" data-side=${names[0]}>${valueOf(before)}</td>
      <td class="side-after" data-side=${names[1]}>${valueOf(after)}</td>
    </tr>`)}</tbody>
  </table></div>
  ${rows.length > shown.length && html`<p class="hint">And ${rows.length - shown.length} more.</p>`}`;
}

function valueOf(value) {
  if (value === undefined) return html`<span class="quiet">nothing</span>`;
  return html`<code>${isObject(value) ? JSON.stringify(value, null, 1) : JSON.stringify(value)}</code>`;
}
