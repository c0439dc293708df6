// An entry of the inbox is settled: assigned to a session, or dismissed.

import { at, get, send } from '../../lib/api.js';
import { dateTime, energy, number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { confirm, formDialog, toast } from '../../lib/ui.js';
import { LIKELY, candidates, said } from './words.js';

const LOOKED_AT = 50;
const SHOWN = 6;

/** Says which session a message is about. Answers the session. */
export async function assign(entry) {
  const { items } = await get('/transactions', { query: { chargePoint: entry.chargePoint, limit: LOOKED_AT } });
  const found = candidates(entry, items).slice(0, SHOWN);
  const assigned = await formDialog('Which session is it about?', {
    action: 'Assign',
    body: html`<p>${entry.action === 'StopTransaction' ? 'A session that is under way ends with it. To one that is over it is added as something told late, and changes no figure.' : 'Its readings are added to a session that is under way. To one that is over they are added as something told late, and change no figure.'}</p>
      <fieldset class="group"><legend>Sessions of ${entry.chargePoint}</legend>
        ${found.length === 0 && html`<p>There is none.</p>`}
        ${found.map(({ session, signs, score }, place) => html`<p><label class="inline proposal"><input type="radio" name="session" value=${session.id} ?checked=${place === 0 && score >= LIKELY}>
          <span><strong>${session.id || 'without an id'}</strong>, ${session.startedAt ? dateTime(session.startedAt) : 'start not known'}, ${session.idTag ?? 'no tag'}, ${energy(session.energyWh)}<br><span class="quiet">${signs.join(', ')}</span></span></label></p>`)}
      </fieldset>
      <div class="field"><label for="other">Or another one, by its id</label><input id="other" autocomplete="off" spellcheck="false"></div>`,
    work({ session, other }) {
      const transactionId = other.value.trim() || session?.value;
      if (transactionId === undefined) throw Object.assign(new Error('Choose a session, or write its id.'), { title: 'No session chosen' });
      return send('POST', at`/charge-points/${entry.chargePoint}/inbox/${entry.id}/assign`, { body: { transactionId } });
    },
  });
  if (assigned) toast(`Assigned to session ${assigned.id}.`);
  return assigned;
}

/** Makes a session of an end whose start never came. Answers the session. */
export async function make(entry) {
  const told = said(entry);
  const made = await formDialog('Make a session of it?', {
    action: 'Make the session',
    body: html`<p>For a session whose start never came here. What you leave empty is not known: the session then has a doubt that says
        so, and nothing is guessed. ${told.idTag && html`The tag that the charge point named, ${told.idTag}, ended the session; whether it began it, the message does not say.`}</p>
      <div class="field"><label for="driver">Id tag</label><input id="driver" maxlength="255" autocomplete="off" spellcheck="false"><p class="hint">Whose session it is.</p></div>
      <div class="field"><label for="place">Connector</label><input id="place" type="number" min="1" .value=${told.connector ?? ''}></div>
      <div class="field"><label for="begin">Began</label><input id="begin" type="datetime-local" step="1"><p class="hint">In the time of this browser.</p></div>
      <div class="field"><label for="register">Meter at the start, in Wh</label><input id="register" inputmode="decimal" autocomplete="off">
        <p class="hint">${told.meterStop !== null && `At the end it showed ${number(told.meterStop)} Wh. `}Without it the first reading of the message counts, if it has any.</p></div>`,
    work({ driver, place, begin, register }) {
      const body = {
        idTag: driver.value.trim() || undefined,
        connector: place.value ? Number(place.value) : undefined,
        startedAt: begin.value ? new Date(begin.value).toISOString() : undefined,
        meterStartWh: register.value.trim() || undefined,
      };
      return send('POST', at`/charge-points/${entry.chargePoint}/inbox/${entry.id}/session`, { body });
    },
  });
  if (made) toast('The session is made.');
  return made;
}

/** Says that nothing is to be done with a message. Answers whether it was said. */
export async function dismiss(entry) {
  const isWanted = await confirm({
    title: 'Dismiss this message?',
    text: 'Nothing is done with it. It stays to be read among what is settled, and cannot be assigned any more.',
    action: 'Dismiss',
  });
  if (!isWanted) return false;
  await send('DELETE', at`/charge-points/${entry.chargePoint}/inbox/${entry.id}`);
  toast('Dismissed.');
  return true;
}
