// What a campaign does: a verb, or an action of the version that is selected, with its form.

import { at, get, send } from '../../lib/api.js';
import { control } from '../../lib/dialogs.js';
import { schemaForm } from '../../lib/form.js';
import { html, render } from '../../lib/html.js';
import { attempt } from '../../lib/ui.js';
import { catalogOf, schemaOf } from '../charge-point/catalog.js';
import { hintOf } from '../charge-point/hints.js';

export const VERSIONS = ['1.6', '2.0.1', '2.1'];

/** Fills `place`; `setVersion` says whose actions are offered beside the verbs, `read()` answers `{ command, payload, errors }` once the form is there. */
export function whatPart({ place, signal }) {
  let version;
  let catalog = [];
  let command = 'firmware';
  let form = null;
  let firmware = [];
  // Until the form of what is chosen is there.
  let loading = null;

  async function setVersion(wanted) {
    if (version !== undefined && version === (wanted ?? null)) return;
    version = wanted ?? null;
    [catalog, firmware] = await Promise.all([catalogOf(version, { signal }), firmwareNames(signal)]);
    // What was said already stays, as long as it can be sent.
    const isStill = catalog.some(({ name }) => name === command);
    const said = isStill ? form?.read().value : undefined;
    if (!isStill) command = catalog[0]?.name;
    await draw(said);
  }
  function draw(said) {
    const groups = grouped(catalog);
    render(place, html`<div class="field">
        <label for="command">Command</label>
        <select id="command" @change=${(event) => {
          command = event.currentTarget.value;
          form = null;
          loading = begin();
        }}>${[...groups].map(([group, items]) => html`<optgroup label=${group}>${items.map(({ name, title }) => html`<option value=${name} ?selected=${name === command}>${title}</option>`)}</optgroup>`)}</select>
        <p class="hint">${version ? `What stands below “Every day” works with each version; the others are OCPP ${version}’s own.` : 'One body for all versions. Select an OCPP version above to send an action of that version as it is.'}</p>
      </div>
      <div class="payload" data-keep></div>
      <div class="firmware-upload"></div>`);
    loading = begin(said);
    return loading;
  }
  async function begin(said) {
    const item = catalog.find(({ name }) => name === command);
    if (!item) return;
    const { schema, definitions } = await schemaOf(item, version, { signal });
    // Meanwhile another may have been chosen.
    if (item.name !== command) return;
    form = schemaForm(withFirmware(item, schema), { definitions, hints: hintOf, value: said });
    place.querySelector('.payload').replaceChildren(form.node);
    render(place.querySelector('.firmware-upload'), command === 'firmware' ? uploadPart() : null);
  }
  function withFirmware({ name }, schema) {
    if (name !== 'firmware' || firmware.length === 0) return schema;
    return { ...schema, properties: { ...schema.properties, file: { ...schema.properties.file, enum: firmware } } };
  }
  function uploadPart() {
    return html`<details ?open=${firmware.length === 0}><summary>${firmware.length === 0 ? 'No firmware is uploaded yet' : 'Upload other firmware'}</summary>
      ${control({ name: 'firmwareFile', label: 'A file of firmware', type: 'file' })}
      <button type="button" class="small" @click=${(event) => upload(event.currentTarget)}>Upload</button>
    </details>`;
  }
  async function upload(button) {
    const [file] = place.querySelector('[name=firmwareFile]').files;
    if (!file) return;
    const made = await attempt(button, () => send('PUT', at`/firmware/${file.name}`, { body: file }), { done: ({ name }) => `${name} is there` });
    if (!made) return;
    firmware = [made.name, ...firmware.filter((name) => name !== made.name)];
    await begin({ ...form.read().value, file: made.name });
  }
  return {
    setVersion,
    async read() {
      await loading;
      form.show([]);
      const { value, errors } = form.read();
      if (errors.length > 0) form.show(errors);
      return { command, payload: value, errors };
    },
    /** Shows what the server says of the payload where it is; answers whether that could be done. */
    show({ document }) {
      if (!form || document?.pointer === undefined) return false;
      return form.show([{ pointer: document.pointer, detail: document.detail }]).length === 0;
    },
  };
}

function grouped(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return groups;
}

async function firmwareNames(signal) {
  const { items } = await get('/firmware', { query: { limit: 1_000 }, signal });
  return items.map(({ name }) => name);
}
