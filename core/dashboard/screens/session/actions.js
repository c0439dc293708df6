// What an operator does with a session: have its station stop it, close it here, take its samples away.

import { at, get, send } from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { attempt, confirm, formDialog, toast } from '../../lib/ui.js';
import { order, outcomeOf } from '../charge-point/outcome.js';
import { samplesAsCsv } from './samples.js';

/** Has the station end the session. */
export async function stop(button, { chargePoint, id }) {
  const isWanted = await confirm({
    title: 'Stop charging?',
    text: `The charge point ${chargePoint} is asked to end this session, as if the driver had. It then tells its end itself.`,
    action: 'Stop charging',
  });
  if (!isWanted) return;
  const answer = await attempt(button, () => order({ path: at`/charge-points/${chargePoint}` }, 'stop', { transactionId: id }));
  if (answer === undefined) return;
  const { text, tone } = outcomeOf(answer);
  toast(`Stop: ${text}`, tone === 'bad' ? 'bad' : 'good');
}

/** Closes the session here, for a station that does not end it. Answers it as it is then. */
export function close({ chargePoint, id, meterStopWh }) {
  return formDialog('Close the session here?', {
    action: 'Close the session',
    danger: true,
    body: html`<p>For a session whose end will not come any more: the charge point is gone, replaced, or has forgotten it. The
        session ends at the last that was heard of it. Nothing is sent to the charge point; to end the charging, stop it.</p>
      <div class="field"><label for="reason">Reason</label><input id="reason" maxlength="200" value="Operator" autocomplete="off"><p class="hint">Stands in the session as its stop reason.</p></div>
      <div class="field"><label for="meter">Meter at the end, in Wh</label><input id="meter" inputmode="decimal" autocomplete="off" aria-describedby="meter-hint">
        <p class="hint" id="meter-hint">As read at the charge point, if somebody did. Left empty, the last reading counts${meterStopWh !== null && `: ${meterStopWh} Wh`}.</p></div>`,
    async work({ reason, meter }) {
      const body = { reason: reason.value.trim() || undefined, meterStopWh: meter.value.trim() || undefined };
      const closed = await send('POST', at`/transactions/${chargePoint}/${id}/close`, { body });
      toast('The session is closed.');
      return closed;
    },
  });
}

/** Says whose session it is. Answers it as it is then. */
export function assign({ chargePoint, id, idTag, assigned }) {
  const body = html`<p>The session counts as this id tag’s from then on: in lists, exports and in what is told to other systems. What
        the charge point said stays beside it. No figure changes, and nothing is sent.</p>
      <div class="field"><label for="owner">Id tag</label><input id="owner" required maxlength="255" list="owners" autocomplete="off" spellcheck="false" .value=${idTag ?? ''} @input=${suggest}>
        <datalist id="owners"></datalist><p class="hint">Of the registered ones those that fit are proposed; it may be another one.</p></div>
      <div class="field"><label for="why">Note</label><textarea id="why" rows="3" maxlength="2000" .value=${assigned?.note ?? ''}></textarea><p class="hint">Why, for whoever looks at it later.</p></div>`;
  return formDialog('Whose session is it?', {
    action: 'Assign',
    body,
    async work({ owner, why }) {
      const done = await send('POST', at`/transactions/${chargePoint}/${id}/assign`, { body: { idTag: owner.value.trim(), note: why.value.trim() || undefined } });
      toast(`The session is ${done.idTag}’s.`);
      return done;
    },
  });
}

async function suggest({ target }) {
  const search = target.value.trim();
  if (!search) return;
  const { items } = await get('/id-tags', { query: { search, limit: 12 } }).catch(() => ({ items: [] }));
  if (search === target.value.trim()) render(target.list, html`${items.map(({ tag }) => html`<option value=${tag}></option>`)}`);
}

/** Gives the samples as a file: all of them, which come in parts where there are many. */
export async function download({ chargePoint, id, meterValues, next }) {
  const all = [...meterValues];
  for (let after = next; after; ) {
    const part = await get(at`/transactions/${chargePoint}/${id}`, { query: { after } });
    all.push(...part.meterValues);
    after = part.next;
  }
  const url = URL.createObjectURL(new Blob([samplesAsCsv(all)], { type: 'text/csv' }));
  const link = html`<a href=${url} download=${`samples-${chargePoint}-${id}.csv`.replace(/[^\w.~-]+/g, '_')}></a>`.firstElementChild;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
