// One webhook: how it stands, what its receiver did not take, and what can be done about it.

import { at, get, Pages, send } from '../lib/api.js';
import { control, formDialog } from '../lib/dialogs.js';
import { count, number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { go } from '../lib/router.js';
import { attempt, badge, confirm, facts, jsonBlock, moreButton, pageHead, problemBox, section } from '../lib/ui.js';
import { editWebhook, selectionWords, showSecret, testWebhook, webhookBadge } from './webhook/form.js';

export const title = 'Webhook';

export async function show({ main, params, signal }) {
  const { name } = params;
  const path = at`/webhooks/${name}`;
  let webhook = null;
  let letters = null;
  let seen = null;

  async function load() {
    webhook = await get(path, { signal });
    if (seen !== webhook.state.deadLetters) {
      letters = await new Pages(`${path}/dead-letters`, { query: { limit: 50 }, signal }).more();
      seen = webhook.state.deadLetters;
    }
    draw();
  }
  function draw() {
    render(main, html`${head(webhook, { act, load })}
      <div class="load-problem" aria-live="polite"></div>
      ${trouble(webhook)}
      <div class="grid">
        ${section({ title: 'How it stands', id: 'state' }, stateFacts(webhook))}
        ${section({ title: 'What it is told', id: 'about' }, aboutFacts(webhook))}
      </div>
      ${lettersPart(letters, { path, act, more })}`);
  }
  async function act(button, method, target, { done, question } = {}) {
    if (question && !(await confirm(question))) return undefined;
    const answer = await attempt(button, async () => (await send(method, target)) ?? true, { done });
    if (!(method === 'DELETE' && target === path)) {
      seen = null;
      await load();
    }
    return answer;
  }
  const more = (event) => attempt(event.currentTarget, async () => {
    await letters.more();
    draw();
  });
  await load();
  repeat(load, { every: 2_000, signal, failed: (problem) => render(main.querySelector('.load-problem'), problemBox(problem)) });
}

function head(webhook, { act, load }) {
  const { name, url, enabled, stopped } = webhook;
  const path = at`/webhooks/${name}`;
  return pageHead({
    title: name,
    lead: html`${webhookBadge(webhook)} <code>${url}</code>`,
    back: { href: '/webhooks', text: 'Webhooks' },
    actions: html`
      <button type="button" class="primary" @click=${(event) => attempt(event.currentTarget, () => testWebhook(name))}>Test</button>
      ${enabled && !stopped
        ? html`<button type="button" data-key="pause" @click=${(event) => act(event.currentTarget, 'POST', `${path}/pause`, { done: `${name} is paused; what happens waits` })}>Pause</button>`
        : html`<button type="button" data-key="resume" @click=${(event) => act(event.currentTarget, 'POST', `${path}/resume`, { done: `${name} goes on` })}>Resume</button>`}
      <button type="button" @click=${async () => {
        if (await editWebhook(webhook)) await load();
      }}>Change …</button>
      <button type="button" @click=${() => rotate(webhook, load)}>New secret …</button>
      <button type="button" class="danger" @click=${async (event) => {
        const isDone = await act(event.currentTarget, 'DELETE', path, {
          question: { title: `Remove ${name}?`, text: 'All that waits for it goes with it. Its receiver is told nothing any more.', action: 'Remove it' },
          done: `${name} is removed`,
        });
        if (isDone) go('/webhooks');
      }}>Remove</button>`,
  });
}

async function rotate({ name }, load) {
  const made = await formDialog({
    title: `A new secret for ${name}`,
    lead: 'For a while each request is signed with both, so that the receiver has time to change.',
    fields: control({ name: 'overlap', label: 'The one before signs along for', value: '24h', pattern: '[0-9]+(s|m|h|d)', hint: 'A number with its unit: 0s, 30m, 24h, 7d. At most 30d.' }),
    action: 'Make it',
    send: ({ overlap }) => send('POST', at`/webhooks/${name}/rotate`, { body: { overlap: overlap || null } }),
  });
  if (!made) return;
  await showSecret(made);
  await load();
}

function trouble({ stopped, state }) {
  const { failing } = state;
  if (stopped) return html`<p class="problem" role="status"><strong>It stopped by itself:</strong> ${stopped}</p>`;
  if (!failing) return null;
  return html`<p class="problem" role="status"><strong>Nothing is taken since</strong> ${timeTag(failing.since)}: ${failing.reason} (${count(failing.tries, 'try', 'tries')}${failing.nextTry && html`, the next ${timeTag(failing.nextTry)}`})</p>`;
}

function stateFacts({ state, createdAt, previousSecretUntil }) {
  const { lastDelivered } = state;
  return facts([
    ['Taken last', lastDelivered ? html`<code>${lastDelivered.kind}</code>${lastDelivered.chargePoint && ` of ${lastDelivered.chargePoint}`}, ${timeTag(lastDelivered.at)}` : 'nothing yet'],
    ['Events waiting', state.eventsWaiting === undefined || state.eventsWaiting === null ? null : `${number(state.eventsWaiting)}${state.eventsWaiting >= 10_000 ? ' or more' : ''}`],
    ['The oldest happened', state.oldestWaiting && timeTag(state.oldestWaiting)],
    ['Of charge points', state.chargePointsWaiting > 0 ? number(state.chargePointsWaiting) : null],
    ['Not taken', number(state.deadLetters)],
    ['Removed before it could be told', state.eventsLost > 0 ? number(state.eventsLost) : null],
    ['The secret before signs along', previousSecretUntil && html`until ${timeTag(previousSecretUntil)}`],
    ['Made', timeTag(createdAt)],
  ]);
}

function aboutFacts({ kinds, selection, headers, note }) {
  return facts([
    ['Kinds of events', html`<span class="kind-list">${kinds.map((kind) => html`<code>${kind}</code> `)}</span>`],
    ['Of', selectionWords(selection)],
    ['Headers', Object.keys(headers).join(', ')],
    ['Note', note],
  ]);
}

function lettersPart(letters, { path, act, more }) {
  const below = `${path}/dead-letters`;
  const { items } = letters;
  return section({ title: 'What it did not take', id: 'dead-letters', actions: items.length > 0 && html`
    <button type="button" class="small" @click=${(event) => act(event.currentTarget, 'POST', `${below}/retry`, { done: 'All are sent again' })}>Send all again</button>
    <button type="button" class="small danger" @click=${(event) => act(event.currentTarget, 'DELETE', below, { question: { title: 'Drop all of them?', text: 'The receiver is never told these events.', action: 'Drop all' }, done: 'They are dropped' })}>Drop all</button>` },
  items.length === 0
    ? html`<p class="empty">It took all that it was told.</p>`
    : html`<ul class="letter-list">${items.map((letter) => html`<li data-key=${String(letter.number)}>
        <div class="section-head">
          <h3><code>${letter.event.kind}</code>${letter.event.chargePoint && html` <a href=${at`/charge-points/${letter.event.chargePoint}`}>${letter.event.chargePoint}</a>`}</h3>
          <div class="actions">
            <button type="button" class="small" aria-label=${`Send event ${letter.number} again`} @click=${(event) => act(event.currentTarget, 'POST', `${below}/${letter.number}/retry`, { done: 'It is sent again' })}>Send again</button>
            <button type="button" class="small danger" aria-label=${`Drop event ${letter.number}`} @click=${(event) => act(event.currentTarget, 'DELETE', `${below}/${letter.number}`, { done: 'It is dropped' })}>Drop</button>
          </div>
        </div>
        <p>${letter.status && badge(`HTTP ${letter.status}`, 'bad')} ${letter.reason}</p>
        <p class="quiet">happened ${timeTag(letter.event.at)} · given up ${timeTag(letter.at)} after ${count(letter.tries, 'try', 'tries')}</p>
        <details><summary>The event</summary>${jsonBlock(letter.event)}</details>
      </li>`)}</ul>${moreButton(letters, more)}`);
}
