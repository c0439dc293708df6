// Files that it fetches or brings: how far each is, in the server's word and in its own.

import { timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge } from '../../lib/ui.js';

const TONES = { installed: 'good', uploaded: 'good', refused: 'bad', failed: 'bad', scheduled: 'warn' };

export function jobList(jobs, empty) {
  if (jobs.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="plain jobs">${jobs.map((job) => html`<li data-key=${`${job.at}${job.command ?? ''}`}>
    <p>${badge(job.state, TONES[job.state] ?? 'busy')} <strong>${job.file?.name ?? job.toldName ?? job.location}</strong> ${timeTag(job.at)}</p>
    ${job.statuses.length > 0 && html`<p class="hint">It said: ${job.statuses.map(({ status }) => status).join(' → ')}</p>`}
    ${job.fetchedAt && html`<p class="hint">It had fetched the file ${timeTag(job.fetchedAt)}.</p>`}
    ${job.boot && html`<p class="hint">It booted ${timeTag(job.boot.at)}${job.boot.firmware && ` with firmware ${job.boot.firmware}`}.</p>`}
    ${job.trouble && html`<p class="trouble">${job.trouble.reason}</p>`}
  </li>`)}</ul>`;
}

/** A time of `datetime-local`, as the API wants it. */
export function instant(local) {
  return local ? new Date(local).toISOString() : undefined;
}
