// What it is set to, what it should be, and where the two differ.

import { get, may, Pages, send } from '../../lib/api.js';
import { dateTime, number, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { keepQuery } from '../../lib/router.js';
import { attempt, badge, dialog, figures, section, table } from '../../lib/ui.js';
import { command } from './outcome.js';

// A station of 2.x has a thousand variables and more: they are found by their names.
const MOST_ROWS = 300;

export async function show(station, place) {
  const configuration = new Configuration(station, place);
  await configuration.read();
  station.hears(({ kind }) => {
    if (/^(configuration|command\.answered|charge-point\.booted)/.test(kind)) configuration.reread();
  });
}

class Configuration {
  constructor(station, place) {
    Object.assign(this, { station, place, search: '', showsAll: false, onlyDrift: station.query.drift === 'different' });
    this.reread = soon(() => this.read().catch(() => {}), { every: 600, signal: station.signal });
  }

  async read() {
    const pages = new Pages(`${this.station.path}/configuration`, { query: { limit: 1_000 }, signal: this.station.signal });
    const first = await get(pages.path, { query: { limit: 1 }, signal: this.station.signal });
    do await pages.more();
    while (pages.next);
    Object.assign(this, { summary: first.summary, reports: first.reports, items: pages.items });
    this.draw();
  }

  draw() {
    const { summary } = this;
    const canChange = may('operator');
    const shown = this.shown();
    render(this.place, html`${figures([
      { name: 'values known', value: summary.known },
      { name: 'are wanted', value: summary.wanted },
      { name: 'are not as wanted', value: summary.different, tone: summary.different > 0 ? 'warn' : null },
      { name: 'nobody knows', value: summary.unknown, tone: summary.unknown > 0 ? 'warn' : null },
    ])}
    <p class="hint">${summary.readAt ? html`All of it was read ${timeTag(summary.readAt)}.` : 'It was never read as a whole.'}
      ${summary.rebootRequired && badge('A value counts from the next restart on', 'warn')}
      ${summary.refused?.length > 0 && `It says that it does not do: ${summary.refused.join(', ')}.`}</p>
    ${this.filters(canChange)}
    ${table({
      caption: 'Values of the configuration',
      stacked: true,
      rows: this.showsAll ? shown : shown.slice(0, MOST_ROWS),
      key: ({ name }) => `c${name}`,
      columns: this.columns(canChange),
      empty: this.items.length === 0 ? 'Nothing is known of its configuration: it has not told yet.' : 'No value fits.',
    })}
    ${!this.showsAll && shown.length > MOST_ROWS && html`<p class="more"><button type="button" @click=${() => {
      this.showsAll = true;
      this.draw();
    }}>Show all ${number(shown.length)}</button></p>`}
    ${this.reportList()}`);
  }

  filters(canChange) {
    const { station, summary } = this;
    return html`<div class="filters">
      <div class="field search"><label for="configuration-search">Name or value</label><input id="configuration-search" type="search" autocomplete="off" @input=${(event) => {
        this.search = event.target.value;
        this.draw();
      }}></div>
      <button type="button" aria-pressed=${String(this.onlyDrift)} @click=${() => {
        this.onlyDrift = !this.onlyDrift;
        keepQuery({ tab: 'configuration', drift: this.onlyDrift ? 'different' : null });
        this.draw();
      }}>Only what is not as wanted</button>
      ${canChange && station.isConnected && html`<button type="button" @click=${(event) => command(event.currentTarget, station, 'get-configuration', {}, { what: 'Read anew' }).then(() => this.reread())}>Read anew</button>`}
      ${canChange && summary.different + summary.unknown > 0 && html`<button type="button" class="primary" @click=${(event) => this.apply(event.currentTarget)}>Set what is wanted</button>`}
      ${canChange && html`<button type="button" @click=${() => this.edit({ name: '', mutability: 'ReadWrite' })}>Another value …</button>`}
    </div>`;
  }

  shown() {
    const wanted = this.search.toLowerCase();
    const fits = ({ name, value, wanted: own }) => `${name} ${value ?? ''} ${own ?? ''}`.toLowerCase().includes(wanted);
    return this.items.filter((one) => fits(one) && (!this.onlyDrift || (one.wanted !== null && one.drift !== 'none')));
  }

  columns(canChange) {
    return [
      { title: 'Name', cell: ({ name, standardName }) => html`<span class="key">${name}</span>${standardName && html`<br><span class="hint">${standardName}</span>`}` },
      { title: 'Value', cell: (one) => this.value(one) },
      { title: 'Wanted', cell: ({ wanted, drift }) => wanted === null || wanted === undefined ? '–' : html`<code>${wanted}</code> ${driftBadge(drift)}` },
      { title: 'May be set', hidden: 'phone', cell: ({ mutability }) => mutabilityWords(mutability) },
      { title: 'Seen', hidden: 'phone', cell: ({ at }) => timeTag(at) },
      canChange && { title: 'Change', cell: (one) => one.mutability !== 'ReadOnly' && html`<button type="button" class="small" aria-label=${`Set ${one.name}`} @click=${() => this.edit(one)}>Set …</button>` },
    ].filter(Boolean);
  }

  value({ value, refused, rebootRequired, lastSet, attributes }) {
    return html`${value === null || value === undefined ? html`<span class="hint">${refused ? `not told: ${refused}` : 'not known'}</span>` : html`<code>${value}</code>`}
      ${rebootRequired && badge('from the next restart on', 'warn')}
      ${lastSet && lastSet.status !== 'Accepted' && html`<br><span class="hint">Set to ${lastSet.value} ${timeTag(lastSet.at)}: ${lastSet.status}</span>`}
      ${attributes && html`<br><span class="hint">${Object.entries(attributes).map(([name, { value: other }]) => `${name} ${other}`).join(', ')}</span>`}`;
  }

  async edit(one) {
    const isNew = one.name === '';
    const answer = await dialog(isNew ? 'Set a value' : `Set ${one.name}`, (close) => html`<form @submit=${(event) => {
      event.preventDefault();
      close({ ...Object.fromEntries(new FormData(event.currentTarget)), way: event.submitter.value });
    }}>
      ${isNew && html`<div class="field"><label for="value-name">Name</label><input id="value-name" name="name" required spellcheck="false" autocomplete="off" placeholder=${this.station.isEvse ? 'OCPPCommCtrlr.HeartbeatInterval' : 'HeartbeatInterval'}></div>`}
      <div class="field"><label for="value-text">Value</label><input id="value-text" name="value" .value=${one.wanted ?? one.value ?? ''} spellcheck="false" autocomplete="off">
        ${!isNew && html`<p class="hint">It was ${one.value ?? 'not known'}${one.at && ` (${dateTime(one.at)})`}.</p>`}</div>
      <div class="actions">
        <button type="submit" class="primary" name="way" value="both">Set it, and want it</button>
        ${this.station.isConnected && html`<button type="submit" name="way" value="once">Set it once</button>`}
        ${one.wanted !== null && one.wanted !== undefined && html`<button type="submit" name="way" value="forget" formnovalidate>Not wanted any more</button>`}
      </div>
      <p class="hint">What is wanted stays known here: where the charge point has another value, it is shown, and can be set again.</p>
    </form>`);
    if (answer) await this.set(answer.name?.trim() || one.name, answer);
    this.reread();
  }

  async set(name, { value, way }) {
    const { station } = this;
    if (way === 'once') return command(null, station, 'set-configuration', { values: { [name]: value } }, { what: name });
    const wanted = { [name]: way === 'forget' ? null : value };
    const done = await attempt(null, () => send('PUT', `${station.path}/configuration`, { body: { wanted } }), { done: way === 'forget' ? `${name} is not wanted any more.` : undefined });
    if (!done || way === 'forget') return undefined;
    return command(null, station, 'set-configuration', { values: { [name]: value } }, { what: name, query: station.isConnected ? {} : { ttl: '1d' } });
  }

  async apply(button) {
    await command(button, this.station, 'apply-configuration', {}, { what: 'Set what is wanted', query: this.station.isConnected ? {} : { ttl: '1d' } });
    this.reread();
  }

  reportList() {
    if (this.reports.length === 0) return null;
    return section({ title: 'Reports', id: 'reports' }, table({
      caption: 'What it was asked to report',
      rows: this.reports,
      columns: [
        { title: 'Asked', cell: ({ beganAt }) => timeTag(beganAt) },
        { title: 'What', cell: ({ kind, base }) => [kind, base].filter(Boolean).join(', ') },
        { title: 'State', cell: ({ state, answer, missingCount }) => html`${badge(state, state === 'complete' ? 'good' : ['asked', 'running'].includes(state) ? 'busy' : 'bad')} ${answer && answer !== 'Accepted' && answer}${missingCount > 0 && ` ${missingCount} parts are missing`}` },
        { title: 'Entries', number: true, cell: ({ entries }) => entries },
      ],
    }));
  }
}

function driftBadge(drift) {
  if (drift === 'different') return badge('not so', 'warn');
  if (drift === 'unknown') return badge('not known', 'quiet');
  return badge('is so', 'good');
}

function mutabilityWords(mutability) {
  return { ReadOnly: 'no', ReadWrite: 'yes', WriteOnly: 'yes, and never told' }[mutability] ?? '–';
}
