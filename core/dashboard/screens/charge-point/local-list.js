// The list of tags that the charge point holds itself, for when it is offline: which version it has, and another one.

import { get, may, Pages, send } from '../../lib/api.js';
import { count, dateTime, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { attempt, badge, confirm, facts, table, toast } from '../../lib/ui.js';
import { command } from './outcome.js';

const DRIFT = { none: ['as it should be', 'good'], unknown: ['not known', 'quiet'], different: ['not what it should be', 'warn'] };

export class LocalList {
  constructor(station) {
    Object.assign(this, { station });
  }

  async read() {
    this.list = await get(`${this.station.path}/local-list`, { signal: this.station.signal });
  }

  content(again) {
    const { version, entries, drift, missed, acceptedAt, reportedVersion, reportedAt } = this.list;
    const [words, tone] = DRIFT[drift] ?? [drift];
    return html`${facts([
      ['Version', version === 0 ? 'none was sent' : `${version}`],
      ['Entries', count(entries.length, 'tag')],
      ['Accepted', acceptedAt && timeTag(acceptedAt)],
      ['It says it has', reportedVersion !== null && html`version ${reportedVersion} (${timeTag(reportedAt)})`],
      ['It is', badge(words, tone)],
      ['Changes it did not take', missed > 0 && String(missed)],
    ].map(([name, value]) => [name, value === false ? null : value]))}
    ${may('operator') && this.actions(again)}
    ${entries.length > 0 && html`<details class="ask"><summary>Its ${count(entries.length, 'entry', 'entries')}</summary>${table({
      caption: 'Entries of the local list',
      rows: entries,
      key: ({ idTag }) => `l${idTag}`,
      columns: [
        { title: 'Tag', cell: ({ idTag }) => idTag },
        { title: 'Status', cell: ({ status }) => status ?? 'Accepted' },
        { title: 'Group', cell: ({ parentIdTag }) => parentIdTag ?? '–' },
        { title: 'Until', cell: ({ expiry }) => dateTime(expiry) },
      ],
    })}</details>`}`;
  }

  actions(again) {
    const { station, list } = this;
    const query = station.isConnected ? {} : { ttl: '1d' };
    const act = (what, body) => async (event) => {
      await command(event.currentTarget, station, 'local-list', body, { what, query });
      again();
    };
    return html`<div class="actions">
      ${station.isConnected && html`<button type="button" class="small" @click=${(event) => this.check(event.currentTarget, again)}>Ask for its version</button>`}
      ${list.version > 0 && html`<button type="button" class="small" @click=${act('Local list', { update: 'again' })}>Send all of it again</button>`}
      <button type="button" class="small" @click=${(event) => this.sendRegistered(event.currentTarget, again)}>Send all registered tags …</button>
      ${list.entries.length > 0 && html`<button type="button" class="small danger" @click=${(event) => this.clear(event.currentTarget, again)}>Clear it …</button>`}
    </div>
    <details class="ask"><summary>Add or remove tags …</summary><form @submit=${(event) => this.change(event, again)}>
      <div class="field"><label for="list-tags">Tags, one a line</label><textarea id="list-tags" name="tags" rows="4" spellcheck="false" required></textarea></div>
      <div class="actions"><button type="submit" class="primary" value="add">Let them charge</button><button type="submit" value="remove">Take them from the list</button></div></form></details>`;
  }

  async check(button, again) {
    const answer = await attempt(button, () => send('POST', `${this.station.path}/local-list/check`));
    if (answer) toast(answer.reportedVersion === -1 ? 'It has no local list.' : `It has version ${answer.reportedVersion ?? 0}.`);
    again();
  }

  async change(event, again) {
    event.preventDefault();
    const form = event.currentTarget;
    const tags = form.elements.tags.value.split('\n').map((line) => line.trim()).filter(Boolean);
    const isRemoval = event.submitter.value === 'remove';
    const entries = tags.map((idTag) => (isRemoval ? { idTag, remove: true } : { idTag, status: 'Accepted' }));
    // The first list is a whole one: there is nothing that it could be a change of.
    const update = this.list.version === 0 ? 'full' : 'differential';
    const answer = await command(event.submitter, this.station, 'local-list', { update, entries }, { what: 'Local list', query: this.station.isConnected ? {} : { ttl: '1d' } });
    if (answer) form.reset();
    again();
  }

  async sendRegistered(button, again) {
    const pages = new Pages('/id-tags', { query: { limit: 1_000 }, signal: this.station.signal });
    const read = await attempt(button, async () => {
      do await pages.more();
      while (pages.next);
      return pages.items;
    });
    if (!read) return;
    const entries = read.map(({ tag, type, status, parent, expiry }) => ({
      idTag: tag,
      ...(type && { idTagType: type }),
      status,
      ...(parent && { parentIdTag: parent }),
      ...(expiry && { expiry }),
    }));
    const text = `Its list is replaced by the ${count(entries.length, 'tag')} that are registered here, each with its status.`;
    if (!(await confirm({ title: 'Send all registered tags?', text, action: 'Send', danger: false }))) return;
    await command(button, this.station, 'local-list', { update: 'full', entries }, { what: 'Local list', query: this.station.isConnected ? {} : { ttl: '1d' } });
    again();
  }

  async clear(button, again) {
    if (!(await confirm({ title: 'Clear its local list?', text: 'Offline, it knows no tag then.', action: 'Clear' }))) return;
    await command(button, this.station, 'local-list', { update: 'full', entries: [] }, { what: 'Local list', query: this.station.isConnected ? {} : { ttl: '1d' } });
    again();
  }
}
