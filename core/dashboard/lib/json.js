// JSON as people read it: laid out, with places in it marked by their JSON pointers, each with a word that says why.

import { html } from './html.js';

/**
 * `value`, laid out. `marks`: a list of `{ pointer, text, tone }`; one whose place is not there (a member that is missing)
 * marks what it would stand in.
 */
export function markedJson(value, marks = []) {
  const lines = [];
  write(value, { pointer: '', depth: 0, before: '', after: '' }, lines);
  const places = new Set(lines.map((line) => line.pointer));
  const byPlace = new Map();
  for (const mark of marks) {
    let place = mark.pointer ?? '';
    while (place && !places.has(place)) place = place.slice(0, place.lastIndexOf('/'));
    byPlace.set(place, [...(byPlace.get(place) ?? []), mark]);
  }
  return html`<pre class="json" tabindex="0">${lines.map((line) => {
    const found = line.isFirst ? byPlace.get(line.pointer) : undefined;
    if (!found) return `${line.text}\n`;
    return html`<mark class=${found[0].tone ?? 'bad'}>${line.text}</mark><span class="why">  ← ${found.map(told).join('; ')}</span>${'\n'}`;
  })}</pre>`;
}

function told({ pointer, text }) {
  return pointer ? `${pointer}: ${text}` : text;
}

function write(value, { pointer, depth, before, after }, lines) {
  const indent = '  '.repeat(depth);
  const isList = Array.isArray(value);
  const members = value && typeof value === 'object' ? Object.entries(value) : null;
  if (!members || members.length === 0) {
    lines.push({ pointer, isFirst: true, text: `${indent}${before}${JSON.stringify(value)}${after}` });
    return;
  }
  lines.push({ pointer, isFirst: true, text: `${indent}${before}${isList ? '[' : '{'}` });
  members.forEach(([name, member], index) => {
    const step = { pointer: `${pointer}/${escaped(name)}`, depth: depth + 1, after: index < members.length - 1 ? ',' : '' };
    write(member, { ...step, before: isList ? '' : `${JSON.stringify(name)}: ` }, lines);
  });
  lines.push({ pointer, isFirst: false, text: `${indent}${isList ? ']' : '}'}${after}` });
}

function escaped(name) {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
