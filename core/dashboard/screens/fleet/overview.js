// The figures over the list: each leads to those that it counts.

import { html } from '../../lib/html.js';
import { figures } from '../../lib/ui.js';

/** How all charge points are together; without an answer yet, the same without figures. */
export function overview(fleet) {
  const shown = (value) => value ?? '–';
  const connectors = fleet?.connectors ?? {};
  const faulted = connectors.Faulted ?? 0;
  // 2.x says of a connector that it is occupied; whether it charges, its session says.
  const free = connectors.Available ?? 0;
  const all = Object.values(connectors).reduce((sum, one) => sum + one, 0);
  return html`<div class="overview" aria-busy=${fleet ? null : 'true'}>${figures([
    { name: 'registered', value: shown(fleet?.registered), href: '/' },
    { name: 'connected', value: shown(fleet?.connected), href: '/?state=connected', tone: fleet?.connected ? 'good' : null },
    { name: 'offline', value: shown(fleet?.offline), href: '/?need=offline', tone: fleet?.offline ? 'bad' : null },
    fleet?.neverConnected > 0 && { name: 'never connected', value: fleet.neverConnected, href: '/?state=offline' },
    { name: 'sessions under way', value: shown(fleet?.openSessions), href: '/sessions?state=open' },
    { name: `of ${shown(fleet ? all : null)} connectors free`, value: shown(fleet ? free : null), href: '/?state=Available' },
    { name: 'connectors faulted', value: shown(fleet ? faulted : null), href: '/?state=Faulted', tone: faulted > 0 ? 'bad' : null },
    { name: 'need somebody', value: shown(fleet?.attention), href: '/?need=any', tone: fleet?.attention > 0 ? 'warn' : null },
  ].filter(Boolean))}</div>`;
}
