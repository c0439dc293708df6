// A campaign that is begun: for whom, what, and how carefully. Before it begins the server says whom it would take.

import { send } from '../lib/api.js';
import { control, valuesOf } from '../lib/dialogs.js';
import { count, number } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { go } from '../lib/router.js';
import { attempt, badge, pageHead, problemBox, section, table } from '../lib/ui.js';
import { whatPart } from './campaign/what.js';
import { whoPart } from './campaign/who.js';

export const title = 'New campaign';

const MOST_SHOWN = 200;

export async function show({ main, query, signal }) {
  render(main, html`
    ${pageHead({ title: 'New campaign', back: { href: '/campaigns', text: 'Campaigns' }, lead: 'Nothing is sent until you have seen whom it would take.' })}
    <form class="campaign-form" @submit=${(event) => {
      event.preventDefault();
      check();
    }}>
      ${section({ title: '1. For whom', id: 'who' }, html`<div class="who-part" data-keep></div>`)}
      ${section({ title: '2. What', id: 'what' }, html`<div class="what-part" data-keep></div>`)}
      ${section({ title: '3. How carefully', id: 'how' }, howPart())}
      <div class="form-problem" aria-live="assertive"></div>
      <p><button type="submit" class="primary">See whom it would take</button></p>
    </form>
    <div class="dry-run" aria-live="polite"></div>`);
  const form = main.querySelector('form');
  const place = main.querySelector('.dry-run');
  const what = whatPart({ place: main.querySelector('.what-part'), signal });
  const who = whoPart({ place: main.querySelector('.who-part'), query, signal, changed: () => {
    forgetDryRun();
    what.setVersion(who.selection().version);
  } });
  form.addEventListener('input', forgetDryRun);
  await Promise.all([who.ready, what.setVersion(who.selection().version)]);

  function forgetDryRun() {
    render(place, null);
  }
  async function body() {
    const { errors, command, payload } = await what.read();
    if (errors.length > 0) return null;
    return { command, payload, selection: who.selection(), ...carefully(valuesOf(form)) };
  }
  async function check() {
    const problemPlace = main.querySelector('.form-problem');
    render(problemPlace, null);
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    try {
      const wanted = await body();
      if (!wanted) return;
      const answer = await send('POST', '/campaigns', { body: { ...wanted, dryRun: true } });
      render(place, dryRunPart(answer, { begin: (event) => begin(event.currentTarget, wanted) }));
      place.querySelector('h2')?.scrollIntoView({ block: 'start' });
    } catch (problem) {
      if (what.show(problem)) return;
      render(problemPlace, problemBox(problem));
    } finally {
      button.disabled = false;
    }
  }
  async function begin(button, wanted) {
    const made = await attempt(button, () => send('POST', '/campaigns', { body: wanted }), { done: 'It has begun' });
    if (made) go(`/campaigns/${encodeURIComponent(made.id)}`);
  }
}

function howPart() {
  return html`<div class="members">
    ${control({ name: 'name', label: 'Name', maxlength: 200, placeholder: 'Firmware 2.4 for Depot North', hint: 'For people.' })}
    ${control({ name: 'stages', label: 'Stages in percent', value: '10, 100', hint: 'The share of all that each stage goes up to; the last is 100.' })}
    ${control({ name: 'maxFailedPercent', label: 'Pause when more of a stage fail, in percent', type: 'number', min: 0, max: 100, step: 1, value: 10 })}
    ${control({ name: 'parallel', label: 'At a time', type: 'number', min: 1, max: 10_000, step: 1, value: 50 })}
    ${control({ name: 'ttl', label: 'Wait for who is away', value: '24h', hint: 'A number with its unit: 30m, 24h, 7d. At most 30d.' })}
  </div>
  <p><label class="inline"><input type="checkbox" name="waitForAbsent"> A stage is not over while somebody of it is away</label></p>`;
}

function carefully({ name, stages, maxFailedPercent, parallel, ttl, waitForAbsent }) {
  const shares = stages.split(/[\s,]+/).filter(Boolean).map(Number);
  return {
    name: name || null,
    stages: shares.length > 0 ? shares : null,
    maxFailedPercent: maxFailedPercent === '' ? null : Number(maxFailedPercent),
    parallel: parallel === '' ? null : Number(parallel),
    ttl: ttl || null,
    waitForAbsent,
  };
}

function dryRunPart({ chargePoints, stages, items }, { begin }) {
  if (chargePoints === 0) return html`<p class="problem" role="alert"><strong>Nobody is selected.</strong> Nothing would be sent.</p>`;
  const problems = items.filter(({ problem }) => problem).length;
  const away = items.filter(({ connected }) => !connected).length;
  return section({ title: `It would take ${count(chargePoints, 'charge point')}`, id: 'dry-run' }, html`
    <p>${stages.map((stage, index) => `Stage ${index + 1}: ${number(stage.chargePoints)}`).join(', ')}.
      ${away > 0 && ` ${count(away, 'is', 'are')} away now.`} ${problems > 0 && html`<strong>${count(problems, 'would fail', 'would fail')}.</strong>`}</p>
    ${table({
      caption: 'Whom it would take',
      rows: [...items].sort((one, other) => Boolean(other.problem) - Boolean(one.problem)).slice(0, MOST_SHOWN),
      key: ({ chargePoint }) => chargePoint,
      columns: [
        { title: 'Charge point', cell: ({ chargePoint }) => chargePoint },
        { title: 'Stage', number: true, cell: ({ stage }) => number(stage) },
        { title: 'OCPP', cell: ({ version }) => version ?? '–' },
        { title: 'State', cell: ({ connected, problem }) => html`${connected ? badge('Connected', 'good') : badge('Away', 'warn')} ${problem && badge(problem, 'bad')}` },
      ],
    })}
    ${items.length > MOST_SHOWN && html`<p class="hint">And ${number(items.length - MOST_SHOWN)} more.</p>`}
    <p><button type="button" class="primary" @click=${begin}>Begin for ${count(chargePoints, 'charge point')}</button></p>`);
}
