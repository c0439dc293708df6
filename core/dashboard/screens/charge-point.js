// One charge point: `/charge-points/ID`, its parts by `?tab=`. What all parts share is in `charge-point/station.js`; each
// part is a module that exports `show(station, place)`.

import { whoami } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { tabs } from '../lib/ui.js';
import { drawHead } from './charge-point/head.js';
import { Station } from './charge-point/station.js';
import { showStranger } from './charge-point/stranger.js';

const part = (name) => () => import(`./charge-point/${name}.js`);

const PARTS = [
  { name: 'overview', title: 'Overview', load: part('overview') },
  { name: 'timeline', title: 'Timeline', load: part('timeline') },
  { name: 'messages', title: 'Messages', load: part('messages'), hearsAll: true },
  { name: 'commands', title: 'Commands', load: part('commands') },
  { name: 'configuration', title: 'Configuration', load: part('configuration') },
  { name: 'sessions', title: 'Sessions', load: part('sessions') },
  { name: 'maintenance', title: 'Maintenance', load: part('maintenance') },
  { name: 'certificates', title: 'Certificates', load: part('certificates') },
  { name: 'settings', title: 'Settings', load: part('settings') },
];

export const title = 'Charge point';

export async function show({ main, params, query, signal }) {
  await whoami();
  const station = new Station({ id: params.id, query, signal });
  const shown = PARTS.find(({ name }) => name === query.tab) ?? PARTS[0];
  try {
    await station.begin();
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    return showStranger(main, station);
  }
  render(main, html`<div id="station-head"></div>
    ${tabs(PARTS, shown.name, station.page)}
    <div id="station-part" class=${`part-${shown.name}`}></div>`);
  const head = main.querySelector('#station-head');
  drawHead(head, station);
  station.changed(() => drawHead(head, station));
  const { show: showPart } = await shown.load();
  if (signal.aborted) return;
  await showPart(station, main.querySelector('#station-part'));
  station.listen({ all: shown.hearsAll });
}
