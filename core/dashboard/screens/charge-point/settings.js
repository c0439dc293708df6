// What was registered of it: its name and place, how it is let in, how its messages are read; and to forget it.

import { may, send } from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { go } from '../../lib/router.js';
import { attempt, badge, confirm, copyable, dialog, facts, problemBox, section, toast } from '../../lib/ui.js';
import { newPassword } from '../fleet/add.js';
import { command } from './outcome.js';
import { CREDENTIALS, credentialWords } from './words.js';

const PROFILES = ['0: no authentication', '1: password', '2: password and TLS', '3: certificates on both sides'];

export function show(station, place) {
  if (!may('operator')) {
    render(place, section({ title: 'Settings', id: 'settings' }, html`<p>Your role is to look: an operator changes what is registered.</p>${shown(station.view)}`));
    return;
  }
  // What somebody is writing is not drawn anew under the fingers.
  render(place, html`<div class="grid">${form(station)}<div>${password(station)}${forgetting(station)}</div></div>`);
}

function shown({ securityProfile, hasPassword, strictness, registration, timeZone }) {
  return facts([
    ['Security profile', securityProfile === null ? 'not said' : PROFILES[securityProfile]],
    ['Password', hasPassword ? 'is set' : 'none'],
    ['Messages that are not valid', strictness ?? 'as the server is configured'],
    ['Registration', registration ?? 'accepted'],
    ['Time zone', timeZone ?? 'UTC'],
  ]);
}

function field({ name, label, hint, value, ...attributes }) {
  const id = `settings-${name}`;
  return html`<div class="field"><label for=${id}>${label}</label>
    <input id=${id} name=${name} type=${attributes.type ?? 'text'} step=${attributes.step} maxlength=${attributes.maxlength} .value=${value ?? ''} autocomplete="off" spellcheck="false" aria-describedby=${hint && `${id}-hint`}>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}</div>`;
}

function select({ name, label, hint, value, options }) {
  const id = `settings-${name}`;
  return html`<div class="field"><label for=${id}>${label}</label>
    <select id=${id} name=${name} aria-describedby=${hint && `${id}-hint`}>${options.map(([word, text]) => html`<option value=${word} ?selected=${word === String(value ?? '')}>${text}</option>`)}</select>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}</div>`;
}

function form(station) {
  const { view } = station;
  const { location } = view;
  return section({ title: 'Registration', id: 'registration' }, html`<form @submit=${(event) => save(event, station)}>
    <div class="members">
      ${field({ name: 'name', label: 'Name', value: view.name, maxlength: 100 })}
      ${field({ name: 'site', label: 'Site', value: view.site, maxlength: 100, hint: 'The place, depot or customer that it belongs to.' })}
      ${field({ name: 'labels', label: 'Labels', value: view.labels.join(', '), hint: 'Short words with commas between them, by which it is found and selected.' })}
      ${field({ name: 'address', label: 'Address', value: location?.address, maxlength: 300, hint: 'It goes with a position.' })}
      ${field({ name: 'latitude', label: 'Latitude', value: location?.latitude, type: 'number', step: 'any' })}
      ${field({ name: 'longitude', label: 'Longitude', value: location?.longitude, type: 'number', step: 'any' })}
    </div>
    <div class="field"><label for="settings-note">Note</label><textarea id="settings-note" name="note" rows="3" maxlength="2000" .value=${view.note ?? ''}></textarea></div>
    <div class="members">
      ${select({ name: 'securityProfile', label: 'Security profile', value: view.securityProfile, hint: 'A higher one ends a connection that is below it.', options: [...(view.securityProfile === null ? [['', 'Not said']] : []), ...PROFILES.map((text, index) => [String(index), text])] })}
      ${select({ name: 'registration', label: 'Registration', value: view.registration, hint: 'What its next boot is answered.', options: [['', 'As the server is configured'], ['Accepted', 'Accepted'], ['Pending', 'Pending: it waits'], ['Rejected', 'Rejected']] })}
      ${select({ name: 'strictness', label: 'Messages that are not valid', value: view.strictness, options: [['', 'As the server is configured'], ['repair', 'Are repaired where their meaning is clear'], ['strict', 'Are refused']] })}
      ${field({ name: 'timeZone', label: 'Zone of times without one', value: view.timeZone, hint: 'Europe/Berlin, or +01:00. UTC, if empty.' })}
    </div>
    <div class="problem-place"></div>
    <div class="actions"><button type="submit" class="primary">Save</button></div>
  </form>`);
}

async function save(event, station) {
  event.preventDefault();
  const place = event.currentTarget.querySelector('.problem-place');
  const body = bodyOf(Object.fromEntries(new FormData(event.currentTarget)), station.view);
  const button = event.submitter;
  render(place, null);
  if (Object.keys(body).length === 0) {
    toast('Nothing was changed.');
    return;
  }
  button.disabled = true;
  try {
    await send('PUT', station.path, { body });
    toast('Saved.');
    await station.read();
  } catch (problem) {
    render(place, problemBox(problem));
  } finally {
    button.disabled = false;
  }
}

// What is another than before; what was emptied is removed.
function bodyOf(said, view) {
  const text = (value) => value.trim() || null;
  const labels = said.labels.split(',').map((label) => label.trim().toLowerCase()).filter(Boolean);
  const isPlaced = said.latitude !== '' || said.longitude !== '' || said.address.trim() !== '';
  const number = (value) => (value === '' ? null : Number(value));
  const location = isPlaced ? { latitude: number(said.latitude), longitude: number(said.longitude), address: text(said.address) } : null;
  const wanted = {
    name: text(said.name),
    site: text(said.site),
    labels,
    location,
    note: text(said.note.replaceAll('\r\n', '\n')),
    securityProfile: number(said.securityProfile),
    registration: text(said.registration),
    strictness: text(said.strictness),
    timeZone: text(said.timeZone),
  };
  const isSame = (name) => JSON.stringify(wanted[name] ?? null) === JSON.stringify(plain(name, view[name]));
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !isSame(name)));
}

function plain(name, value) {
  if (name !== 'location' || !value) return value ?? null;
  return { latitude: value.latitude, longitude: value.longitude, address: value.address ?? null };
}

function password(station) {
  const { hasPassword, pendingCredentials } = station.view;
  return section({ title: 'Password', id: 'password' }, html`<p>${hasPassword ? 'A password is set.' : 'No password is set.'} It is kept as a hash and never shown again.</p>
    <div class="actions">
      <button type="button" @click=${(event) => rotate(event.currentTarget, station)}>${hasPassword ? 'Give it a new password …' : 'Give it a password …'}</button>
      ${station.version && html`<button type="button" @click=${(event) => tell(event.currentTarget, station)}>Send it a new password …</button>`}
      ${hasPassword && html`<button type="button" class="danger" @click=${(event) => remove(event.currentTarget, station)}>Remove the password …</button>`}
    </div>
    <p class="hint">The one before stays valid until the new one was used. A new password is sent to the charge point, or is made here and written into it by hand.</p>
    ${pendingCredentials.map(pending)}`);
}

function pending({ credential, state, securityProfile }) {
  const [text, tone] = credentialWords(state);
  return html`<p>${badge(securityProfile ? `Security profile ${securityProfile}` : CREDENTIALS[credential], tone)} ${text}</p>`;
}

async function rotate(button, station) {
  const made = newPassword();
  const { hasPassword, securityProfile } = station.view;
  const text = 'It may connect without one today. From now on it must bring its password: its connection ends, and it comes back when the password is written into it.';
  if (!securityProfile && !(await confirm({ title: 'Let it in with a password alone?', text, action: 'Give it a password', danger: false }))) return;
  const body = { password: made, rotate: hasPassword, ...(!securityProfile && { securityProfile: 1 }) };
  const done = await attempt(button, () => send('PUT', station.path, { body }));
  if (!done) return;
  await dialog('The new password', (close) => html`<p>${copyable(made)}</p>
    <p>It is shown this once. The user name is the identity, <code>${station.id}</code>.</p>
    <div class="actions"><button type="button" class="primary" @click=${() => close()}>I have it</button></div>`);
  await again(station);
}

async function tell(button, station) {
  const answer = await dialog(`Send ${station.id} a new password`, (close) => html`<form @submit=${(event) => {
    event.preventDefault();
    close(Object.fromEntries(new FormData(event.currentTarget)));
  }}><p>It gets a random password, which nobody is shown. Both are valid until it connects with the new one; if it refuses, the one before stays.</p>
    <div class="field"><label for="tell-reconnect">How it comes to use it</label><select id="tell-reconnect" name="reconnect">
      <option value="by-itself">When it connects again by itself</option><option value="disconnect">Its connection is ended once it has it</option><option value="reset">It restarts once no session runs</option></select></div>
    <div class="actions"><button type="submit" class="primary">Send it</button><button type="button" @click=${() => close()}>Cancel</button></div></form>`);
  if (!answer) return;
  await command(button, station, 'set-password', { reconnect: answer.reconnect }, { query: { ttl: '24h' }, what: 'New password' });
  await again(station);
}

async function remove(button, station) {
  const text = 'With security profile 0 whoever knows its identity can connect as it.';
  if (!(await confirm({ title: 'Remove the password?', text, action: 'Remove the password' }))) return;
  const done = await attempt(button, () => send('PUT', station.path, { body: { password: null, securityProfile: 0 } }), { done: 'The password is removed.' });
  if (done) await again(station);
}

async function again(station) {
  await station.read();
  show(station, document.getElementById('station-part'));
}

function forgetting(station) {
  return section({ title: 'Forget it', id: 'forget' }, html`<p>Its connection is closed, and all that is kept of it goes, but for its sessions.</p>
    <div class="actions"><button type="button" class="danger" @click=${(event) => forget(event.currentTarget, station)}>Forget this charge point …</button></div>`);
}

async function forget(button, station) {
  const answer = await dialog(`Forget ${station.id}?`, (close) => html`<form @submit=${(event) => {
    event.preventDefault();
    close(event.currentTarget.elements.identity.value);
  }}><p>Its timeline, messages, commands, configuration, files and reservations go for good. Its sessions stay.</p>
    <div class="field"><label for="forget-identity">Write its identity, <code>${station.id}</code>, to confirm</label><input id="forget-identity" name="identity" autocomplete="off" spellcheck="false" required></div>
    <div class="actions"><button type="submit" class="danger">Forget it</button><button type="button" @click=${() => close()}>Cancel</button></div></form>`);
  if (answer === undefined) return;
  if (answer !== station.id) {
    toast(`Not forgotten: ${answer} is not ${station.id}.`, 'bad');
    return;
  }
  // A 204 has no body.
  const done = await attempt(button, async () => {
    await send('DELETE', station.path);
    return true;
  }, { done: `${station.id} is forgotten.` });
  if (done) await go('/');
}
