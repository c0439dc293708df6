// Forms made from JSON Schema: every member that a schema has, with its limits, its enumerations and its description;
// optional parts are added when they are wanted, so that a form is as long as what is said in it.
//
//     const form = schemaForm(schema, { definitions, value });
//     main.append(form.node);
//     const { value, errors } = form.read();       errors: [{ pointer, detail }], to be shown by form.show(errors)

import { html, render } from './html.js';

let lastId = 0;

const nextId = () => `field-${(lastId += 1)}`;

/** What `$ref` means in a schema that has its definitions in itself: `#/$defs/NAME`. */
export function definitionsIn(schema) {
  return (reference) => reference.replace(/^#\/?/, '').split('/').filter(Boolean)
    .reduce((found, name) => found?.[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')], schema) ?? {};
}

/**
 * A form for `schema`. `definitions(reference)` answers what a `$ref` means, `hints(name)` what a member means that the
 * schema does not describe; `value` is what it begins with. The same value can be edited as JSON, with which it begins
 * where `json` says so, under `label`.
 */
export function schemaForm(schema, { definitions = () => ({}), hints = () => undefined, value, json = false, label = 'Payload' } = {}) {
  const context = { definitions, hints };
  let field = fieldOf(schema, { context, name: '', pointer: '', required: true, value });
  let text = null;
  const node = html`<div class="schema-form"><div class="form-body"></div><p class="form-mode"><button type="button" class="small"></button></p></div>`.firstElementChild;
  const body = node.querySelector('.form-body');
  const mode = node.querySelector('button');

  function show() {
    body.replaceChildren(text ? text.node : field.node);
    mode.textContent = text ? 'Edit as a form' : 'Edit as JSON';
  }
  mode.addEventListener('click', () => {
    if (text) {
      const { value: written, errors } = text.read();
      if (errors.length > 0) return text.show(errors);
      field = fieldOf(schema, { context, name: '', pointer: '', required: true, value: written ?? {} });
      text = null;
    } else {
      text = jsonField({ name: '', label, pointer: '', value: field.read().value ?? {}, rows: 14 });
    }
    show();
  });
  show();
  if (json) mode.click();
  return {
    node,
    read: () => withoutNothing((text ?? field).read()),
    show(errors) {
      for (const element of node.querySelectorAll('[data-pointer]')) element.showError?.(null);
      const left = errors.filter((error) => !showAt(node, error));
      node.querySelector('[aria-invalid=true]')?.focus();
      return left;
    },
  };
}

// A form without anything in it is an empty object.
function withoutNothing({ value, errors }) {
  return { value: value ?? {}, errors };
}

function showAt(node, { pointer = '', detail, message }) {
  const found = [...node.querySelectorAll('[data-pointer]')].find((element) => element.dataset.pointer === pointer);
  if (!found?.showError) return false;
  found.showError(detail ?? message);
  return true;
}

function resolve(schema, context) {
  let found = schema;
  for (let depth = 0; depth < 16; depth += 1) {
    if (found?.$ref) {
      const { $ref, ...beside } = found;
      found = { ...context.definitions($ref), ...beside };
      continue;
    }
    // What may be null is what it is otherwise.
    const choices = (found?.oneOf ?? found?.anyOf)?.filter((one) => one.type !== 'null');
    if (choices?.length !== 1) break;
    const { oneOf, anyOf, ...beside } = found;
    found = { ...choices[0], ...beside };
  }
  return found ?? {};
}

function fieldOf(given, at) {
  const schema = resolve(given, at.context);
  const field = { ...at, schema, label: at.name || schema.title || '', hint: schema.description ?? at.context.hints(at.name) };
  if (schema.enum) return choice(field, schema.enum);
  if ('const' in schema) return choice(field, [schema.const]);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (type === 'object' && schema.properties) return objectField(field);
  if (type === 'object' && typeof schema.additionalProperties === 'object') return mapField(field);
  if (type === 'array') return listField(field);
  if (type === 'boolean') return choice(field, [true, false]);
  if (type === 'integer' || type === 'number') return numberField(field, type);
  if (type === 'string') return textField(field);
  return jsonField({ ...field, rows: 4 });
}

// --- one value

function wrap({ label, hint, pointer, required, note }, id, input) {
  const node = html`<div class="field" data-pointer=${pointer}>
    <label for=${id}>${label}${required ? html` <span class="required">required</span>` : ''}</label>
    ${input}
    ${note && html`<p class="hint">${note}</p>`}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${withCode(hint)}</p>`}
    <p class="error" id=${`${id}-error`} hidden></p>
  </div>`.firstElementChild;
  const control = node.querySelector(`#${id}`);
  const error = node.querySelector('.error');
  control.setAttribute('aria-describedby', hint ? `${id}-hint ${id}-error` : `${id}-error`);
  node.showError = (text) => {
    error.textContent = text ?? '';
    error.hidden = !text;
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  };
  return { node, control };
}

// What stands between backticks is a word of the API.
function withCode(text) {
  return text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));
}

function missing(pointer, detail = 'It is required.') {
  return { value: undefined, errors: [{ pointer, detail }] };
}

function choice(field, options) {
  const id = nextId();
  const words = options.map((option) => String(option));
  const { node, control } = wrap(field, id, html`<select id=${id}>
    ${(!field.required || field.value === undefined) && html`<option value="">${field.required ? 'Choose …' : notSet(field.schema)}</option>`}
    ${words.map((word) => html`<option value=${word}>${word}</option>`)}
  </select>`);
  if (field.value !== undefined) control.value = String(field.value);
  else if (field.required && options.length === 1) control.value = words[0];
  return {
    node,
    read() {
      const place = words.indexOf(control.value);
      if (place < 0) return field.required ? missing(field.pointer, 'Choose one.') : { value: undefined, errors: [] };
      return { value: options[place], errors: [] };
    },
  };
}

// What counts where nothing is set, if the schema says so.
function notSet({ default: standard }) {
  return ['string', 'number', 'boolean'].includes(typeof standard) ? `Not set: ${standard}` : 'Not set';
}

function numberField(field, type) {
  const id = nextId();
  const { minimum, maximum } = field.schema;
  const note = [minimum !== undefined && `from ${minimum}`, maximum !== undefined && `to ${maximum}`].filter(Boolean).join(' ');
  const { node, control } = wrap({ ...field, note }, id, html`<input id=${id} type="number" inputmode="decimal" step=${type === 'integer' ? 1 : 'any'} min=${minimum} max=${maximum} placeholder=${field.schema.default ?? null}>`);
  if (field.value !== undefined) control.value = field.value;
  return {
    node,
    read() {
      if (control.validity.badInput) return { value: undefined, errors: [{ pointer: field.pointer, detail: 'This is not a number.' }] };
      if (control.value === '') return field.required ? missing(field.pointer) : { value: undefined, errors: [] };
      if (!control.checkValidity()) return { value: undefined, errors: [{ pointer: field.pointer, detail: control.validationMessage }] };
      return { value: Number(control.value), errors: [] };
    },
  };
}

function textField(field) {
  const id = nextId();
  const { maxLength, format } = field.schema;
  const isLong = (maxLength ?? 0) > 255;
  const isTime = format === 'date-time';
  const input = isLong
    ? html`<textarea id=${id} maxlength=${maxLength} rows="3" spellcheck="false"></textarea>`
    : html`<div class="with-button"><input id=${id} type="text" maxlength=${maxLength} spellcheck="false" autocomplete="off" placeholder=${isTime ? '2026-01-31T18:00:00Z' : field.schema.default ?? null}>
        ${isTime && html`<button type="button" class="small">Now</button>`}</div>`;
  const note = maxLength && !isTime ? `at most ${maxLength} characters` : null;
  const { node, control } = wrap({ ...field, note }, id, input);
  node.querySelector('.with-button button')?.addEventListener('click', () => {
    control.value = new Date().toISOString().replace(/\.\d+/, '');
  });
  if (field.value !== undefined) control.value = field.value;
  return {
    node,
    read() {
      if (control.value === '') return field.required ? missing(field.pointer) : { value: undefined, errors: [] };
      return { value: control.value, errors: [] };
    },
  };
}

function jsonField(field) {
  const id = nextId();
  const { node, control } = wrap({ ...field, note: 'as JSON' }, id, html`<textarea id=${id} class="code" rows=${field.rows} spellcheck="false"></textarea>`);
  if (field.value !== undefined) control.value = JSON.stringify(field.value, null, 2);
  return {
    node,
    read() {
      if (control.value.trim() === '') return field.required && field.name ? missing(field.pointer) : { value: undefined, errors: [] };
      try {
        return { value: JSON.parse(control.value), errors: [] };
      } catch (error) {
        return { value: undefined, errors: [{ pointer: field.pointer, detail: `This is not JSON: ${error.message}` }] };
      }
    },
    show: (errors) => errors.forEach((error) => node.showError(error.detail)),
  };
}

// --- several values

function objectField(field) {
  const { properties, required = [] } = field.schema;
  // Single values first, what is required before the others; then what is nested.
  const rank = (name) => {
    const isPlainOne = isPlain(properties[name], field.context);
    if (name === 'customData') return 4;
    return (isPlainOne ? 0 : 2) + (required.includes(name) ? 0 : 1);
  };
  const names = Object.keys(properties).sort((a, b) => rank(a) - rank(b));
  const members = new Map();
  const node = html`<fieldset class=${field.name ? 'group' : 'group outer'} data-pointer=${field.pointer}>
    ${field.label && html`<legend>${field.label}</legend>`}
    ${field.hint && field.name && html`<p class="hint">${withCode(field.hint)}</p>`}
    <div class="members"></div>
    <div class="adders"></div>
  </fieldset>`.firstElementChild;
  const place = node.querySelector('.members');
  const adders = node.querySelector('.adders');

  function add(name, value) {
    const isRequired = required.includes(name);
    const pointer = `${field.pointer}/${name}`;
    const member = fieldOf(properties[name], { context: field.context, name, pointer, required: isRequired, value });
    members.set(name, member);
    if (isRequired || isPlain(properties[name], field.context)) {
      place.append(member.node);
      return member;
    }
    const box = html`<div class="optional-part"></div>`.firstElementChild;
    const remove = html`<button type="button" class="small" aria-label=${`Remove ${name}`}>Remove ${name}</button>`.firstElementChild;
    remove.addEventListener('click', () => {
      members.delete(name);
      box.remove();
      offer();
    });
    box.append(member.node, remove);
    place.append(box);
    return member;
  }
  function offer() {
    const open = names.filter((name) => !members.has(name));
    render(adders, open.map((name) => html`<button type="button" class="small" data-key=${name} @click=${() => {
      const member = add(name);
      offer();
      member.node.querySelector('input, select, textarea, button')?.focus();
    }}>Add ${name}</button>`));
  }
  for (const name of names) {
    const value = field.value?.[name];
    if (required.includes(name) || value !== undefined || isPlain(properties[name], field.context)) add(name, value);
  }
  offer();
  return {
    node,
    read() {
      // What the schema does not name stays as it is, where that may be.
      const others = Object.entries(field.schema.additionalProperties === false ? {} : field.value ?? {}).filter(([name]) => !Object.hasOwn(properties, name));
      const value = Object.fromEntries(others);
      const errors = [];
      for (const name of Object.keys(properties)) {
        const read = members.get(name)?.read();
        if (!read) continue;
        errors.push(...read.errors);
        if (read.value !== undefined) value[name] = read.value;
      }
      const isNothing = Object.keys(value).length === 0 && errors.length === 0 && field.name && !field.required;
      return { value: isNothing ? undefined : value, errors };
    },
  };
}

// One value, which needs no room before it is wanted.
function isPlain(schema, context) {
  const { type, enum: options, properties } = resolve(schema, context);
  const first = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  return Boolean(options) || (['string', 'integer', 'number', 'boolean'].includes(first) && !properties);
}

function listField(field) {
  const { items = {}, minItems = 0, maxItems = Infinity } = field.schema;
  let members = [];
  const node = html`<fieldset class="group list" data-pointer=${field.pointer}>
    <legend>${field.label}</legend>
    ${field.hint && html`<p class="hint">${withCode(field.hint)}</p>`}
    <div class="members"></div>
    <p class="adders"><button type="button" class="small">Add ${field.name || 'an entry'}</button></p>
  </fieldset>`.firstElementChild;
  const place = node.querySelector('.members');
  const adder = node.querySelector('.adders button');

  function add(value) {
    const entry = { box: html`<div class="entry"></div>`.firstElementChild };
    const pointer = `${field.pointer}/${members.length}`;
    entry.field = fieldOf(items, { context: field.context, name: `${field.name} ${members.length + 1}`, pointer, required: true, value });
    const remove = html`<button type="button" class="small">Remove ${field.name} ${members.length + 1}</button>`.firstElementChild;
    remove.addEventListener('click', () => {
      members = members.filter((one) => one !== entry);
      entry.box.remove();
      adder.disabled = members.length >= maxItems;
    });
    entry.box.append(entry.field.node, remove);
    members.push(entry);
    place.append(entry.box);
    adder.disabled = members.length >= maxItems;
  }
  adder.addEventListener('click', () => {
    add();
    members.at(-1).field.node.querySelector('input, select, textarea')?.focus();
  });
  for (const value of field.value ?? []) add(value);
  while (field.required && members.length < Math.max(minItems, 1)) add();
  return {
    node,
    read() {
      const value = [];
      const errors = [];
      for (const member of members) {
        const read = member.field.read();
        errors.push(...read.errors);
        if (read.value !== undefined) value.push(read.value);
      }
      return { value: value.length === 0 && !field.required ? undefined : value, errors };
    },
  };
}

// Values by names that the form's user chooses.
function mapField(field) {
  const { additionalProperties: items } = field.schema;
  let members = [];
  const node = html`<fieldset class="group map" data-pointer=${field.pointer}>
    <legend>${field.label}</legend>
    ${field.hint && html`<p class="hint">${withCode(field.hint)}</p>`}
    <div class="members"></div>
    <p class="adders"><button type="button" class="small">Add a value</button></p>
  </fieldset>`.firstElementChild;
  const place = node.querySelector('.members');

  function add(name = '', value = undefined) {
    const id = nextId();
    const entry = { box: html`<div class="entry pair"></div>`.firstElementChild };
    const title = html`<div class="field"><label for=${id}>Name</label><input id=${id} type="text" spellcheck="false" autocomplete="off" .value=${name}></div>`;
    entry.name = title.querySelector('input');
    entry.field = fieldOf(items, { context: field.context, name: 'Value', pointer: `${field.pointer}/${name}`, required: true, value });
    const remove = html`<button type="button" class="small">Remove</button>`.firstElementChild;
    remove.addEventListener('click', () => {
      members = members.filter((one) => one !== entry);
      entry.box.remove();
    });
    entry.box.append(title, entry.field.node, remove);
    members.push(entry);
    place.append(entry.box);
  }
  node.querySelector('.adders button').addEventListener('click', () => {
    add();
    members.at(-1).name.focus();
  });
  for (const [name, value] of Object.entries(field.value ?? {})) add(name, value);
  if (field.required && members.length === 0) add();
  return {
    node,
    read() {
      const value = {};
      const errors = [];
      for (const member of members) {
        const read = member.field.read();
        if (member.name.value.trim() === '') errors.push({ pointer: field.pointer, detail: 'A value has no name.' });
        else if (read.errors.length > 0) errors.push(...read.errors);
        else value[member.name.value.trim()] = read.value;
      }
      return { value: members.length === 0 && !field.required ? undefined : value, errors };
    },
  };
}
