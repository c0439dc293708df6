// How far a campaign is: its states in words, and bars of how many are how far.

import { number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge } from '../../lib/ui.js';

const STATES = {
  preparing: { text: 'Preparing', tone: 'busy' },
  running: { text: 'Running', tone: 'busy' },
  paused: { text: 'Paused', tone: 'warn' },
  completed: { text: 'Completed', tone: 'good' },
  cancelled: { text: 'Cancelled', tone: 'quiet' },
};

/** How far a member can be, in the order of the bar: `key` is its count's name, `state` its own. */
export const MEMBER_STATES = [
  { key: 'inEffect', state: 'in-effect', text: 'Done', tone: 'good' },
  { key: 'underWay', state: 'under-way', text: 'Under way', tone: 'busy' },
  { key: 'refused', state: 'refused', text: 'Refused', tone: 'bad' },
  { key: 'failed', state: 'failed', text: 'Failed', tone: 'bad' },
  { key: 'timedOut', state: 'timed-out', text: 'No answer', tone: 'bad' },
  { key: 'lost', state: 'lost', text: 'Connection lost', tone: 'bad' },
  { key: 'expired', state: 'expired', text: 'Did not come in time', tone: 'warn' },
  { key: 'waiting', state: 'waiting', text: 'Away, it waits', tone: 'warn' },
  { key: 'cancelled', state: 'cancelled', text: 'Taken back', tone: 'quiet' },
  { key: 'pending', state: 'pending', text: 'Not begun', tone: 'quiet' },
];

const FAILED = ['refused', 'failed', 'timedOut', 'lost', 'expired'];

export function campaignBadge(state) {
  const { text, tone } = STATES[state] ?? { text: state, tone: 'quiet' };
  return badge(text, tone);
}

export function memberBadge(state) {
  const { text, tone } = MEMBER_STATES.find((one) => one.state === state) ?? { text: state, tone: 'quiet' };
  return badge(text, tone);
}

/** So many came to no good end, and can be tried again. */
export function failedOf(counts) {
  return FAILED.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
}

/** Whether more will happen by itself. */
export function isUnderWay({ state }) {
  return state === 'preparing' || state === 'running';
}

/** A bar of how many are how far; the words are beside it. */
export function progressBar(counts, total, { label }) {
  const shown = MEMBER_STATES.map((one) => ({ ...one, count: counts[one.key] ?? 0 })).filter(({ count }) => count > 0);
  return html`<div class="progress" role="img" aria-label=${`${label}: ${shown.map(({ text, count }) => `${text} ${count}`).join(', ') || 'nobody'}`}>
    ${shown.map(({ key, tone, count }) => html`<span data-key=${key} class=${tone} style=${{ width: `${(count / Math.max(total, 1)) * 100}%` }}></span>`)}
  </div>`;
}

/** The same in words. */
export function progressWords(counts) {
  const shown = MEMBER_STATES.filter(({ key }) => (counts[key] ?? 0) > 0);
  return html`<span class="badges">${shown.map(({ key, text, tone }) => badge(`${text} ${number(counts[key])}`, tone))}</span>`;
}
