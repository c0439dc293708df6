// What runs on it, how its updates went, and another one.

import { get, may } from '../../lib/api.js';
import { bytes, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { facts } from '../../lib/ui.js';
import { instant, jobList } from './jobs.js';
import { command } from './outcome.js';

export class Firmware {
  constructor(station) {
    Object.assign(this, { station });
  }

  async read() {
    const options = { signal: this.station.signal };
    const [own, files] = await Promise.all([get(`${this.station.path}/firmware`, options), get('/firmware', { ...options, query: { limit: 200 } })]);
    Object.assign(this, { own, files: files.items });
  }

  content(again) {
    const { installed, items } = this.own;
    return html`${facts([['Runs', installed?.version ?? 'not told'], ['Since its boot', timeTag(installed?.at)]])}
      <h3>Updates</h3>${jobList(items, 'It was never asked to update.')}
      ${may('operator') && this.form(again)}`;
  }

  form(again) {
    return html`<details class="ask"><summary>Install firmware …</summary><form @submit=${(event) => this.send(event, again)}>
      <div class="field"><label for="firmware-file">File</label><select id="firmware-file" name="file"><option value="">From a URL</option>
        ${this.files.map(({ name, bytes: size, signed }) => html`<option value=${name} data-key=${name}>${name} (${bytes(size)}${signed && ', signed'})</option>`)}</select>
        ${this.files.length === 0 && html`<p class="hint">No firmware is uploaded. <code>ocpp-central firmware put NAME FILE</code>, or PUT to <code>/api/v1/firmware/NAME</code>, brings one.</p>`}</div>
      <div class="field"><label for="firmware-url">URL, where it is no uploaded file</label><input id="firmware-url" name="url" type="url" placeholder="https://…"></div>
      <div class="field"><label for="firmware-when">Fetch it at (now, if empty)</label><input id="firmware-when" name="retrieveAt" type="datetime-local"></div>
      <div class="field"><label for="firmware-retries">Tries again</label><input id="firmware-retries" name="retries" type="number" min="0" max="100"></div>
      <div class="actions"><button type="submit" class="primary">Install</button></div></form></details>`;
  }

  async send(event, again) {
    event.preventDefault();
    const { file, url, retrieveAt, retries } = Object.fromEntries(new FormData(event.currentTarget));
    const body = {
      ...(file ? { file } : { url }),
      ...(retrieveAt && { retrieveAt: instant(retrieveAt) }),
      ...(retries && { retries: Number(retries) }),
    };
    await command(event.submitter, this.station, 'firmware', body, { what: 'Firmware', query: this.station.isConnected ? {} : { ttl: '1d' } });
    again();
  }
}
