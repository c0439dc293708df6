// What happened in a session, the oldest first: what its station told of it, commands, what plugins decided, and what
// became of its connector and its connection meanwhile. And its messages as they were on the wire.

import { at, get } from '../../lib/api.js';
import { clock, dateTime, number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { jsonBlock } from '../../lib/ui.js';
import { openedMessage, verdictBadge } from '../charge-point/message.js';
import { tell } from '../charge-point/tell.js';
import { money } from './cost.js';

const PAGE = 250;
const MOST_PAGES = 12;
const MOST_MESSAGES = 1_000;
const MOST_SHOWN = 200;
// Told of the whole station: they count while the session ran.
const MEANWHILE = new Set(['connector.status', 'charge-point.connected', 'charge-point.disconnected', 'charge-point.booted']);
const PERIODIC = new Set(['MeterValuePeriodic', 'MeterValueClock']);

const KINDS = [...MEANWHILE, 'transaction.started', 'transaction.ended', 'transaction.assigned', 'transaction.late', 'transaction.orphan', 'call.refused', 'message.repaired', 'plugin.decided', 'command.sent', 'command.answered'];

/** The events of the station's log that are about a session, the oldest first; `plugins` names those that may bill. */
export async function eventsOf(session, { plugins, signal }) {
  const kind = [...KINDS, ...plugins.map((name) => `plugin.${name}.billed`)].join(',');
  const path = at`/charge-points/${session.chargePoint}/timeline`;
  const begin = Date.parse(session.startedAt ?? '') || 0;
  const found = [];
  let after;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await get(path, { query: { limit: PAGE, kind, after }, signal });
    found.push(...items);
    const hasStart = items.some((event) => event.kind === 'transaction.started' && isAbout(event, session));
    // An event is never told before it happened, but a message may come long after.
    if (!next || hasStart || items.some((event) => Date.parse(event.at) < begin)) break;
    after = next;
  }
  return chosen(found.reverse(), session);
}

function chosen(events, session) {
  const places = events.flatMap((event, place) => (isAbout(event, session) ? [place] : []));
  if (places.length === 0) return [];
  const [first, last] = [places[0], session.state === 'open' ? events.length - 1 : places.at(-1)];
  const own = new Set(places);
  const commands = new Set(places.map((place) => events[place]).filter(({ kind }) => kind === 'command.sent').map(({ messageId }) => messageId));
  events.forEach(({ kind, messageId }, place) => kind === 'command.answered' && commands.has(messageId) && own.add(place));
  return events.filter((event, place) => own.has(place) || (place > first && place < last && isMeanwhile(event, session)));
}

function isAbout({ payload }, { id, stationTransactionId }) {
  const request = payload?.request ?? payload?.payload;
  const named = payload?.transaction?.id ?? payload?.transaction ?? payload?.transactionId ?? request?.transactionId ?? payload?.response?.transactionId;
  if (named !== undefined && named !== null && typeof named !== 'object') return String(named) === id;
  const told = request?.transactionInfo?.transactionId;
  return told !== undefined && told === stationTransactionId;
}

function isMeanwhile({ kind, payload }, { connector, evse }) {
  if (!MEANWHILE.has(kind)) return false;
  if (kind !== 'connector.status') return true;
  return payload?.connector?.connector === connector && (evse === null || payload?.connector?.evse === evse);
}

/** The story as a list; `events` are of the log, `session.events` those that a 2.x station told. */
export function story(session, events) {
  const entries = [...told(session), ...logged(session, events)];
  if (entries.length === 0) return html`<p class="empty">The log of the charge point has nothing of this session any more.</p>`;
  entries.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return html`<ol class="story">${shortened(entries).map(
    (entry) => html`<li data-key=${entry.key}>
      <time datetime=${entry.at} title=${dateTime(entry.at)}>${clock(entry.at)}</time>
      <div><strong>${entry.title}</strong> ${entry.detail && html`<span class="quiet">${entry.detail}</span>`}
        ${entry.data && html`<details><summary>${entry.label}</summary>${jsonBlock(entry.data)}</details>`}</div>
    </li>`,
  )}</ol>`;
}

// What went to and fro for hours is told by its beginning and its end.
function shortened(entries) {
  if (entries.length <= MOST_SHOWN) return entries;
  const [begin, end] = [entries.slice(0, MOST_SHOWN / 2), entries.slice(-MOST_SHOWN / 2)];
  return [...begin, { key: 'left-out', at: end[0].at, title: `… ${number(entries.length - MOST_SHOWN)} more …`, detail: 'The samples and the export have all of it.' }, ...end];
}

// 2.x: each TransactionEvent, but readings between two others as one line.
function told({ events }) {
  const entries = [];
  let readings = null;
  for (const { receivedAt, request, answer } of events) {
    if (PERIODIC.has(request.triggerReason) && request.eventType === 'Updated') {
      readings ??= { key: `readings-${request.seqNo}`, at: request.timestamp, title: 'Readings', count: 0 };
      readings.count += 1;
      if (readings.count === 1) entries.push(readings);
      readings.detail = readings.count === 1 ? 'one' : `${readings.count}, until ${clock(request.timestamp)}`;
      continue;
    }
    readings = null;
    const info = request.transactionInfo ?? {};
    const details = [request.triggerReason, info.chargingState, info.stoppedReason, request.offline && 'told later, it was offline'];
    entries.push({
      key: `event-${request.seqNo}-${receivedAt}`,
      at: request.timestamp ?? receivedAt,
      title: request.eventType,
      detail: details.filter(Boolean).join(', '),
      label: `TransactionEvent ${request.seqNo}`,
      data: { request, answer },
    });
  }
  return entries;
}

function logged(session, events) {
  const isTold = session.events.length > 0;
  const shown = events.filter(({ kind }) => !(isTold && /^transaction\.(started|updated|ended)$/.test(kind)));
  return shown.map((event) => ({ key: `log-${event.number}`, at: event.at, label: event.kind, data: event.payload, ...wordsOf(event) }));
}

function wordsOf(event) {
  if (/^plugin\..+\.billed$/.test(event.kind)) return { title: 'Billed', detail: money(event.payload) };
  return tell(event);
}

/** Who closed it on the page or by the API, from the audit log: `{ who, at }`; null where that is not kept. */
export async function closerOf({ chargePoint, id, startedAt }, signal) {
  const { items } = await get('/audit', { query: { chargePoint, operation: '/transactions/', from: startedAt, limit: 200 }, signal });
  return items.find(({ after }) => after?.id === id && after.state === 'closed') ?? null;
}

/** The messages about a session that are still kept, the newest first. */
export async function messagesOf(session, signal) {
  const path = at`/charge-points/${session.chargePoint}/messages`;
  const { items } = await get(path, { query: { direction: 'in', action: 'StartTransaction,StopTransaction,MeterValues,TransactionEvent', limit: MOST_MESSAGES }, signal });
  return items.filter((message) => message.messageType === 'CALL' && isOf(message, session));
}

function isOf({ payload, action, time }, { id, stationTransactionId, idTag, startedAt }) {
  if (action === 'StartTransaction') return payload?.idTag === idTag && Date.parse(payload.timestamp) === Date.parse(startedAt);
  const told = payload?.transactionInfo?.transactionId ?? payload?.transactionId;
  return Boolean(time) && told !== undefined && [id, stationTransactionId].includes(String(told));
}

/** Messages as a list of what can be opened. */
export function messageList(messages) {
  if (messages.length === 0) return html`<p class="empty">No message of this session is kept any more. How long they are is set in the configuration: <code>[messages]</code>.</p>`;
  return html`<ul class="plain">${messages.map(
    (message) => html`<li data-key=${message.number}><details>
      <summary>${dateTime(message.time)} ${message.action} ${verdictBadge(message)}</summary>
      <div class="opened">${openedMessage(message)}</div>
    </details></li>`,
  )}</ul>`;
}
