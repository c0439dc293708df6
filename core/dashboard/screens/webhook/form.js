// What a webhook is made of, and how it stands, in the words that the list and its own page share.

import { at, send } from '../../lib/api.js';
import { control, formDialog, secretDialog } from '../../lib/dialogs.js';
import { count, number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, dialog, facts, jsonBlock } from '../../lib/ui.js';

const WORDS = {
  'up-to-date': { text: 'Up to date', tone: 'good' },
  delivering: { text: 'Delivering', tone: 'busy' },
  failing: { text: 'Failing', tone: 'bad' },
  paused: { text: 'Paused', tone: 'warn' },
  stopped: { text: 'Stopped', tone: 'bad' },
};

const GROUPS = [
  { kind: 'transaction.*', text: 'Sessions' },
  { kind: 'charge-point.*', text: 'Charge points: connected, disconnected, booted, refused' },
  { kind: 'connector.status', text: 'States of connectors' },
  { kind: 'meter.values', text: 'Meter values' },
  { kind: 'command.*', text: 'Commands' },
  { kind: 'firmware.status', text: 'Firmware updates' },
  { kind: 'diagnostics.status', text: 'Diagnostics' },
  { kind: 'file.received', text: 'Files that charge points brought' },
  { kind: 'reservation.changed', text: 'Reservations' },
  { kind: 'credentials.changed', text: 'Passwords and security profiles that change' },
  { kind: 'security.event', text: 'Security events' },
  { kind: 'certificate.*', text: 'Certificates' },
  { kind: 'configuration.reported', text: 'Configurations' },
  { kind: 'message.repaired', text: 'Repaired messages' },
  { kind: 'plugin.*', text: 'What plugins decided and told' },
];

export function webhookBadge({ state }) {
  const { text, tone } = WORDS[state.word] ?? { text: state.word, tone: 'quiet' };
  return html`${badge(text, tone)}${state.deadLetters > 0 && html` ${badge(`${number(state.deadLetters)} not taken`, 'warn')}`}`;
}

export function selectionWords(selection) {
  if (!selection) return 'all charge points';
  const { chargePoints, labels, site } = selection;
  const parts = [site && `site ${site}`, labels?.length > 0 && `labels ${labels.join(', ')}`, chargePoints && count(chargePoints.length, 'named charge point')].filter(Boolean);
  return parts.join(', ') || 'all charge points';
}

/** Makes a webhook, or changes one. Answers it, with its secret if it is new. */
export async function editWebhook(webhook) {
  const kinds = webhook?.kinds ?? ['transaction.*'];
  const others = kinds.filter((kind) => !GROUPS.some((group) => group.kind === kind));
  const { chargePoints, labels = [], site } = webhook?.selection ?? {};
  const made = await formDialog({
    title: webhook ? `Change ${webhook.name}` : 'New webhook',
    lead: webhook ? null : 'Its receiver is told what happens from now on: each event is a signed POST (Standard Webhooks).',
    fields: html`
      ${!webhook && control({ name: 'name', label: 'Name', required: true, pattern: '[A-Za-z0-9._\\-]{1,64}', hint: 'Letters, digits, dots, _ and -.' })}
      ${control({ name: 'url', label: 'URL', type: 'url', required: !webhook, placeholder: 'https://example.com/ocpp', hint: webhook ? html`Empty: as it is, <code>${webhook.url}</code>.` : null })}
      <fieldset class="group"><legend>What it is told</legend><div class="kinds">
        <p class="choice"><label class="inline"><input type="checkbox" name="kind *" ?checked=${kinds.includes('*')}> Everything</label></p>
        ${GROUPS.map(({ kind, text }) => html`<p class="choice"><label class="inline"><input type="checkbox" name=${`kind ${kind}`} ?checked=${kinds.includes(kind)}> ${text}</label></p>`)}
      </div>
      ${control({ name: 'others', label: 'Other kinds', value: others.filter((kind) => kind !== '*').join(', '), hint: 'With commas between them; a * at the end stands for all that begin so.' })}</fieldset>
      <details ?open=${Boolean(webhook?.selection)}><summary>Only of some charge points</summary><div class="members">
        ${control({ name: 'site', label: 'Site', value: site ?? '' })}
        ${control({ name: 'labels', label: 'Labels', value: labels.join(', ') })}
        ${control({ name: 'chargePoints', label: 'Charge points', value: (chargePoints ?? []).join(', ') })}
      </div></details>
      <details><summary>Headers and note</summary>
        ${control({ name: 'headers', label: 'Headers', rows: 2, placeholder: 'Authorization: Bearer …', hint: webhook ? `One a line. Empty: as they are (${Object.keys(webhook.headers).join(', ') || 'none'}).` : 'One a line, sent with each request.' })}
        ${control({ name: 'note', label: 'Note', value: webhook?.note ?? '' })}
      </details>`,
    action: webhook ? 'Save' : 'Make it',
    send: (values) => (webhook ? send('PUT', at`/webhooks/${webhook.name}`, { body: bodyOf(values) }) : send('POST', '/webhooks', { body: { name: values.name, ...bodyOf(values) } })),
  });
  if (made && !webhook) await showSecret(made);
  return made;
}

/** Shows the secret of an answer that brings a new one. */
export function showSecret(webhook) {
  return secretDialog({ title: `The secret of ${webhook.name}`, text: 'With it the receiver holds the signature of each request to be ours (header webhook-signature).', secret: webhook.secret });
}

function bodyOf({ url, others, site, labels, chargePoints, headers, note, ...rest }) {
  const kinds = Object.entries(rest).filter(([name, isChosen]) => name.startsWith('kind ') && isChosen).map(([name]) => name.slice('kind '.length));
  const selection = { site: site || null, labels: listOf(labels), chargePoints: listOf(chargePoints) };
  const isNobodySpecial = !site && selection.labels.length === 0 && selection.chargePoints.length === 0;
  return {
    ...(url && { url }),
    kinds: [...kinds, ...listOf(others)],
    selection: isNobodySpecial ? null : { ...selection, chargePoints: selection.chargePoints.length > 0 ? selection.chargePoints : null },
    ...(headers && { headers: headersOf(headers) }),
    note: note || null,
  };
}

function listOf(text) {
  return text.split(',').map((one) => one.trim()).filter(Boolean);
}

function headersOf(text) {
  return Object.fromEntries(text.split('\n').filter((line) => line.includes(':')).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  }));
}

/** Sends a test, and shows what came back. */
export async function testWebhook(name) {
  const { delivered, status, answer, error, milliseconds, id } = await send('POST', at`/webhooks/${name}/test`);
  await dialog(`A test of ${name}`, (close) => html`
    <p>${delivered ? badge('The receiver took it', 'good') : badge('The receiver did not take it', 'bad')}</p>
    ${facts([['Status', status], ['Took', `${number(milliseconds)} ms`], ['webhook-id', html`<code>${id}</code>`]])}
    ${error && html`<p class="failure-cause">${error}</p>`}
    ${answer && html`<h3 class="list-title">What it answered</h3>${jsonBlock(answer)}`}
    <div class="actions list-title"><button type="button" class="primary" @click=${() => close()}>Close</button></div>`);
}
