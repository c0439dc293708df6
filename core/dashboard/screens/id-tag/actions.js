// What an operator does with id tags: register and change, block everywhere, allow again, forget, export, erase.

import { at, send } from '../../lib/api.js';
import { count, number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { confirm, dialog, formDialog, table, toast } from '../../lib/ui.js';
import { sessionPath } from '../session/words.js';
import { STATUSES, TYPES, isSameTag } from './words.js';

/** Registers a tag, or changes one that is. Answers it. */
export function edit(known) {
  const options = STATUSES.map((status) => html`<option ?selected=${status === (known?.status ?? 'Accepted')}>${status}</option>`);
  return formDialog(known ? `${known.status ? 'Change' : 'Register'} ${known.tag}` : 'Add an id tag', {
    action: known ? 'Save' : 'Add',
    body: html`${!known && html`<div class="field"><label for="tag">Id tag <span class="required">required</span></label><input id="tag" required maxlength="255" autocomplete="off" spellcheck="false">
        <p class="hint">As the reader shows it: an RFID number, a contract id. Upper and lower case are the same.</p></div>
      <div class="field"><label for="type">Kind of token</label><input id="type" list="types" maxlength="20" autocomplete="off" placeholder="any"><datalist id="types">${TYPES.map((type) => html`<option value=${type}></option>`)}</datalist>
        <p class="hint">Left empty it counts for tokens of every kind, which is right for nearly all.</p></div>`}
      <div class="field"><label for="status">Status</label><select id="status">${options}</select></div>
      <div class="field"><label for="parent">Group (parent tag)</label><input id="parent" value=${known?.parent} maxlength="255" autocomplete="off" spellcheck="false"><p class="hint">Tags of one group may end each other’s sessions.</p></div>
      <div class="field"><label for="expiry">Expires</label><input id="expiry" type="datetime-local" value=${localTime(known?.expiry)}><p class="hint">In the time zone of this browser. From then on it counts as Expired.</p></div>`,
    async work({ tag, type, status, parent, expiry }) {
      const text = known?.tag ?? tag.value.trim();
      const body = { status: status.value, parent: parent.value.trim() || null, expiry: expiry.value ? new Date(expiry.value).toISOString() : null };
      const put = await send('PUT', at`/id-tags/${text}`, { query: { type: known ? known.type : type.value.trim() }, body });
      toast(known?.status ? `${put.tag} is changed.` : `${put.tag} is registered.`);
      return put;
    },
  });
}

// As an input of times takes it.
function localTime(time) {
  if (!time) return null;
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Blocks a tag here, in local lists, in caches, and, if that is wanted, in the sessions that it runs. */
export async function block(tag) {
  const box = (name, text, isChecked) => html`<p><label class="inline"><input type="checkbox" id=${name} ?checked=${isChecked}>${text}</label></p>`;
  const done = await formDialog(`Block ${tag}?`, {
    action: 'Block',
    danger: true,
    body: html`<p>From now on the server refuses it. Charge points may know it by themselves, too:</p>
      ${box('localLists', 'Change the local lists that let it charge', true)}
      ${box('clearCaches', 'Have the other charge points forget which tags they saw', true)}
      ${box('stopSessions', 'Stop the sessions that it runs', false)}`,
    work: ({ localLists, clearCaches, stopSessions }) =>
      send('POST', at`/id-tags/${tag}/block`, { body: { localLists: localLists.checked, clearCaches: clearCaches.checked, stopSessions: stopSessions.checked } }),
  });
  if (done) await dialog(`${tag} is blocked`, (close) => blocked(done, close));
  return done;
}

function blocked({ localLists, clearCaches, sessions }, close) {
  const campaigns = [...localLists.campaigns, ...clearCaches.campaigns];
  return html`<ul>
      <li>The server refuses it.</li>
      <li>${count(localLists.chargePoints, 'local list')} ${localLists.chargePoints === 1 ? 'is' : 'are'} changed.</li>
      <li>${count(clearCaches.chargePoints, 'charge point')} ${clearCaches.chargePoints === 1 ? 'is' : 'are'} asked to forget it.</li>
      ${sessions.map((session) => html`<li><a href=${sessionPath({ chargePoint: session.chargePoint, id: session.transactionId })} @click=${() => close()}>Session ${session.transactionId} of ${session.chargePoint}</a>: ${fate(session)}</li>`)}
    </ul>
    ${campaigns.length > 0 && html`<p>How far that is: ${campaigns.map((id, place) => html`${place > 0 && ', '}<a href=${`/campaigns/${encodeURIComponent(id)}`} @click=${() => close()}>campaign ${place + 1}</a>`)}</p>`}
    <div class="actions"><button type="button" class="primary" @click=${() => close()}>Done</button></div>`;
}

function fate({ command, problem }) {
  if (problem) return `it goes on: ${problem}`;
  return command ? 'it is being stopped' : 'it goes on';
}

/** Lets a blocked tag charge again. */
export async function allow({ tag, type, parent, expiry }) {
  const isWanted = await confirm({
    title: `Let ${tag} charge again?`,
    text: 'The server accepts it from now on. Local lists in which it was blocked are not changed back: send them again where they are used.',
    action: 'Accept it',
    danger: false,
  });
  if (!isWanted) return undefined;
  return send('PUT', at`/id-tags/${tag}`, { query: { type }, body: { status: 'Accepted', parent, expiry } });
}

/** Takes a tag from the register. Answers whether it was. */
export async function forget({ tag, type }) {
  const isWanted = await confirm({
    title: `Delete ${tag}?`,
    text: 'It is taken from the register. Its sessions stay as they are. Whether it may charge then is set in the configuration: authorization.accept_unknown.',
    action: 'Delete',
  });
  if (!isWanted) return false;
  await send('DELETE', at`/id-tags/${tag}`, { query: { type } });
  return true;
}

/** Takes a tag out of all that is kept. Answers what was done. */
export async function erase(tag) {
  const box = (name, text, isChecked) => html`<p><label class="inline"><input type="checkbox" id=${name} ?checked=${isChecked}>${text}</label></p>`;
  const done = await formDialog(`Erase ${tag}?`, {
    action: 'Erase',
    danger: true,
    body: html`<p>The tag is taken out of everything that is kept: the register, events, commands, lists, messages. Sessions stay as
        figures, without whose they were. <strong>This cannot be taken back.</strong> Export the data first, if somebody may ask for it.</p>
      ${box('sendLocalLists', 'Send charge points whose local list may have it their list again', true)}
      ${box('keepBlocked', 'Keep it in the register as blocked, with nothing else', false)}
      ${box('force', 'Also while it charges', false)}
      <div class="field"><label for="typed">Type the id tag to confirm</label><input id="typed" required autocomplete="off" spellcheck="false"></div>`,
    work({ sendLocalLists, keepBlocked, force, typed }) {
      if (!isSameTag(typed.value.trim(), tag)) throw Object.assign(new Error(`What was typed is not ${tag}. Nothing was erased.`), { title: 'Not confirmed' });
      return send('POST', at`/id-tags/${tag}/erase`, { query: { sendLocalLists: sendLocalLists.checked, keepBlocked: keepBlocked.checked, force: force.checked } });
    },
  });
  if (done) await dialog('Erased', (close) => erased(done, close));
  return done;
}

function erased({ erased: classes, commandsCancelled, notDone, digest }, close) {
  const found = Object.entries(classes).filter(([, times]) => times > 0);
  return html`<p>${found.length === 0 ? 'Nothing more was found with it.' : html`Without it now: ${found.map(([name, times]) => `${number(times)} ${classWords(name)}`).join(', ')}.`}
      ${commandsCancelled > 0 && ` ${count(commandsCancelled, 'command')} that waited ${commandsCancelled === 1 ? 'is' : 'are'} not sent.`}</p>
    <p>In the audit log it stands as <code>${digest}</code>.</p>
    ${notDone.length > 0 && html`<h3 class="apart">What is left to you</h3>${table({
      caption: 'What was not done',
      rows: notDone,
      columns: [
        { title: 'Where', cell: ({ what, count: times }) => (times ? `${what} (${times})` : what) },
        { title: 'Why, and what to do', cell: ({ reason }) => reason },
      ],
    })}`}
    <div class="actions"><button type="button" class="primary" @click=${() => close()}>Done</button></div>`;
}

// `localLists` is what people call local lists.
function classWords(name) {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('-', ' ');
}
