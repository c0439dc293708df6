// Campaigns: one command for many charge points, and how far each is.

import { at, may, Pages } from '../lib/api.js';
import { number, timeTag } from '../lib/format.js';
import { html, render } from '../lib/html.js';
import { repeat } from '../lib/live.js';
import { attempt, emptyState, moreButton, pageHead, table } from '../lib/ui.js';
import { campaignBadge, failedOf, isUnderWay, progressBar } from './campaign/progress.js';

export const title = 'Campaigns';

const PAGE = 50;

export async function show({ main, signal }) {
  let pages = null;
  let shown = PAGE;
  const load = async () => {
    pages = await new Pages('/campaigns', { query: { limit: Math.min(shown, 1_000) }, signal }).more();
    render(main, page(pages, more));
  };
  const more = (event) => attempt(event.currentTarget, () => {
    shown += PAGE;
    return load();
  });
  await load();
  repeat(load, { every: () => (pages.items.some(isUnderWay) ? 1_500 : 10_000), signal });
}

function page(pages, more) {
  const newLink = may('operator') && html`<a class="button primary" href="/campaigns/new">New campaign</a>`;
  return html`
    ${pageHead({ title: 'Campaigns', lead: 'One command for many charge points, in stages: a few first, then the others, and no further when too many fail.', actions: newLink })}
    ${pages.items.length === 0
      ? emptyState({ title: 'No campaigns yet', text: 'New firmware, a setting, a list of tags: for a site, for all of a make, or for the whole fleet.', action: newLink })
      : html`${table({
        caption: 'Campaigns, the newest first',
        rows: pages.items,
        key: ({ id }) => id,
        href: ({ id }) => at`/campaigns/${id}`,
        stacked: true,
        columns: [
          { title: 'Campaign', cell: ({ name, command }) => name || command },
          { title: 'Command', cell: ({ command }) => html`<code>${command}</code>` },
          { title: 'State', cell: ({ state }) => campaignBadge(state) },
          { title: 'Progress', cell: (campaign) => progressBar(campaign.counts, campaign.chargePoints, { label: 'Progress' }) },
          { title: 'Done', number: true, cell: ({ counts, chargePoints }) => `${number(counts.inEffect ?? 0)} of ${number(chargePoints)}` },
          { title: 'Failed', number: true, cell: ({ counts }) => number(failedOf(counts)) },
          { title: 'Begun', cell: ({ createdAt }) => timeTag(createdAt) },
        ],
      })}
      ${moreButton(pages, more)}`}`;
}
