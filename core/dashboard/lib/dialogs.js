// Dialogs that do something: what they ask for is sent while they are open, and a refusal is told where it was asked for.

import { html, render } from './html.js';
import { copyable, dialog, problemBox } from './ui.js';

let lastId = 0;

/**
 * A dialog with a form. `fields` is what is in it, `send(values, form)` does it: `values` has what the named controls
 * say (a checkbox its truth, a list of files its first file). Answers what `send` answered, or undefined when it was left.
 */
export function formDialog({ title, lead, fields, action, danger = false, send }) {
  return dialog(title, (close) => html`<form @submit=${(event) => {
    event.preventDefault();
    submit(event.currentTarget, { send, close });
  }}>
    ${lead && html`<p>${lead}</p>`}
    ${fields}
    <div class="form-problem" aria-live="assertive"></div>
    <div class="actions">
      <button type="submit" class=${danger ? 'danger' : 'primary'}>${action}</button>
      <button type="button" @click=${() => close()}>Cancel</button>
    </div>
  </form>`);
}

async function submit(form, { send, close }) {
  const place = form.querySelector('.form-problem');
  const button = form.querySelector('[type=submit]');
  render(place, null);
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    close((await send(valuesOf(form), form)) ?? true);
  } catch (problem) {
    render(place, problemBox(problem));
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}

/** What the named controls of a form say. */
export function valuesOf(form) {
  const values = {};
  for (const control of form.elements) {
    if (!control.name) continue;
    if (control.type === 'checkbox') values[control.name] = control.checked;
    else if (control.type === 'radio') values[control.name] = control.checked ? control.value : (values[control.name] ?? null);
    else if (control.type === 'file') values[control.name] = control.files[0] ?? null;
    else values[control.name] = control.value.trim();
  }
  return values;
}

/** A control with its label: `{ name, label, value, hint, type, required, pattern, options, rows, list }`. */
export function control({ name, label, value, hint, options, rows, list = [], type = 'text', ...rest }) {
  lastId += 1;
  const id = `control-${lastId}`;
  const described = hint ? `${id}-hint` : null;
  return html`<div class="field">
    <label for=${id}>${label}${rest.required && html` <span class="required">required</span>`}</label>
    ${inputOf({ id, name, value, options, rows, list, type, described, rest })}
    ${hint && html`<p class="hint" id=${described}>${hint}</p>`}
  </div>`;
}

function inputOf({ id, name, value, options, rows, list, type, described, rest }) {
  if (options) {
    return html`<select id=${id} name=${name} aria-describedby=${described} @change=${rest.changed}>
      ${options.map((option) => html`<option value=${option.value} ?selected=${option.value === (value ?? '')}>${option.text}</option>`)}
    </select>`;
  }
  if (rows) {
    return html`<textarea id=${id} name=${name} rows=${rows} spellcheck="false" .value=${value} ?required=${rest.required}
      placeholder=${rest.placeholder} aria-describedby=${described} @input=${rest.changed}></textarea>`;
  }
  return html`<input id=${id} name=${name} type=${type} .value=${value} ?required=${rest.required} pattern=${rest.pattern} maxlength=${rest.maxlength}
      min=${rest.min} max=${rest.max} step=${rest.step} placeholder=${rest.placeholder} autocomplete="off" spellcheck="false"
      list=${list.length > 0 ? `${id}-list` : null} aria-describedby=${described} @input=${rest.changed}>
    ${list.length > 0 && html`<datalist id=${`${id}-list`}>${list.map((one) => html`<option value=${one}></option>`)}</datalist>`}`;
}

/** One of several, as radio buttons: `options` are `{ value, text, hint }`. */
export function choices({ name, label, value, options, changed }) {
  return html`<fieldset class="group"><legend>${label}</legend>
    ${options.map((option) => html`<p class="choice"><label class="inline"><input type="radio" name=${name} value=${option.value} ?checked=${option.value === value} @change=${changed}> ${option.text}</label>
      ${option.hint && html`<span class="hint">${option.hint}</span>`}</p>`)}
  </fieldset>`;
}

/** Shows a secret this once. */
export function secretDialog({ title, text, secret }) {
  return dialog(title, (close) => html`<p>${text}</p>
    <p class="secret">${copyable(secret)}</p>
    <p class="note">It is not shown again. Whoever loses it makes another.</p>
    <div class="actions"><button type="button" class="primary" @click=${() => close(true)}>I have kept it</button></div>`);
}
