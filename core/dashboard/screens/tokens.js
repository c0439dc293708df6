// The tokens of the API: who may use it, and how it was used last.

import { at, Pages, send, whoami } from '../lib/api.js';
import { choices, control, formDialog, secretDialog } from '../lib/dialogs.js';
import { timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { attempt, badge, confirm, emptyState, moreButton, pageHead, table } from '../lib/ui.js';

export const title = 'Tokens';

const ROLES = [
  { value: 'viewer', text: 'Viewer', hint: 'Sees everything but tokens, the audit log and webhooks; changes nothing.' },
  { value: 'operator', text: 'Operator', hint: 'Runs charge points: commands, sessions, id tags, campaigns.' },
  { value: 'admin', text: 'Admin', hint: 'Everything, plugins and tokens among it.' },
];

const TONES = { viewer: 'quiet', operator: 'busy', admin: 'warn' };

export async function show({ main, signal }) {
  const me = await whoami();
  let pages = null;
  const load = async () => {
    pages = await new Pages('/tokens', { query: { limit: 200 }, signal }).more();
    draw();
  };
  const more = (event) => attempt(event.currentTarget, async () => {
    await pages.more();
    draw();
  });
  function draw() {
    const makeButton = html`<button type="button" class="primary" @click=${() => make(load)}>New token</button>`;
    render(main, html`
      ${pageHead({ title: 'Tokens', lead: 'Each person and each program has one of its own, so that the audit log says who did what, and one can go without the others.', actions: makeButton })}
      ${pages.items.length === 0
        ? emptyState({ title: 'No tokens yet', text: 'Whoever reaches this address from this machine may do everything. With the first token everybody needs one.' })
        : table({ caption: 'Tokens', rows: pages.items, key: ({ name }) => name, stacked: true, columns: columns(me, load) })}
      ${moreButton(pages, more)}`);
  }
  await load();
}

function columns(me, load) {
  return [
    { title: 'Name', cell: ({ name, note }) => html`${name}${name === me.name && html` <span class="quiet">(you)</span>`}${note && html`<br><span class="quiet">${note}</span>`}` },
    { title: 'Role', cell: ({ role }) => badge(role, TONES[role]) },
    { title: 'Used last', cell: ({ lastUsedAt, lastUsedFrom }) => (lastUsedAt ? html`${timeTag(lastUsedAt)}${lastUsedFrom && html` <span class="quiet">from ${lastUsedFrom}</span>`}` : html`<span class="quiet">not yet</span>`) },
    { title: 'Valid', cell: validity },
    { title: 'Made', cell: ({ createdAt, createdBy, source }) => (source === 'configuration' ? 'by the configuration' : html`${timeTag(createdAt)}${createdBy && html` <span class="quiet">by ${createdBy}</span>`}`) },
    { title: 'What to do', cell: (token) => actions(token, { me, load }) },
  ];
}

function validity({ expired, expiresAt, previousValidUntil }) {
  if (expired) return badge('Expired', 'bad');
  return html`${expiresAt ? html`until ${timeTag(expiresAt)}` : 'always'}${previousValidUntil && html`<br><span class="quiet">the text before: until ${timeTag(previousValidUntil)}</span>`}`;
}

function actions(token, act) {
  if (token.source === 'configuration') return html`<span class="quiet">in the configuration</span>`;
  return html`<div class="actions">
    <button type="button" class="small" aria-label=${`Rotate ${token.name}`} @click=${() => rotate(token, act)}>Rotate …</button>
    <button type="button" class="small danger" aria-label=${`Revoke ${token.name}`} @click=${(event) => revoke(event.currentTarget, token, act)}>Revoke</button>
  </div>`;
}

async function make(load) {
  const made = await formDialog({
    title: 'New token',
    fields: html`
      ${control({ name: 'name', label: 'Name', required: true, pattern: '[A-Za-z0-9._\\-]{1,64}', hint: 'Letters, digits, dots, _ and -.' })}
      ${choices({ name: 'role', label: 'What it may do', value: 'operator', options: ROLES })}
      ${control({ name: 'note', label: 'Note', hint: 'What it is for.' })}
      ${control({ name: 'expiresAt', label: 'Valid until', type: 'datetime-local', hint: 'Empty: until it is revoked.' })}`,
    action: 'Make it',
    send: ({ name, role, note, expiresAt }) => send('POST', '/tokens', { body: { name, role, note: note || null, expiresAt: timeOf(expiresAt) } }),
  });
  if (!made) return;
  await secretDialog({ title: `The token ${made.name}`, text: 'Programs send it as “Authorization: Bearer …”; people log in with it here.', secret: made.token });
  await load();
}

async function rotate(token, { load }) {
  const made = await formDialog({
    title: `Rotate ${token.name}`,
    lead: 'It gets a new text. The one before stays valid for a while, so that whoever uses it has time to change.',
    fields: html`
      ${control({ name: 'overlap', label: 'The one before stays valid for', value: '24h', pattern: '[0-9]+(s|m|h|d)', hint: 'A number with its unit: 0s, 30m, 24h, 7d. At most 30d.' })}
      ${control({ name: 'expiresAt', label: 'The new one is valid until', type: 'datetime-local', hint: 'Empty: as before.' })}`,
    action: 'Rotate it',
    send: ({ overlap, expiresAt }) => send('POST', at`/tokens/${token.name}/rotate`, { body: { overlap: overlap || null, expiresAt: timeOf(expiresAt) } }),
  });
  if (!made) return;
  await secretDialog({ title: `The new text of ${made.name}`, text: 'Give it to whoever uses the one before.', secret: made.token });
  await load();
}

async function revoke(button, token, { me, load }) {
  const isMeant = await confirm({
    title: `Revoke ${token.name}?`,
    text: token.name === me.name ? 'This is the token that you use. You are logged out at once.' : 'Whoever uses it is refused at once. It cannot be taken back.',
    action: 'Revoke it',
  });
  if (!isMeant) return;
  await attempt(button, () => send('DELETE', at`/tokens/${token.name}`), { done: `${token.name} is revoked` });
  await load();
}

// A time of the browser's zone, as the API wants it.
function timeOf(local) {
  return local ? new Date(local).toISOString() : null;
}
