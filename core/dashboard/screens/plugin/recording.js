// The recording of a plugin's calls: on and off, as a file, made again on a version that is kept.

import { address, send } from '../../lib/api.js';
import { choices } from '../../lib/dialogs.js';
import { differenceView } from '../../lib/difference.js';
import { bytes, dateTime, number } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { attempt, badge, confirm, facts, figures, jsonBlock, section } from '../../lib/ui.js';
import { digestTag, shortDigest } from './state.js';

export function recording({ place, path, reload }) {
  let replayed = null;
  let chosen = null;
  let last = null;

  async function change(button, on) {
    await attempt(button, () => send('PUT', `${path}/recording`, { body: { on } }), { done: on ? 'Its calls are recorded' : 'Nothing more is recorded' });
    await reload();
  }
  async function erase(button) {
    const isMeant = await confirm({ title: 'Erase what was recorded?', text: 'The calls are gone then. Whoever needs them downloads them first.', action: 'Erase' });
    if (!isMeant) return;
    await attempt(button, () => send('DELETE', `${path}/recording`), { done: 'It is erased' });
    await reload();
  }
  async function replay(button) {
    const answer = await attempt(button, () => send('POST', `${path}/replay`, { body: { version: chosen ?? last.digest } }));
    replayed = answer ?? replayed;
    draw();
  }
  function draw() {
    const { on = false, calls = 0, missed = 0, bytes: size = 0 } = last.recording ?? {};
    render(place, html`
      ${section({ title: 'Recording', id: 'recording', actions: html`
        <button type="button" class=${on ? '' : 'primary'} @click=${(event) => change(event.currentTarget, !on)}>${on ? 'Stop' : 'Start'}</button>
        ${size > 0 && html`<a class="button" href=${address(`${path}/recording`)} download=${`${last.name}.ndjson`}>Download</a>
        <button type="button" class="danger" @click=${(event) => erase(event.currentTarget)}>Erase</button>`}` }, html`
        <p>Each call is kept as the plugin saw it, with all that the host told it, so that it can be made again on another version: also on your own machine, <code>ocpp-central plugin replay</code>.</p>
        ${facts([['State', on ? badge('Recording', 'busy') : badge('Off')], ['Calls since the server started', number(calls)], ['Kept', bytes(size)], ['Missed', missed > 0 ? number(missed) : null]])}`)}
      ${section({ title: 'Make the calls again', id: 'replay' }, html`
        ${choices({ name: 'version', label: 'On which version', value: chosen ?? last.digest, changed: (event) => {
          chosen = event.target.value;
        }, options: last.versions.map((version) => ({ value: version.digest, text: `${version.version} (${shortDigest(version.digest)})`, hint: version.digest === last.digest ? 'active' : null })) })}
        <p><button type="button" ?disabled=${size === 0} @click=${(event) => replay(event.currentTarget)}>Replay</button> <span class="hint">Nothing is answered or sent: what the plugin asks of the host is answered from the recording.</span></p>
        <div aria-live="polite">${replayed && outcome(replayed)}</div>`)}`);
  }
  return (plugin) => {
    last = plugin;
    draw();
  };
}

function outcome(replay) {
  return html`<h3 class="list-title">On ${replay.version} ${digestTag(replay.digest)}</h3>
    ${figures([
      { name: 'calls made again', value: replay.calls },
      { name: 'the same', value: replay.identical + replay.equal, tone: 'good' },
      { name: 'different', value: replay.different, tone: replay.different > 0 ? 'bad' : null },
      { name: 'asked for more', value: replay.unanswered, tone: replay.unanswered > 0 ? 'warn' : null },
      ...(replay.left > 0 ? [{ name: 'no time was left for', value: replay.left, tone: 'warn' }] : []),
    ])}
    <ul class="difference-list">${replay.differing.map((call, index) => html`<li data-key=${`${call.at} ${index}`}>
      <details ?open=${index < 3}><summary>${dateTime(call.at)} <code class="quiet">recorded on ${shortDigest(call.recordedBy)}</code></summary>
        ${differenceView(call.recorded, call.now, { names: ['Then', 'Now'], caption: 'How the outcomes differ' })}
        ${call.unanswered.length > 0 && html`<details><summary>What the recording has no answer for</summary>${jsonBlock(call.unanswered)}</details>`}
        <details><summary>What it was asked</summary>${jsonBlock(call.asked)}</details>
      </details></li>`)}</ul>`;
}
