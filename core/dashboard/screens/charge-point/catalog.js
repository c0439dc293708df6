// What can be sent to a charge point of a version, with the schemas of its bodies: read from the API's own description, so
// that each action and each member that the server knows is there.

import { get } from '../../lib/api.js';

/** The verbs: what operators want every day, in one body for all versions. */
export const VERBS = [
  { name: 'start', title: 'Start a session' },
  { name: 'stop', title: 'Stop a session' },
  { name: 'unlock', title: 'Unlock a connector' },
  { name: 'reset', title: 'Restart' },
  { name: 'availability', title: 'Put into or take out of service' },
  { name: 'reserve', title: 'Reserve a connector' },
  { name: 'cancel-reservation', title: 'Cancel a reservation' },
  { name: 'trigger', title: 'Ask for a message' },
  { name: 'get-configuration', title: 'Read the configuration' },
  { name: 'set-configuration', title: 'Set values of the configuration' },
  { name: 'apply-configuration', title: 'Set what is wanted and not so' },
  { name: 'local-list', title: 'Send the local list' },
  { name: 'clear-cache', title: 'Clear its cache of tags' },
  { name: 'firmware', title: 'Install firmware' },
  { name: 'diagnostics', title: 'Fetch diagnostics or a log' },
];

const PREFIX = '/api/v1/charge-points/{id}/commands/';
let described = null;

/** `{ items, definitions }`: the items have `name`, `title`, `group`, `about`, and `schema`, what its body is. */
export async function catalogOf(version, { signal } = {}) {
  described ??= get('/openapi.json', { signal }).catch((problem) => {
    described = null;
    throw problem;
  });
  const document = await described;
  const { schemas } = document.components;
  const items = [...VERBS.map((verb) => verbItem(verb, { document, version })), ...actionItems(version, document)];
  return {
    items: items.filter(Boolean),
    definitions: (reference) => schemas[reference.slice(reference.lastIndexOf('/') + 1)] ?? {},
  };
}

function verbItem({ name, title }, { document, version }) {
  const operation = document.paths[PREFIX + name]?.post;
  if (!operation) return null;
  const { schemas } = document.components;
  const body = bodyOf(operation) ?? {};
  let schema = body.$ref ? schemas[body.$ref.split('/').pop()] : body;
  // Which messages a station can be asked for is the version's.
  const messages = schemas[`${prefixOf(version)}TriggerMessageRequest`]?.properties.requestedMessage;
  if (name === 'trigger' && messages) schema = { ...schema, properties: { ...schema.properties, message: messages } };
  return { name, title, group: 'Every day', isVerb: true, about: operation.summary, example: schema.examples?.[0], schema };
}

function prefixOf(version) {
  return `v${(version ?? '').replaceAll('.', '')}.`;
}

function actionItems(version, { paths }) {
  const prefix = prefixOf(version);
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const name = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : '';
    if (!post || !/^[A-Z]/.test(name)) return [];
    const schema = choices(bodyOf(post)).find(({ $ref }) => $ref?.split('/').pop().startsWith(prefix));
    return schema ? [{ name, title: name, group: blockOf(post.description, version), isVerb: false, about: '', schema }] : [];
  });
}

function bodyOf(operation) {
  return operation.requestBody?.content?.['application/json']?.schema;
}

function choices(schema) {
  return schema?.anyOf ?? schema?.oneOf ?? (schema ? [schema] : []);
}

// `OCPP 1.6: SmartCharging; OCPP 2.0.1: K SmartCharging. The body …`
function blockOf(description = '', version) {
  const found = description.split('\n')[0].split(/[;.]\s/).find((part) => part.trim().startsWith(`OCPP ${version}:`));
  if (!found) return 'Others';
  const block = found.slice(found.indexOf(':') + 1).trim();
  return block.replace(/^([A-Z]) /, '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\.$/, '');
}
