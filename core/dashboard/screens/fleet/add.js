// A charge point is registered: its identity, what people call it, and a password that is made here and shown once.

import { Problem, at, get, send, whoami } from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { go } from '../../lib/router.js';
import { copyable, dialog, problemBox } from '../../lib/ui.js';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
// Also the shortest field for it, of OCPP 1.6, takes twenty.
const LENGTH = 20;

/** Asks for what it needs and registers one; answers its identity, or nothing. */
export async function addChargePoint({ id = '' } = {}) {
  const me = await whoami();
  const made = await dialog('Add a charge point', (close) => {
    const place = html`<div></div>`.firstElementChild;
    const form = { id, problem: null, password: null, busy: false, me, close, place };
    draw(form);
    return place;
  });
  if (made) await go(at`/charge-points/${made}`);
  return made;
}

function draw(form) {
  render(form.place, form.password === null ? asking(form) : told(form));
}

function asking(form) {
  const { problem, busy } = form;
  return html`<form @submit=${(event) => register(event, form)}>
    <div class="problem-place">${problem && problemBox(problem)}</div>
    <div class="field"><label for="add-id">Identity <span class="required">required</span></label>
      <input id="add-id" name="id" required maxlength="255" spellcheck="false" autocomplete="off" autocapitalize="off" .value=${form.id} aria-describedby="add-id-hint">
      <p class="hint" id="add-id-hint">As it stands at the end of the URL by which the charge point connects; often its serial number.</p></div>
    <div class="members">
      <div class="field"><label for="add-name">Name</label><input id="add-name" name="name" maxlength="100" placeholder="Gate 3"></div>
      <div class="field"><label for="add-site">Site</label><input id="add-site" name="site" maxlength="100" placeholder="Depot north"></div>
    </div>
    <div class="field"><label for="add-labels">Labels</label><input id="add-labels" name="labels" spellcheck="false" autocapitalize="off" placeholder="fast, public" aria-describedby="add-labels-hint">
      <p class="hint" id="add-labels-hint">Short words with commas between them, by which charge points are found and selected.</p></div>
    <fieldset class="group"><legend>How it shows who it is</legend>
      <p><label class="inline"><input type="radio" name="profile" value="1" checked> With a password, which is made now (security profile 1)</label></p>
      <p><label class="inline"><input type="radio" name="profile" value="2"> With a password, and only by TLS (security profile 2)</label></p>
      <p><label class="inline"><input type="radio" name="profile" value="0"> Not at all: whoever names this identity is let in (profile 0)</label></p>
    </fieldset>
    <div class="actions"><button class="primary" ?disabled=${busy}>Add</button>
      <button type="button" @click=${() => form.close()}>Cancel</button></div>
  </form>`;
}

async function register(event, form) {
  event.preventDefault();
  const { id, name, site, labels, profile } = Object.fromEntries(new FormData(event.target));
  const securityProfile = Number(profile);
  const password = securityProfile > 0 ? newPassword() : null;
  form.id = id.trim();
  const body = {
    securityProfile,
    ...(password && { password }),
    ...(name.trim() && { name: name.trim() }),
    ...(site.trim() && { site: site.trim() }),
    ...(labels.trim() && { labels: labels.split(',').map((label) => label.trim()).filter(Boolean) }),
  };
  Object.assign(form, { busy: true, problem: null });
  draw(form);
  try {
    if (await isKnown(form.id)) throw new Problem({ title: 'Not added', detail: `There is a charge point ${form.id} already.` });
    await send('PUT', at`/charge-points/${form.id}`, { body });
  } catch (problem) {
    Object.assign(form, { busy: false, problem });
    return draw(form);
  }
  if (!password) return form.close(form.id);
  form.password = password;
  draw(form);
  form.place.querySelector('h3').focus();
}

// A PUT would change one that is there. To ask for it by its path would be an error in the console where it is not.
async function isKnown(id) {
  const { items } = await get('/charge-points', { query: { search: id, limit: 1_000 } });
  return items.some((one) => one.id === id);
}

function told(form) {
  const url = form.me.server.ocpp?.urls[0];
  return html`<h3 tabindex="-1">${form.id} is registered</h3>
    <p>Write its password into the charge point now: it is not shown again, and the server keeps only a digest of it.</p>
    <dl class="facts one">
      <div><dt>Password</dt><dd>${copyable(form.password)}</dd></div>
      ${url && html`<div><dt>URL</dt><dd>${copyable(url + encodeURIComponent(form.id))}</dd></div>`}
      <div><dt>Identity</dt><dd>${copyable(form.id)}</dd></div>
    </dl>
    <div class="actions"><button type="button" class="primary" @click=${() => form.close(form.id)}>I have written it down</button></div>`;
}

/** A password for a charge point, without letters that look like others. What would favour some letters is drawn again. */
export function newPassword() {
  let password = '';
  while (password.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 256 - (256 % LETTERS.length)) password += LETTERS[byte % LETTERS.length];
  }
  return password;
}
