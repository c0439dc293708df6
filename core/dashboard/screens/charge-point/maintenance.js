// Firmware, diagnostics and logs, the local list, charging profiles: each is a module of its own, drawn when it has read.

import { html, render } from '../../lib/html.js';
import { section } from '../../lib/ui.js';
import { Diagnostics } from './diagnostics.js';
import { Firmware } from './firmware.js';
import { LocalList } from './local-list.js';
import { begin } from './part.js';
import { Profiles } from './profiles.js';

const PARTS = [
  { id: 'firmware', title: 'Firmware', make: Firmware, kinds: /^(firmware|charge-point\.booted)/ },
  { id: 'diagnostics', title: 'Diagnostics and logs', make: Diagnostics, kinds: /^(diagnostics|file)/ },
  { id: 'local-list', title: 'Local list of tags', make: LocalList, kinds: /^local-list/ },
  { id: 'profiles', title: 'Charging profiles', make: Profiles, kinds: /^(command\.answered|call$)/ },
];

export async function show(station, place) {
  render(place, html`<div class="grid">${PARTS.map(({ id, title }) => section({ title, id }, html`<div class="body"><p class="empty">Loading …</p></div>`))}</div>`);
  await Promise.all(PARTS.map((part) => begin(station, { ...part, place: place.querySelector(`#${part.id} .body`) })));
}
