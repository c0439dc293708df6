// The parts of a session's screen: what is in doubt, how its energy is known, who began and ended it, what it costs.

import { dateTime, duration, number, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { badge, facts, jsonBlock, section, table } from '../../lib/ui.js';
import { money } from './cost.js';
import { CLOSED_BY, DOUBTS, LEFT_OUT, MATCHED_BY, SOURCES, doubtTitle, isRefused } from './words.js';

/** What is in doubt, why, and what to do; nothing where nothing is. */
export function doubtsCard({ doubts }) {
  if (doubts.length === 0) return null;
  const about = (word) => html`<li><p>${badge(doubtTitle(word), 'warn')} <code class="quiet">${word}</code></p>
    ${DOUBTS[word] && html`<p>${DOUBTS[word].means}</p><p><strong>What to do:</strong> ${DOUBTS[word].do}</p>`}</li>`;
  return section({ title: doubts.length === 1 ? 'One thing is in doubt' : `${doubts.length} things are in doubt`, id: 'doubts', wide: true }, html`<ul class="doubts">${doubts.map(about)}</ul>`);
}

/** What the energy rests on, and which readings do not count. */
export function energyCard(session) {
  const { leftOut } = session;
  const isOver = session.state === 'closed';
  return section(
    { title: 'How the energy is known', id: 'energy' },
    html`${facts([
      ['Energy', session.energyWh === null ? 'It cannot be known' : `${number(session.energyWh, 3)} Wh`],
      ['It rests on', SOURCES[session.energySource] ?? session.energySource],
      ['Meter from', session.meterStartWh !== null ? `${number(session.meterStartWh, 3)} Wh` : null],
      ['Meter to', session.meterStopWh !== null ? `${number(session.meterStopWh, 3)} Wh` : null],
      ['Meter read at', session.meterStopAt && timeTag(session.meterStopAt, { exact: true })],
      ['Complete', isOver ? (session.complete ? 'Yes: every message is there' : 'No') : 'Not before it has ended'],
      ['Messages still to come', toCome(session)],
      ['Brought in from', session.importedFrom],
    ])}
    ${leftOut.length > 0 && html`<h3 class="apart">Readings that do not count</h3>
      ${table({
        caption: 'Readings that do not count',
        rows: leftOut,
        key: ({ reason }) => reason,
        columns: [
          { title: 'Why', cell: ({ reason }) => LEFT_OUT[reason] ?? reason },
          { title: 'How many', number: true, cell: ({ count }) => number(count) },
          { title: 'The first', cell: ({ firstWh, firstAt }) => [firstWh !== null && `${number(firstWh, 3)} Wh`, firstAt && dateTime(firstAt)].filter(Boolean).join(', ') || '–' },
        ],
      })}`}`,
  );
}

function toCome({ messagesInQueue, messagesInQueueToldAt }) {
  if (messagesInQueue === null || messagesInQueue === undefined) return null;
  return html`${messagesInQueue ? 'Yes, the charge point says' : 'None, the charge point says'} (${timeTag(messagesInQueueToldAt)})`;
}

/** Who began it and who ended it. */
export function peopleCard({ session, closer }) {
  const isOver = session.state === 'closed';
  return section(
    { title: 'Who began and ended it', id: 'people' },
    facts([
      ['Started', session.startedAt && timeTag(session.startedAt, { exact: true })],
      [session.assigned ? 'Whose it is' : 'By the id tag', tagLink(session.idTag) ?? 'not told'],
      ['Assigned', session.assigned && html`by an operator, ${timeTag(session.assigned.at)}`],
      ['Note', session.assigned?.note && html`<span class="note-text">${session.assigned.note}</span>`],
      ['The charge point said', session.assigned && toldTag(session.assigned)],
      ['The tag was', session.authorization && badge(session.authorization, isRefused(session) ? 'bad' : 'good')],
      ['By remote start', session.remoteStartId !== null ? `number ${session.remoteStartId}` : null],
      ['With reservation', session.reservationId],
      ['Ended', isOver && timeTag(session.stoppedAt, { exact: true })],
      ['It is', !isOver && badge(session.chargingState ?? 'Under way', 'busy')],
      ['Reason', session.stopReason],
      ['Ended by', CLOSED_BY[session.closedBy]],
      ['Who that was', closer && html`${closer.who?.name ?? 'not known'}, ${timeTag(closer.at)} <a href=${`/audit?chargePoint=${encodeURIComponent(session.chargePoint)}`}>Audit log</a>`],
      ['With the id tag', session.stoppedBy && html`${tagLink(session.stoppedBy)}${session.stoppedByForeign && html` ${badge('another group', 'warn')}`}`],
      ['Recognized by', session.matchedBy.length > 0 ? session.matchedBy.map((sign) => MATCHED_BY[sign] ?? sign).join(', ') : null],
      ['OCPP', session.version],
      ['The charge point’s own id', session.stationTransactionId !== session.id ? html`<code>${session.stationTransactionId}</code>` : null],
    ]),
  );
}

// What the charge point said of whose session it is, where an operator said otherwise.
function toldTag({ toldIdTag, toldAuthorization }) {
  if (toldIdTag === null) return 'no tag';
  return html`${tagLink(toldIdTag)} ${toldAuthorization && badge(toldAuthorization, toldAuthorization === 'Accepted' ? 'good' : 'bad')}`;
}

function tagLink(tag) {
  return tag ? html`<a href=${`/id-tags/${encodeURIComponent(tag)}`}>${tag}</a>` : null;
}

/** What it costs, line by line; nothing where no plugin gives a cost. */
export function costCard({ bill, told }) {
  if (!bill && told === null) return null;
  if (!bill) {
    return section({ title: 'Cost', id: 'cost' }, html`<p><strong>${number(told, 2)}</strong>, as the charge point was told last. The bill is made when the session has ended.</p>`);
  }
  return section(
    { title: `Cost: ${money(bill)}`, id: 'cost' },
    html`${table({
      caption: 'Lines of the bill',
      empty: 'Nothing is billed.',
      rows: bill.lines ?? [],
      key: (line) => `${line.item} ${line.when ?? ''}`,
      columns: [
        { title: 'For', cell: ({ item, when }) => (when && when !== 'always' ? `${item}, ${when}` : item) },
        { title: 'How much', cell: quantity },
        { title: bill.currency ?? 'Amount', number: true, cell: ({ amount }) => amount },
      ],
    })}
    ${bill.notes?.length > 0 && html`<ul class="notes">${bill.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    <p class="quiet">${[bill.tariff && `Tariff ${bill.tariff}`, bill.group && `group ${bill.group}`].filter(Boolean).join(', ')}</p>`,
  );
}

function quantity({ quantity: value, unit, price, per }) {
  if (value === undefined) return '';
  const much = unit === 's' ? duration(Number(value)) : `${number(value, 3)} ${unit}`;
  return price ? `${much} at ${price} / ${per}` : much;
}

/** What the station said when the session was over. */
export function laterCard({ laterMessages }) {
  if (laterMessages.length === 0) return null;
  return section(
    { title: 'Told after the end', id: 'later' },
    html`<p class="quiet">These messages came when the session was over. They are kept, and change nothing of it.</p>
      <ul class="plain">${laterMessages.map(
        ({ receivedAt, action, payload }) => html`<li><details><summary>${dateTime(receivedAt)} ${action}</summary>${jsonBlock(payload)}</details></li>`,
      )}</ul>`,
  );
}
