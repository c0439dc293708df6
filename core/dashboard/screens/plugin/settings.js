// What a plugin reads: a form of what is set, or the same as JSON. The plugin itself is asked whether it is good.

import { get, send } from '../../lib/api.js';
import { differences, differenceView } from '../../lib/difference.js';
import { definitionsIn, schemaForm } from '../../lib/form.js';
import { html, render } from '../../lib/html.js';
import { attempt, badge, confirm, problemBox, section } from '../../lib/ui.js';

export async function settings({ place, path, plugin, signal }) {
  let current = await get(`${path}/settings`, { signal });
  let form = null;
  const own = plugin.manifest.settingsSchema;

  function begin() {
    const value = current.settings ?? {};
    form = own
      ? schemaForm(own, { value, definitions: definitionsIn(own), label: 'Settings' })
      : schemaForm(schemaOf(value), { value, json: Object.keys(value).length === 0, label: 'Settings' });
    draw();
  }
  async function save(button) {
    const problemPlace = place.querySelector('.form-problem');
    render(problemPlace, null);
    form.show([]);
    const { value, errors } = form.read();
    if (errors.length > 0) return form.show(errors);
    button.disabled = true;
    try {
      take(await send('PUT', `${path}/settings`, { body: value }));
    } catch (problem) {
      // What is wrong with a member stands beside it.
      const { errors: told = [], ...document } = problem.document ?? {};
      const left = form.show(told) ?? [];
      render(problemPlace, problemBox({ title: problem.title, detail: problem.detail, document: { ...document, errors: left } }));
    } finally {
      button.disabled = false;
    }
  }
  function take(answer) {
    if (!answer) return;
    current = answer;
    begin();
  }
  async function reset(button) {
    const isMeant = await confirm({ title: 'Go back to the configuration?', text: 'What was set here is taken back; the settings of its [[plugin]] section are read.', action: 'Go back' });
    if (isMeant) take(await attempt(button, () => send('DELETE', `${path}/settings`), { done: 'The configuration’s settings are read' }));
  }
  async function rollback(button) {
    take(await attempt(button, () => send('POST', `${path}/settings/rollback`), { done: 'The settings before are read' }));
  }
  function draw() {
    const isOwn = current.source === 'api';
    const differing = isOwn && differences(current.fileSettings, current.settings).length > 0;
    render(place, html`${section({ title: 'Settings', id: 'settings', actions: html`
        ${isOwn ? badge('Set here', 'busy') : badge('From the configuration')}
        <button type="button" class="small" @click=${(event) => rollback(event.currentTarget)}>Undo the last change</button>
        ${isOwn && html`<button type="button" class="small" @click=${(event) => reset(event.currentTarget)}>Back to the configuration</button>`}` }, html`
      <p class="hint">The next call reads them. ${own ? 'They are held against what the plugin says that they are, and the plugin is asked first.' : 'A plugin that can say whether they are good is asked first. The form shows what is set, because the plugin does not say what there is; a member that is not there yet is added as JSON.'}</p>
      <div class="settings-form" data-keep></div>
      <div class="form-problem" aria-live="assertive"></div>
      <p><button type="button" class="primary" @click=${(event) => save(event.currentTarget)}>Save</button></p>`)}
      ${differing && section({ title: 'Other than in the configuration', id: 'differing' }, differenceView(current.fileSettings, current.settings, { names: ['Configuration', 'Set here'] }))}`);
    place.querySelector('.settings-form').replaceChildren(form.node);
  }
  begin();
}

/** A schema that fits a value: its members with their types, entries of lists with all members that any of them has. */
export function schemaOf(value) {
  if (Array.isArray(value)) return { type: 'array', items: value.map(schemaOf).reduce(merged, {}) };
  if (value !== null && typeof value === 'object') {
    return { type: 'object', properties: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, schemaOf(one)])) };
  }
  if (typeof value === 'string') return { type: 'string' };
  if (typeof value === 'number') return { type: 'number' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  return {};
}

function merged(one, other) {
  if (Object.keys(one).length === 0) return other;
  if (one.type !== other.type) return {};
  if (one.type === 'array') return { type: 'array', items: merged(one.items, other.items) };
  if (one.type !== 'object') return one;
  const properties = { ...one.properties };
  for (const [name, schema] of Object.entries(other.properties)) {
    properties[name] = Object.hasOwn(properties, name) ? merged(properties[name], schema) : schema;
  }
  return { type: 'object', properties };
}
