// A component that somebody brings, by the file chooser or dropped on the page: how it is to be installed, and what the
// server says of it.

import { at, send } from '../../lib/api.js';
import { choices, control, formDialog } from '../../lib/dialogs.js';
import { bytes } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { dialog, toast } from '../../lib/ui.js';
import { shortDigest } from './state.js';

const HOW = [
  { value: 'active', text: 'Make it active', hint: 'It decides from now on. What was active can be gone back to.' },
  { value: 'shadow', text: 'Try it as a shadow', hint: 'It is asked beside the active version, and nobody listens to what it says. Where the two differ is shown.' },
  { value: 'kept', text: 'Only keep it', hint: 'Nothing changes until somebody activates or tries it.' },
];

/** The button and the place where files can be dropped. `name` is the plugin that a version is for; without it any. */
export function uploadPlace({ name, names = [], done }) {
  const input = html`<input type="file" class="unseen" id="component" accept=".wasm,application/wasm" tabindex="-1" aria-label="A plugin's component" @change=${(event) => {
    const [file] = event.currentTarget.files;
    if (file) offer(file, { name, names, done });
    event.currentTarget.value = '';
  }}>`.firstElementChild;
  return html`<div class="drop-place" @dragover=${(event) => hover(event, true)} @dragleave=${(event) => hover(event, false)} @drop=${(event) => {
    hover(event, false);
    const [file] = event.dataTransfer.files;
    if (file) offer(file, { name, names, done });
  }}>
    <p><button type="button" class="primary" @click=${(event) => event.currentTarget.closest('.drop-place').querySelector('input').click()}>${name ? 'Upload a version' : 'Upload a plugin'}</button>
    <span class="hint">or drop its <code>.wasm</code> file here</span></p>${input}
  </div>`;
}

function hover(event, isOver) {
  event.preventDefault();
  event.currentTarget.classList.toggle('over', isOver);
}

async function offer(file, { name, names, done }) {
  const given = name ?? file.name.replace(/\.wasm$/i, '').toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const taken = await formDialog({
    title: name ? `A version of ${name}` : 'A plugin',
    lead: html`<code>${file.name}</code>, ${bytes(file.size)}. The server compiles it and makes its fixtures before it takes it; until then nothing changes.`,
    fields: html`
      ${name ? html`<input type="hidden" name="name" .value=${given}>` : control({ name: 'name', label: 'Name', value: given, required: true, pattern: '[a-z0-9\\-]+', list: names, hint: 'As its manifest has it: lower-case letters, digits and hyphens.' })}
      ${choices({ name: 'how', label: 'What to do with it', value: 'active', options: HOW })}
      ${control({ name: 'signature', label: 'Signature', hint: html`Only where the configuration has <code>trusted_keys</code>: what stands in <code>NAME.wasm.sig</code>.` })}`,
    action: 'Upload',
    send: (values) => upload(file, values),
  });
  if (!taken) return;
  if (taken.warnings.length > 0) await dialog(told(taken), (close) => html`<p>The server took it, and says:</p>
    <ul>${taken.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
    <div class="actions"><button type="button" class="primary" @click=${() => close()}>Go on</button></div>`);
  else toast(told(taken));
  done(taken);
}

async function upload(file, { name, how, signature }) {
  const path = at`/plugins/${name}`;
  const taken = await send('PUT', path, {
    query: how === 'active' ? {} : { activate: false },
    body: file,
    headers: signature ? { 'x-plugin-signature': signature } : {},
  });
  if (how === 'shadow') await send('POST', `${path}/shadow`, { body: { version: taken.digest } });
  return { ...taken, name, how };
}

function told({ name, version, digest, how }) {
  const what = { active: 'is active', shadow: 'is tried as a shadow', kept: 'is kept' }[how];
  return `${name} ${version} (${shortDigest(digest)}) ${what}`;
}
