// For whom a campaign is: a selection, and at once how many that are.

import { get } from '../../lib/api.js';
import { choices, control, valuesOf } from '../../lib/dialogs.js';
import { count } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { VERSIONS } from './what.js';

const MOST_COUNTED = 1_000;

/** Fills `place`; `selection()` answers what is chosen as the API takes it, `changed()` is called when it is another. */
export function whoPart({ place, query, signal, changed }) {
  render(place, html`
    ${choices({ name: 'who', label: 'Charge points', value: query.chargePoint ? 'named' : 'fitting', changed: update, options: [
      { value: 'fitting', text: 'Those that fit all of these' },
      { value: 'named', text: 'Those that I name' },
      { value: 'all', text: 'All' },
    ] })}
    <div class="who-fitting members"></div>
    <div class="who-named">${control({ name: 'chargePoints', label: 'Identities', rows: 4, value: query.chargePoint ?? '', hint: 'With spaces or line ends between them.', changed: update })}</div>
    <p class="who-count" role="status" aria-live="polite"></p>`);
  const fitting = place.querySelector('.who-fitting');
  const counted = soon(countNow, { every: 400, signal });
  draw({});
  const ready = facets(signal).then((known) => {
    draw(known);
    update();
  });

  function draw({ sites = [], labels = [], vendors = [], models = [], firmwares = [] }) {
    render(fitting, html`
      ${control({ name: 'site', label: 'Site', value: query.site ?? '', list: sites, changed: update })}
      ${control({ name: 'labels', label: 'Labels', value: query.label ?? '', list: labels, hint: 'Those that have all of them, with commas between them.', changed: update })}
      ${control({ name: 'vendor', label: 'Vendor', list: vendors, changed: update })}
      ${control({ name: 'model', label: 'Model', list: models, changed: update })}
      ${control({ name: 'firmware', label: 'Firmware', list: firmwares, hint: 'As at the last boot.', changed: update })}
      ${control({ name: 'version', label: 'OCPP version', options: [{ value: '', text: 'Any' }, ...VERSIONS.map((value) => ({ value, text: value }))], changed: update })}
      ${control({ name: 'connected', label: 'Connected', options: [{ value: '', text: 'Or not' }, { value: 'true', text: 'Now' }, { value: 'false', text: 'Away now' }], changed: update })}`);
  }
  function values() {
    const form = place.closest('form');
    const all = valuesOf(form);
    return Object.fromEntries([...place.querySelectorAll('[name]')].map(({ name }) => [name, all[name]]));
  }
  function selection() {
    const { who, chargePoints, site, labels, vendor, model, firmware, version, connected } = values();
    if (who === 'all') return { all: true };
    if (who === 'named') return { chargePoints: chargePoints.split(/[\s,]+/).filter(Boolean) };
    const wanted = { site, vendor, model, firmware, version };
    const chosen = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
    const words = labels.split(',').map((label) => label.trim()).filter(Boolean);
    return { ...chosen, ...(words.length > 0 && { labels: words }), ...(connected && { connected: connected === 'true' }) };
  }
  function update() {
    const { who } = values();
    fitting.hidden = who !== 'fitting';
    place.querySelector('.who-named').hidden = who !== 'named';
    counted();
    changed();
  }
  async function countNow() {
    const said = place.querySelector('.who-count');
    const chosen = selection();
    if (Object.keys(chosen).length === 0) {
      said.textContent = 'Nothing is chosen yet. “All” takes the whole fleet.';
      return;
    }
    if (chosen.chargePoints) {
      said.textContent = `${count(new Set(chosen.chargePoints).size, 'charge point')} named.`;
      return;
    }
    const { all: _, labels: label, ...rest } = chosen;
    try {
      const { items, next } = await get('/charge-points', { query: { ...rest, label, limit: MOST_COUNTED }, signal });
      said.textContent = next ? `More than ${count(MOST_COUNTED, 'charge point')}.` : `${count(items.length, 'charge point')}${items.length > 0 ? `, ${items.filter(({ connected }) => connected).length} of them connected` : ''}.`;
    } catch (problem) {
      if (problem.name !== 'AbortError') said.textContent = problem.detail || problem.message;
    }
  }
  return { ready, selection };
}

// What there is to choose from, most first.
async function facets(signal) {
  try {
    const fleet = await get('/fleet', { signal });
    const values = (list) => (list ?? []).map(({ name, value }) => name ?? value);
    return { sites: values(fleet.sites), labels: values(fleet.labels), vendors: values(fleet.vendors), models: values(fleet.models), firmwares: values(fleet.firmwares) };
  } catch {
    return {};
  }
}
