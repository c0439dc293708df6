// The form of each action and each verb holds whatever its schema allows: a body with every member goes in and comes out
// as it was, and an empty form says what is missing where it is missing.

import assert from 'node:assert/strict';
import { ADMIN_TOKEN, ADMIN_URL, loggedIn, open, shown, withBrowser } from './browser.mjs';

async function told(path) {
  const answer = await fetch(`${ADMIN_URL}/api/v1${path}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

const { items: actions } = await told('/actions?sends=central-system');
const { items: verbs } = await told('/verbs');
const paths = [...actions.map(({ version, action }) => `/actions/${version}/${action}`), ...verbs.map(({ name }) => `/verbs/${name}`)];
assert.ok(paths.length > 120, `${paths.length} forms`);

await withBrowser(async (browser) => {
  const { page, complaints } = await open(browser, { state: await loggedIn(browser) });
  await page.goto(`${ADMIN_URL}/system`);
  await shown(page);
  for (const path of paths) {
    const { request } = await told(path);
    const { given, read, errors, missing, required } = await page.evaluate(filled, request);
    assert.deepEqual(errors, [], path);
    assert.deepEqual(read, given, path);
    assert.equal(missing, required, `${path}: what is missing in an empty form`);
  }
  assert.deepEqual(complaints, []);
});
console.log('PASSED');

// In the page: its own form, filled with every member that there is.
async function filled(schema) {
  const { schemaForm } = await import('/assets/lib/form.js');
  const definitions = (reference) => schema.$defs[reference.slice(reference.lastIndexOf('/') + 1)];

  function resolved(given) {
    const { $ref, ...beside } = given;
    const found = $ref ? { ...resolved(definitions($ref)), ...beside } : given;
    const choices = (found.oneOf ?? found.anyOf)?.filter(({ type }) => type !== 'null');
    return choices?.length === 1 ? resolved(choices[0]) : found;
  }

  function valueOf(given, depth) {
    const { type: told, enum: options, minimum, maximum, minLength = 0, maxLength = 20, format, properties, required = [], items = {}, minItems = 1, additionalProperties } = resolved(given);
    const type = Array.isArray(told) ? told.find((one) => one !== 'null') : told;
    if (options) return options.at(-1);
    if (type === 'object' && properties) {
      // A type that holds itself ends somewhere.
      const names = Object.keys(properties).filter((name) => depth < 9 || required.includes(name));
      return Object.fromEntries(names.map((name) => [name, valueOf(properties[name], depth + 1)]));
    }
    if (type === 'object' && additionalProperties) return { Name: valueOf(additionalProperties, depth + 1) };
    if (type === 'array') return Array.from({ length: Math.max(minItems, 1) }, () => valueOf(items, depth + 1));
    if (type === 'boolean') return false;
    if (type === 'integer' || type === 'number') return maximum ?? minimum ?? 7;
    if (type === 'string') return format === 'date-time' ? '2026-01-31T18:00:00Z' : 'x'.repeat(Math.max(minLength, Math.min(maxLength, 3)));
    return { any: ['thing', 1] };
  }

  const given = valueOf(schema, 0);
  const form = schemaForm(schema, { definitions, value: given });
  document.querySelector('main').append(form.node);
  const { value: read, errors } = form.read();
  form.node.remove();
  const missing = schemaForm(schema, { definitions }).read().errors.length > 0;
  return { given, read, errors, missing, required: (resolved(schema).required ?? []).length > 0 };
}
