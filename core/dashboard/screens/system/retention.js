// How long what is kept, how much there is, and what the last run removed.

import { get, send } from '../../lib/api.js';
import { dateTime, duration, number, timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { attempt, confirm, table } from '../../lib/ui.js';

const CLASSES = {
  sessions: 'Sessions that are over',
  sessionDetails: 'What was said of sessions, message by message',
  events: 'Events: timelines',
  records: 'Messages that are only recorded',
  frames: 'Frames',
  commands: 'Commands',
  files: 'Files that charge points brought',
  inbox: 'Messages of unknown sessions that are settled',
  reservations: 'Reservations that are over',
  refusedConnections: 'Refused connections',
  audit: 'The audit log',
};

export async function retentionPart({ place, signal }) {
  let retention = await get('/retention', { signal });
  let would = null;

  async function look(button) {
    would = (await attempt(button, () => send('POST', '/retention/run', { query: { dryRun: true } }))) ?? would;
    draw();
  }
  async function run(button) {
    const isMeant = await confirm({ title: 'Remove what is too old?', text: 'What is older than the configuration says goes for good. It would go by itself with the next run.', action: 'Remove it' });
    if (!isMeant) return;
    await attempt(button, () => send('POST', '/retention/run'), { done: ({ removed }) => `${number(sum(removed))} records are removed` });
    would = null;
    retention = await get('/retention', { signal });
    draw();
  }
  function draw() {
    const { classes, lastRun, runEverySeconds } = retention;
    render(place, html`
      <p>The configuration says how old each becomes (<code>[retention]</code>, <code>[files]</code>, <code>[audit]</code>). It is looked every ${duration(runEverySeconds)}${lastRun ? html`, last ${timeTag(lastRun.at)}` : ', not yet since the server started'}.</p>
      ${table({
        caption: 'What is kept, and for how long',
        rows: Object.entries(classes),
        key: ([name]) => name,
        stacked: true,
        columns: [
          { title: 'What', cell: ([name]) => CLASSES[name] ?? name },
          { title: 'Kept for', cell: ([, { maxAgeSeconds }]) => (maxAgeSeconds === null || maxAgeSeconds === undefined ? 'whatever its age' : duration(maxAgeSeconds)) },
          { title: 'Records', number: true, cell: ([, { kept }]) => number(kept) },
          { title: 'The oldest', cell: ([, { oldest }]) => (oldest ? html`<span title=${dateTime(oldest)}>${timeTag(oldest)}</span>` : null) },
          ...(lastRun ? [{ title: 'Removed last', number: true, cell: ([name]) => number(lastRun.removed[name] ?? 0) }] : []),
          ...(would ? [{ title: 'Would go now', number: true, cell: ([name]) => number(would.removed[name] ?? 0) }] : []),
        ],
      })}
      <p class="actions"><button type="button" class="small" @click=${(event) => look(event.currentTarget)}>What would go now?</button>
      <button type="button" class="small danger" @click=${(event) => run(event.currentTarget)}>Remove it now</button></p>`);
  }
  draw();
}

function sum(removed) {
  return Object.values(removed).reduce((total, one) => total + one, 0);
}
