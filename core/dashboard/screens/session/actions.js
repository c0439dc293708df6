// What an operator does with a session: have its station stop it, close it here, take its samples away.

import { at, send } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { attempt, confirm, dialog, problemBox, toast } from '../../lib/ui.js';
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

/** Closes the session here, for a station that does not end it. Answers whether it was. */
export function close(session) {
  return dialog('Close the session here?', (done) => {
    const form = html`<form>
      <p>For a session whose end will not come any more: the charge point is gone, replaced, or has forgotten it. The
        session ends at the last that was heard of it. Nothing is sent to the charge point; to end the charging, stop it.</p>
      <div class="field"><label for="reason">Reason</label><input id="reason" maxlength="200" value="Operator" autocomplete="off"><p class="hint">Stands in the session as its stop reason.</p></div>
      <div class="field"><label for="meter">Meter at the end, in Wh</label><input id="meter" inputmode="decimal" autocomplete="off" aria-describedby="meter-hint">
        <p class="hint" id="meter-hint">As read at the charge point, if somebody did. Left empty, the last reading counts${session.meterStopWh !== null && `: ${session.meterStopWh} Wh`}.</p></div>
      <div class="refusal"></div>
      <div class="actions"><button class="danger">Close the session</button> <button type="button" @click=${() => done(false)}>Cancel</button></div>
    </form>`.firstElementChild;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const { reason, meter } = form.elements;
      const body = { reason: reason.value.trim() || undefined, meterStopWh: meter.value.trim() || undefined };
      try {
        await send('POST', at`/transactions/${session.chargePoint}/${session.id}/close`, { body });
        toast('The session is closed.');
        done(true);
      } catch (problem) {
        form.querySelector('.refusal').replaceChildren(problemBox(problem));
      }
    });
    return form;
  });
}

/** Gives the samples as a file. */
export function download({ chargePoint, id, meterValues }) {
  const url = URL.createObjectURL(new Blob([samplesAsCsv(meterValues)], { type: 'text/csv' }));
  const link = html`<a href=${url} download=${`samples-${chargePoint}-${id}.csv`.replace(/[^\w.~-]+/g, '_')}></a>`.firstElementChild;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
