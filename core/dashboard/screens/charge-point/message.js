// One message on the wire, opened: what became of it and why, with the places marked that were wrong or repaired.

import { bytes, duration } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { markedJson } from '../../lib/json.js';
import { badge, facts, jsonBlock } from '../../lib/ui.js';
import { repairWords } from './words.js';

const VERDICTS = {
  accepted: ['accepted', 'good'],
  answered: ['answered', 'good'],
  refused: ['refused', 'bad'],
  pending: ['no answer yet', 'busy'],
  timedOut: ['no answer in time', 'bad'],
  lost: ['connection lost', 'bad'],
  invalid: ['not valid', 'bad'],
  stray: ['nobody waited for it', 'warn'],
  unreadable: ['unreadable', 'bad'],
};

/** What became of a message, as a badge. */
export function verdictBadge({ verdict, repairs }) {
  const [words, tone] = VERDICTS[verdict] ?? [verdict, 'quiet'];
  return html`${badge(words, tone)}${repairs.length > 0 && html` ${badge('repaired', 'warn')}`}`;
}

/** Its direction in words. */
export function directionWords(direction) {
  return direction === 'in' ? 'from it' : 'to it';
}

export function openedMessage(message) {
  const marks = [
    ...message.repairs.map(({ name, pointer }) => ({ pointer, text: name, tone: 'warn' })),
    ...(message.pointer !== null && message.pointer !== undefined ? [{ pointer: message.pointer, text: message.rule ?? message.code, tone: 'bad' }] : []),
  ];
  return html`<div class="message">
    ${facts([
      ['Message', `${message.messageType ?? 'not OCPP'} ${directionWords(message.direction)}${message.action ? `, ${message.action}` : ''}`],
      ['Id', message.messageId && html`<code>${message.messageId}</code>`],
      ['What became of it', verdictBadge(message)],
      ['Why', message.reason],
      ['Code', message.code],
      ['Where', message.pointer && html`<code>${message.pointer}</code>`],
      ['Rule', message.rule],
      ['Answered after', message.answeredAfter !== null && (message.answeredAfter < 10_000 ? `${message.answeredAfter} ms` : duration(message.answeredAfter / 1_000))],
      ['Size', bytes(message.bytes)],
    ].map(([name, value]) => [name, value === false ? null : value]))}
    ${message.repairs.length > 0 && html`<p>Repaired: ${message.repairs.map(({ name, pointer }, index) => html`${index > 0 && '; '}${repairWords(name)}${pointer && html` (<code>${pointer}</code>)`}`)}.</p>`}
    ${message.plugins.map((plugin) => html`<p>Plugin <a href=${`/plugin/${encodeURIComponent(plugin.plugin)}`}>${plugin.plugin}</a> ${plugin.version}: ${plugin.decision}</p>${plugin.response && jsonBlock(plugin.response)}`)}
    ${message.payload === null || message.payload === undefined ? jsonBlock(message.frame) : markedJson(message.payload, marks)}
    ${message.truncated && html`<p class="hint">This is its beginning: it was too long to be kept.</p>`}
    <details><summary>The frame as it was sent</summary>${jsonBlock(message.frame)}</details>
  </div>`;
}
