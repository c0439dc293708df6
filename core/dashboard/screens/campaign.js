// One campaign: its stages as they go, what became of each charge point and why, and what can be done about it.

import { at, get, may, Pages, send } from '../lib/api.js';
import { duration, number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { go, keepQuery } from '../lib/router.js';
import { attempt, confirm, facts, jsonBlock, moreButton, pageHead, problemBox, section, table } from '../lib/ui.js';
import { campaignBadge, failedOf, isUnderWay, MEMBER_STATES, memberBadge, progressBar, progressWords } from './campaign/progress.js';

export const title = 'Campaign';

const PAGE = 100;

export async function show({ main, params, query, signal }) {
  const path = at`/campaigns/${params.id}`;
  let campaign = null;
  let members = null;
  let state = query.state ?? '';
  let shown = PAGE;

  async function load() {
    [campaign, members] = await Promise.all([
      get(path, { signal }),
      new Pages(`${path}/charge-points`, { query: { state, limit: Math.min(shown, 1_000) }, signal }).more(),
    ]);
    draw();
  }
  function draw() {
    render(main, html`${head(campaign, act)}
      <div class="load-problem" aria-live="polite"></div>
      ${stagesPart(campaign)}
      ${membersPart(campaign, members, { state, filter, more })}
      <div class="grid">${aboutPart(campaign)}</div>`);
  }
  async function act(button, what, { question, body, done, after } = {}) {
    if (question && !(await confirm(question))) return;
    const method = what === '' ? 'DELETE' : 'POST';
    const answer = await attempt(button, async () => (await send(method, `${path}${what}`, { body })) ?? true, { done });
    if (answer && after) after();
    else await load();
  }
  function filter(wanted) {
    state = wanted;
    shown = PAGE;
    keepQuery({ state });
    return load();
  }
  const more = (event) => attempt(event.currentTarget, () => {
    shown += PAGE;
    return load();
  });
  await load();
  repeat(load, {
    every: () => (isUnderWay(campaign) ? 1_000 : 5_000),
    signal,
    failed: (problem) => render(main.querySelector('.load-problem'), problemBox(problem)),
  });
}

function head(campaign, act) {
  const { name, command, state, reason } = campaign;
  return html`${pageHead({
    title: name || command,
    lead: html`${campaignBadge(state)} <code>${command}</code> for ${number(campaign.chargePoints)} charge points`,
    back: { href: '/campaigns', text: 'Campaigns' },
    actions: may('operator') && actions(campaign, act),
  })}
  ${reason && html`<p class="note" role="status"><strong>${state === 'paused' ? 'It is paused:' : 'It says:'}</strong> ${reason}</p>`}`;
}

function actions(campaign, act) {
  const { state, counts } = campaign;
  const isOver = state === 'completed' || state === 'cancelled';
  const failed = failedOf(counts);
  return html`
    ${isUnderWay(campaign) && html`<button type="button" @click=${(event) => act(event.currentTarget, '/pause', { done: 'It is paused: nobody gets the command any more' })}>Pause</button>`}
    ${state === 'paused' && html`<button type="button" class="primary" @click=${(event) => act(event.currentTarget, '/resume', { done: 'It goes on' })}>Resume</button>`}
    ${failed > 0 && html`<button type="button" @click=${(event) => act(event.currentTarget, '/retry', { body: {}, done: `${number(failed)} are tried again` })}>Try ${number(failed)} failed again</button>`}
    ${!isOver && html`<button type="button" class="danger" @click=${(event) => act(event.currentTarget, '/cancel', {
      question: { title: 'End it for good?', text: 'Whoever has not got the command does not get it. What was done stays done.', action: 'End it' },
      done: 'It is cancelled',
    })}>Cancel</button>`}
    ${isOver && html`<button type="button" class="danger small" @click=${(event) => act(event.currentTarget, '', {
      question: { title: 'Forget this campaign?', text: 'What became of each charge point is not shown any more. The commands themselves stay where they are.', action: 'Forget it' },
      done: 'It is forgotten',
      after: () => go('/campaigns'),
    })}>Forget</button>`}`;
}

function stagesPart(campaign) {
  const { counts, chargePoints, stages, stage, state } = campaign;
  return section({ title: 'Progress', id: 'progress' }, html`
    <div aria-live="polite" aria-atomic="true">${progressWords(counts)}</div>
    ${progressBar(counts, chargePoints, { label: 'All' })}
    ${stages.length > 1 && html`<ol class="stages">${stages.map((one, index) => {
      const isNow = index + 1 === stage && (state === 'running' || state === 'paused');
      return html`<li data-key=${String(index)} aria-current=${isNow ? 'step' : null}>
        <p><strong>Stage ${index + 1}</strong> <span class="quiet">up to ${one.share} %, ${number(one.chargePoints)} charge points${isNow ? ', now' : ''}</span> ${progressWords(one.counts)}</p>
        ${progressBar(one.counts, one.chargePoints, { label: `Stage ${index + 1}` })}
      </li>`;
    })}</ol>`}`);
}

function membersPart(campaign, members, { state, filter, more }) {
  const kinds = MEMBER_STATES.filter((one) => (campaign.counts[one.key] ?? 0) > 0 || one.state === state);
  return section({ title: 'Charge points', id: 'members' }, html`
    <div class="actions member-filter" role="group" aria-label="Which are shown">
      <button type="button" class="small" aria-pressed=${String(state === '')} @click=${() => filter('')}>All ${number(campaign.chargePoints)}</button>
      ${kinds.map((one) => html`<button type="button" class="small" data-key=${one.state} aria-pressed=${String(state === one.state)} @click=${() => filter(one.state)}>${one.text} ${number(campaign.counts[one.key] ?? 0)}</button>`)}
    </div>
    ${table({
      caption: 'What became of each charge point',
      rows: members.items,
      key: ({ chargePoint }) => chargePoint,
      href: ({ chargePoint }) => at`/charge-points/${chargePoint}`,
      stacked: true,
      empty: 'None is so far.',
      columns: [
        { title: 'Charge point', cell: ({ chargePoint }) => chargePoint },
        { title: 'State', cell: (member) => memberBadge(member.state) },
        { title: 'Why', cell: ({ reason }) => reason },
        { title: 'Stage', number: true, cell: ({ stage }) => number(stage) },
        { title: 'Tries', number: true, cell: ({ attempts }) => number(attempts) },
        { title: 'Since', cell: (member) => timeTag(member.at) },
      ],
    })}
    ${moreButton(members, more)}`);
}

function aboutPart(campaign) {
  return html`
    ${section({ title: 'How it goes', id: 'about' }, facts([
      ['Begun', timeTag(campaign.createdAt, { exact: true })],
      ['Over', campaign.endedAt && timeTag(campaign.endedAt, { exact: true })],
      ['At a time', number(campaign.parallel)],
      ['Pauses itself', campaign.maxFailedPercent >= 100 ? 'never' : `when more than ${campaign.maxFailedPercent} % of a stage fail`],
      ['Waits for who is away', duration(campaign.ttlSeconds)],
      ['A stage waits for everybody', campaign.waitForAbsent ? 'yes' : 'no, who is away comes later'],
    ]))}
    ${section({ title: 'For whom', id: 'selection' }, selectionFacts(campaign.selection))}
    ${section({ title: 'What it brings', id: 'payload' }, jsonBlock(campaign.payload ?? {}))}`;
}

function selectionFacts(selection = {}) {
  const { all, chargePoints, site, labels, vendor, model, firmware, version, connected } = selection;
  return facts([
    ['All charge points', all && 'yes'],
    ['These', chargePoints?.join(', ')],
    ['Site', site],
    ['Labels', labels?.join(', ')],
    ['Vendor', vendor],
    ['Model', model],
    ['Firmware', firmware],
    ['OCPP version', version],
    ['Connected', { true: 'yes', false: 'no' }[connected]],
  ]);
}
