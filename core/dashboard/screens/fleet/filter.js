// What the list is filtered by. It stands in the address, and the server filters.

import { may, withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { NEEDS } from './attention.js';

// What the filter by state is called, and what the API is asked for.
const STATES = [
  ['', 'All states', {}],
  ['connected', 'Connected', { connected: true }],
  ['offline', 'Not connected', { connected: false }],
  ['Available', 'Connector free', { status: 'Available' }],
  ['Charging', 'Charging', { status: 'Charging' }],
  ['Occupied', 'Occupied (2.x)', { status: 'Occupied' }],
  ['Preparing', 'Preparing', { status: 'Preparing' }],
  ['SuspendedEV', 'Suspended by the car', { status: 'SuspendedEV' }],
  ['SuspendedEVSE', 'Suspended by the station', { status: 'SuspendedEVSE' }],
  ['Finishing', 'Finishing', { status: 'Finishing' }],
  ['Reserved', 'Reserved', { status: 'Reserved' }],
  ['Unavailable', 'Unavailable', { status: 'Unavailable' }],
  ['Faulted', 'Faulted', { status: 'Faulted' }],
  ['pending', 'Waits to be accepted', { registration: 'Pending' }],
  ['rejected', 'Rejected', { registration: 'Rejected' }],
];

/** Whether less than all is shown. */
export function isFiltered(filter) {
  return Object.values(filter).some(Boolean);
}

/** What the API is asked. */
export function queryOf({ search, state, site, label, need }) {
  if (need) return { need: need === 'any' ? null : need, site, label };
  const known = STATES.find(([name]) => name === state);
  return { search: search.trim(), site, label, ...(known?.[2] ?? {}) };
}

/** The bar. */
export function filterBar(screen) {
  const { filter, fleet } = screen;
  const set = (name) => (event) => {
    filter[name] = event.target.value;
    screen.apply();
  };
  const options = (entries, chosen) => entries.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`);
  const places = (all, word, chosen) => {
    const known = (all ?? []).map(({ name, registered }) => [name, `${name} (${registered})`]);
    if (chosen && !known.some(([name]) => name === chosen)) known.push([chosen, chosen]);
    return [['', word], ...known];
  };
  const needs = [['', 'All'], ['any', 'Anything'], ...Object.entries(NEEDS).map(([need, { word }]) => [need, word])];
  return html`<form class="filters" role="search" aria-label="Find charge points" @submit=${(event) => event.preventDefault()}>
    <div class="field search"><label for="search">Search</label>
      <input id="search" type="search" placeholder="Identity, name or note" autocomplete="off" spellcheck="false" ?disabled=${Boolean(filter.need)} .value=${filter.search} @input=${set('search')}></div>
    <div class="field"><label for="state">State</label>
      <select id="state" ?disabled=${Boolean(filter.need)} @change=${set('state')}>${options(STATES, filter.state)}</select></div>
    <div class="field"><label for="site">Site</label>
      <select id="site" @change=${set('site')}>${options(places(fleet?.sites, 'All sites', filter.site), filter.site)}</select></div>
    <div class="field"><label for="label">Label</label>
      <select id="label" @change=${set('label')}>${options(places(fleet?.labels, 'All labels', filter.label), filter.label)}</select></div>
    <div class="field"><label for="need">Needs somebody for</label>
      <select id="need" @change=${set('need')}>${options(needs, filter.need)}</select></div>
    ${isFiltered(filter) && html`<div class="field"><a class="button" href="/">Show all</a></div>`}
    ${(filter.site || filter.label) && may('operator') && html`<div class="field"><a class="button" href=${withQuery('/campaigns/new', { site: filter.site, label: filter.label })}>Campaign for them</a></div>`}
  </form>`;
}
