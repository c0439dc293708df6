// What can be sent to a charge point of a version, with the schemas of its bodies: as the API tells it, so that each
// action and each member that the server knows is there.

import { at, get } from '../../lib/api.js';

// The verbs as people call them; one that is not here is called as the API calls it.
const TITLES = {
  start: 'Start a session',
  stop: 'Stop a session',
  unlock: 'Unlock a connector',
  reset: 'Restart',
  availability: 'Put into or take out of service',
  reserve: 'Reserve a connector',
  'cancel-reservation': 'Cancel a reservation',
  trigger: 'Ask for a message',
  'get-configuration': 'Read the configuration',
  'set-configuration': 'Set values of the configuration',
  'apply-configuration': 'Set what is wanted and not so',
  'set-password': 'Give it a new password',
  'set-security-profile': 'Raise its security profile',
  'set-network-profile': 'Tell it where to connect',
  'local-list': 'Send the local list',
  'clear-cache': 'Clear its cache of tags',
  firmware: 'Install firmware',
  diagnostics: 'Fetch diagnostics or a log',
};
const ORDER = Object.keys(TITLES);

/** All that can be sent: each has `name`, `title`, `group`, `about` and `isVerb`. */
export async function catalogOf(version, { signal } = {}) {
  const [verbs, actions] = await Promise.all([
    get('/verbs', { signal }),
    version ? get('/actions', { query: { version, sends: 'central-system' }, signal }) : { items: [] },
  ]);
  const place = ({ name }) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [
    ...verbs.items.sort((a, b) => place(a) - place(b)).map(({ name, summary }) => ({ name, title: TITLES[name] ?? name, group: 'Every day', about: summary, isVerb: true })),
    ...actions.items.filter(({ sendable }) => sendable).sort((a, b) => a.block.localeCompare(b.block) || a.action.localeCompare(b.action)).map(({ action, block, summary }) => ({ name: action, title: action, group: blockWords(block), about: summary, isVerb: false })),
  ];
}

/** The schema of a body: `{ schema, definitions, example }`. */
export async function schemaOf(item, version, { signal } = {}) {
  const told = await get(item.isVerb ? at`/verbs/${item.name}` : at`/actions/${version}/${item.name}`, { signal });
  const schema = item.name === 'trigger' ? await withMessages(told.request, version, signal) : told.request;
  return {
    schema,
    definitions: (reference) => schema.$defs?.[reference.slice(reference.lastIndexOf('/') + 1)] ?? {},
    example: told.example,
  };
}

// Which messages a station can be asked for is the version's.
async function withMessages(schema, version, signal) {
  if (!version) return schema;
  const { request } = await get(at`/actions/${version}/TriggerMessage`, { signal });
  const message = { ...request.properties.requestedMessage, description: schema.properties.message.description };
  return { ...schema, properties: { ...schema.properties, message }, $defs: { ...schema.$defs, ...request.$defs } };
}

// `K SmartCharging` is Smart Charging.
function blockWords(block) {
  return block.replace(/^[A-Z] /, '').replace(/([a-z])([A-Z])/g, '$1 $2');
}
