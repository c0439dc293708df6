// What it was asked to bring, how that went, and the files that came.

import { address, at, get, may, send } from '../../lib/api.js';
import { bytes, dateTime, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { attempt, confirm, table } from '../../lib/ui.js';
import { instant, jobList } from './jobs.js';
import { command } from './outcome.js';

export class Diagnostics {
  constructor(station) {
    Object.assign(this, { station });
  }

  async read() {
    const options = { signal: this.station.signal };
    const [jobs, files] = await Promise.all([get(`${this.station.path}/diagnostics`, options), get(`${this.station.path}/files`, { ...options, query: { limit: 50 } })]);
    Object.assign(this, { jobs: jobs.items, files: files.items });
  }

  content(again) {
    return html`${table({
      caption: 'Files that it brought',
      rows: this.files,
      stacked: true,
      key: ({ id }) => id,
      empty: 'It brought no file yet.',
      columns: [
        { title: 'File', cell: ({ id, name }) => html`<a href=${address(at`/files/${id}/content`)} download=${name}>${name}</a>` },
        { title: 'Kind', cell: ({ kind }) => kind },
        { title: 'Size', number: true, cell: ({ bytes: size }) => bytes(size) },
        { title: 'Came', cell: ({ createdAt, expiresAt }) => html`<span title=${expiresAt ? `kept until ${dateTime(expiresAt)}` : null}>${timeTag(createdAt)}</span>` },
        may('operator') && { title: 'Remove', cell: (file) => html`<button type="button" class="small" aria-label=${`Remove ${file.name}`} @click=${(event) => this.remove(event.currentTarget, file, again)}>Remove</button>` },
      ].filter(Boolean),
    })}
    <h3>Requests</h3>${jobList(this.jobs, 'It was never asked for a file.')}
    ${may('operator') && this.form(again)}`;
  }

  form(again) {
    return html`<details class="ask"><summary>Ask for a file …</summary><form @submit=${(event) => this.send(event, again)}>
      <div class="field"><label for="log-kind">Which</label><select id="log-kind" name="kind"><option value="diagnostics">Diagnostics</option><option value="security">Security log</option></select></div>
      <div class="members">
        <div class="field"><label for="log-from">From (the beginning, if empty)</label><input id="log-from" name="from" type="datetime-local"></div>
        <div class="field"><label for="log-to">To (now, if empty)</label><input id="log-to" name="to" type="datetime-local"></div>
      </div>
      <div class="actions"><button type="submit" class="primary">Ask for it</button></div></form></details>`;
  }

  async send(event, again) {
    event.preventDefault();
    const { kind, from, to } = Object.fromEntries(new FormData(event.currentTarget));
    const body = { kind, ...(from && { from: instant(from) }), ...(to && { to: instant(to) }) };
    await command(event.submitter, this.station, 'diagnostics', body, { what: 'Diagnostics', query: this.station.isConnected ? {} : { ttl: '1d' } });
    again();
  }

  async remove(button, { id, name }, again) {
    if (!(await confirm({ title: `Remove ${name}?`, text: 'The file is gone then.', action: 'Remove' }))) return;
    await attempt(button, () => send('DELETE', at`/files/${id}`), { done: `${name} is removed.` });
    again();
  }
}
