// Where a tag was refused lately, as the server remembers it; and what one charge point was answered when somebody showed a tag there, and which plugins had a say: read from its messages,
// as far as they are kept.

import { at, get } from '../../lib/api.js';
import { number, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { isSameTag, statusBadge } from './words.js';

const ACTIONS = 'Authorize,StartTransaction,TransactionEvent';
const LOOKED_AT = 1_000;

/** The authorizations of a tag at a charge point, the newest first: `{ key, at, action, status, plugins }`. */
export async function authorizationsOf(tag, chargePoint, signal) {
  const { items } = await get(at`/charge-points/${chargePoint}/messages`, { query: { action: ACTIONS, limit: LOOKED_AT }, signal });
  const answers = new Map(items.filter(({ messageType }) => messageType === 'CALLRESULT').map((answer) => [answer.messageId, answer]));
  const asked = items.filter(({ messageType, direction, payload }) => messageType === 'CALL' && direction === 'in' && isSameTag(tagIn(payload), tag));
  return asked.map((call) => ({
    key: call.number,
    at: call.time,
    action: call.action,
    status: statusIn(answers.get(call.messageId)?.payload) ?? call.reason,
    plugins: call.plugins.filter(({ decision }) => decision !== 'kept'),
  }));
}

function tagIn(payload) {
  return payload?.idTag ?? payload?.idToken?.idToken;
}

function statusIn(payload) {
  return payload?.idTagInfo?.status ?? payload?.idTokenInfo?.status ?? null;
}

/** Where it was refused lately, over all charge points, as a list. */
export function refusalList(refusals) {
  if (refusals.length === 0) return html`<p>Nobody was refused with it lately.</p>`;
  return html`<ul class="plain refusals">${refusals.map(
    ({ at: time, firstAt, times, chargePoint, action, status, by, failed }) => html`<li data-key=${`${chargePoint} ${firstAt} ${action} ${status}`}>${timeTag(time)} at <a href=${`/charge-points/${encodeURIComponent(chargePoint)}`}>${chargePoint}</a>: ${statusBadge(status)}
      <span class="quiet">${action}${times > 1 && html`, ${number(times)} times since ${timeTag(firstAt)}`}${by && html`, by the plugin <a href=${`/plugin/${encodeURIComponent(by)}`}>${by}</a>${failed && ', which failed'}`}</span></li>`,
  )}</ul>`;
}

const DECISIONS = { replaced: 'so answered by', refused: 'refused by', denied: 'denied by', failed: 'failed:' };

/** What was found, as a list. */
export function authorizationList(found) {
  if (found.length === 0) return html`<p class="quiet">No message with this tag is kept of this charge point.</p>`;
  return html`<ul class="plain">${found.map(
    ({ key, at: time, action, status, plugins }) => html`<li data-key=${key}>${timeTag(time)}, ${action}: ${status ? statusBadge(status) : 'no answer'}
      ${plugins.map(({ plugin, decision }) => html`<br><span class="quiet">${DECISIONS[decision] ?? decision} the plugin <a href=${`/plugin/${encodeURIComponent(plugin)}`}>${plugin}</a></span>`)}</li>`,
  )}</ul>`;
}
