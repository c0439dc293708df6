// A version on trial: its figures beside those of the active one, and the calls in which the two differ.

import { at } from '../../lib/api.js';
import { differenceView } from '../../lib/difference.js';
import { number, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { facts, jsonBlock } from '../../lib/ui.js';
import { canaryShare, microseconds, namesOf } from './state.js';

export function trialPart(plugin) {
  const { trial } = plugin;
  const isShadow = trial.mode.mode === 'shadow';
  const [active, tried] = namesOf(plugin, trial);
  const total = Object.values(trial.differences).reduce((sum, one) => sum + one, 0);
  return html`
    <p>${isShadow
      ? `${tried} is asked the same as ${active}, after the answer has left; nobody listens to what it says.`
      : `${tried} decides for ${canaryShare(trial.mode)} of the charge points, ${active} for the others.`}</p>
    ${facts([
      ['Since', timeTag(trial.since)],
      ['Calls', number(trial.calls)],
      ['Differ', isShadow ? `${number(total)}${total > 0 ? `: ${byAction(trial.differences)}` : ''}` : null],
      ['Failures', number(trial.failures)],
      ['Mean time', trial.calls > 0 ? `${microseconds(trial.meanUs)} (active: ${microseconds(plugin.meanUs)})` : null],
      ['Was too slow for', trial.missed > 0 ? number(trial.missed) : null],
      ['Is taken back after', isShadow ? null : `${number(trial.mode.maxFailures)} failures${trial.mode.maxMeanUs ? `, or above ${microseconds(trial.mode.maxMeanUs)}` : ''}`],
    ])}
    ${isShadow && differencesPart(plugin)}`;
}

function byAction(differences) {
  return Object.entries(differences).map(([action, count]) => `${action} ${number(count)}`).join(', ');
}

function differencesPart(plugin) {
  const { lastDifferences, calls } = plugin.trial;
  const [active, tried] = namesOf(plugin, plugin.trial);
  if (lastDifferences.length === 0) {
    return html`<p class="empty">${calls > 0 ? 'Both say the same so far.' : 'No call has come yet that it is asked about.'}</p>`;
  }
  return html`<h3 class="list-title">The last calls in which they differ</h3>
    <ul class="difference-list">${lastDifferences.map((one) => html`<li data-key=${`${one.chargePoint} ${one.messageId}`}>
      <details open>
        <summary><strong>${one.action}</strong> of ${one.chargePoint}</summary>
        <p class="quiet">Message <code>${one.messageId}</code> of <a href=${at`/charge-points/${one.chargePoint}`}>${one.chargePoint}</a></p>
        ${differenceView(one.active, one.candidate, { names: [`${active}, active`, `${tried}, shadow`], caption: `How the answers to ${one.action} differ` })}
        <details><summary>The request</summary>${jsonBlock(one.payload)}</details>
      </details>
    </li>`)}</ul>`;
}
