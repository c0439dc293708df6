// The certificates that the listeners show, when they end, and the button that reads their files again.

import { get, may, send } from '../../lib/api.js';
import { timeTag } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { attempt, badge, copyable, table } from '../../lib/ui.js';

const LISTENERS = { ocpp: 'charge points', admin: 'operators' };

const STATES = {
  valid: ['Valid', 'good'],
  soon: ['Ends soon', 'warn'],
  urgent: ['Ends in days', 'bad'],
  over: ['Over', 'bad'],
};

export async function certificatesPart({ place, signal }) {
  draw(place, await get('/tls', { signal }));
}

function draw(place, { certificates }) {
  if (certificates.length === 0) {
    render(place, html`<p class="empty">No listener speaks TLS itself: <code>[ocpp.tls]</code> and <code>[admin.tls]</code> of the configuration name certificates.</p>`);
    return;
  }
  const reload = (event) => attempt(event.currentTarget, async () => {
    draw(place, await send('POST', '/tls/reload'));
  }, { done: 'The certificates were read again.' });
  render(place, html`
    ${table({
      caption: 'The certificates that the listeners show',
      rows: certificates,
      key: ({ listener, fingerprint }) => `${listener} ${fingerprint}`,
      stacked: true,
      columns: [
        { title: 'Certificate', cell: ({ subject, issuer }) => html`${subject}<br><span class="quiet">by ${issuer}</span>` },
        { title: 'For', cell: ({ listener }) => LISTENERS[listener] ?? listener },
        { title: 'State', cell: ({ state }) => badge(...(STATES[state] ?? [state])) },
        { title: 'Ends', cell: ({ notAfter }) => timeTag(notAfter) },
        { title: 'Serial number', cell: ({ serialNumber }) => copyable(serialNumber) },
      ],
    })}
    ${may('admin') && html`<p class="actions"><button type="button" @click=${reload}>Read the files again</button></p>`}`);
}
