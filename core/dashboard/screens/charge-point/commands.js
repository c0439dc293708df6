// Whatever can be sent to it: the verbs of every day, and each action of its version, with a form made from the schema;
// what it answered and what that means; and what became of all that was sent.

import { may } from '../../lib/api.js';
import { schemaForm } from '../../lib/form.js';
import { html, render } from '../../lib/html.js';
import { keepQuery } from '../../lib/router.js';
import { attempt, badge, jsonBlock, problemBox, section } from '../../lib/ui.js';
import { catalogOf, schemaOf } from './catalog.js';
import { hintOf } from './hints.js';
import { History } from './history.js';
import { order, outcomeOf } from './outcome.js';

export async function show(station, place) {
  const catalog = may('operator') ? await catalogOf(station.version, { signal: station.signal }) : null;
  render(place, html`${catalog && html`<div class="commands"><div class="picker"></div><div class="chosen"></div></div>`}<div class="history"></div>`);
  const history = new History(station, place.querySelector('.history'));
  if (catalog) new Commands({ station, place, catalog, history }).begin();
  await history.begin();
}

class Commands {
  constructor({ station, place, catalog, history }) {
    Object.assign(this, { station, catalog, history, search: '' });
    this.picker = place.querySelector('.picker');
    this.place = place.querySelector('.chosen');
  }

  begin() {
    this.chosen = null;
    const { command } = this.station.query;
    const found = this.catalog.find(({ name }) => name === command);
    this.draw();
    this.drawChosen();
    if (found) return this.read(found);
    return undefined;
  }

  draw() {
    const wanted = this.search.toLowerCase().replace(/\s/g, '');
    const fits = ({ name, title, group, about }) => `${name}${title}${group}${about}`.toLowerCase().replace(/\s/g, '').includes(wanted);
    const found = this.catalog.filter(fits);
    const groups = Map.groupBy?.(found, ({ group }) => group) ?? grouped(found);
    render(this.picker, html`<h2 class="unseen">What can be sent</h2><div class="field"><label for="command-search">Find a command</label>
        <input id="command-search" type="search" autocomplete="off" placeholder="reset, profile, log …" @input=${(event) => {
          this.search = event.target.value;
          this.draw();
        }}></div>
      <div class="picker-list" tabindex="-1">
        ${[...groups].map(([name, items]) => html`<section data-key=${name} aria-label=${name}><h3>${name}</h3><ul>${items.map((item) => this.entry(item))}</ul></section>`)}
        ${found.length === 0 && html`<p class="empty">Nothing of this name can be sent in OCPP ${this.station.version}.</p>`}
        ${!this.station.version && html`<p class="hint">Which version it speaks is not known before it has connected: its actions are here then.</p>`}
      </div>`);
  }

  entry(item) {
    return html`<li data-key=${item.name}><button type="button" aria-pressed=${String(item === this.chosen)} @click=${() => this.choose(item)}>${item.title}</button></li>`;
  }

  async choose(item) {
    keepQuery({ tab: 'commands', command: item.name });
    await attempt(null, () => this.read(item));
    const heading = this.place.querySelector('h2');
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: 'nearest' });
  }

  async read(item) {
    this.body = await schemaOf(item, this.station.version, { signal: this.station.signal });
    this.chosen = item;
    this.draw();
    this.drawChosen();
  }

  drawChosen(value) {
    const { body, chosen, station } = this;
    if (!chosen) {
      render(this.place, html`<div class="empty-state"><h2>Choose a command</h2><p>Those of every day come first and are the same in all versions. Below them is each action of OCPP ${station.version ?? '?'} that a central system sends, with all its members.</p></div>`);
      return;
    }
    const form = schemaForm(body.schema, { definitions: body.definitions, hints: hintOf, value: value ?? begun(chosen, body) });
    this.form = form;
    render(this.place, null);
    render(this.place, section({ title: chosen.title, id: 'command' }, html`
      <p class="hint">${chosen.about && `${chosen.about.replace(/\.$/, '')}. `}${chosen.isVerb ? html`Verb <code>${chosen.name}</code>.` : `Action of OCPP ${station.version}, ${chosen.group}.`}
        ${hasMembers(body.example) && html`<button type="button" class="small" @click=${() => this.drawChosen(body.example)}>Fill in an example</button>`}</p>
      <form class="command-form" @submit=${(event) => this.send(event)}>
        <div class="form-place"></div>
        ${this.way()}
        <div class="actions"><button type="submit" class="primary">Send: ${chosen.title}</button></div>
      </form>
      <div class="answer" aria-live="polite"></div>`));
    this.place.querySelector('.form-place').append(form.node);
  }

  way() {
    const { isConnected } = this.station;
    return html`<fieldset class="group way"><legend>How it is sent</legend>
      <div class="members">
        <div class="field"><label for="command-wait">What is waited for</label><select id="command-wait" name="wait">
          ${isConnected && html`<option value="true" selected>Its answer</option>`}
          ${isConnected && this.chosen.isVerb && html`<option value="effect">That it is seen to be done</option>`}
          <option value="false">Nothing: its state is below</option></select></div>
        <div class="field"><label for="command-ttl">If the charge point is away</label><select id="command-ttl" name="ttl">
          <option value="" ?selected=${isConnected}>It is not sent</option><option value="1h">It waits an hour</option>
          <option value="12h" ?selected=${!isConnected}>It waits twelve hours</option><option value="1d">It waits a day</option><option value="7d">It waits a week</option></select></div>
      </div></fieldset>`;
  }

  async send(event) {
    event.preventDefault();
    const { chosen, form } = this;
    const button = event.currentTarget.querySelector('button[type=submit]');
    const { value, errors } = form.read();
    const place = this.place.querySelector('.answer');
    const left = form.show(errors);
    if (errors.length > 0) {
      render(place, left.length > 0 && problemBox({ title: 'Not sent', detail: 'Something is missing or wrong.', document: { errors: left } }));
      return;
    }
    const { wait, ttl } = Object.fromEntries(new FormData(event.currentTarget));
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    render(place, html`<p class="hint">${wait === 'false' ? 'It is put into the queue …' : 'Waiting for the charge point …'}</p>`);
    try {
      this.answered(place, await order(this.station, chosen.name, value, { wait, ttl }));
    } catch (problem) {
      this.refused(place, problem);
    } finally {
      button.disabled = false;
      button.removeAttribute('aria-busy');
      this.history.reread();
    }
  }

  answered(place, answer) {
    const { text, tone, status } = outcomeOf(answer);
    const calls = answer?.calls ?? [];
    render(place, html`<div class=${`note ${tone}`}><p>${status && badge(status, tone)} <strong>${text}</strong></p>
      ${calls.length > 0
        ? calls.map((call) => html`<p class="hint">${call.action}</p>${jsonBlock(call.response ?? call.error ?? call.payload)}`)
        : jsonBlock(answer?.state ? { state: answer.state, id: answer.id } : answer)}</div>`);
  }

  // What the server found wrong is shown where it was written.
  refused(place, problem) {
    const { pointer, errors } = problem.document ?? {};
    const told = errors ?? (pointer !== undefined ? [{ pointer, detail: problem.detail }] : []);
    const left = told.length > 0 ? this.form.show(told) : [];
    const isAway = problem.document?.type?.endsWith(':not-connected');
    render(place, html`${problemBox({ ...problem, title: problem.title, detail: problem.detail, document: { errors: left } })}
      ${isAway && html`<p>Choose above that it waits, and it is sent when the charge point is back.</p>`}`);
  }
}

function grouped(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return groups;
}

// The number by which a report or a start is known again is given, so that nobody has to invent one.
function begun({ isVerb }, { schema: { required = [] } }) {
  if (isVerb) return undefined;
  const numbers = required.filter((name) => name === 'requestId' || name === 'remoteStartId');
  return Object.fromEntries(numbers.map((name) => [name, Math.floor(Date.now() / 1_000) % 2_000_000_000]));
}

function hasMembers(example) {
  return example && typeof example === 'object' && Object.keys(example).length > 0;
}
