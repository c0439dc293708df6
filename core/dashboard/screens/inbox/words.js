// Why a message is in the inbox, and which session it may be about.

import { secondsBetween } from '../../lib/format.js';
import { isSameTag } from '../id-tag/words.js';

const WHY = {
  StopTransaction: 'The charge point ended a session whose number this server never gave it. Usually it brought the session along from another system, kept it over a reset, or was told the number before this server was restored from a backup. Until it is assigned, or a session is made of it, its energy stands nowhere.',
  MeterValues: 'The charge point measured something for a session whose number this server never gave it. Alone these readings say little; the end of the session tells its energy.',
  TransactionEvent: 'The charge point told something of a session that cannot be recognized.',
};

/** Why it is here. */
export function why({ action }) {
  return WHY[action] ?? 'It names a session that is not known.';
}

/** What the message says, in the members that both versions have. */
export function said({ payload, action }) {
  const values = payload.meterValue ?? payload.transactionData ?? [];
  return {
    session: payload.transactionId ?? payload.transactionInfo?.transactionId ?? null,
    connector: payload.connectorId ?? payload.evse?.connectorId ?? null,
    idTag: payload.idTag ?? payload.idToken?.idToken ?? null,
    endedAt: action === 'StopTransaction' ? payload.timestamp : null,
    meterStop: payload.meterStop ?? null,
    reason: payload.reason ?? null,
    readings: Array.isArray(values) ? values.length : 1,
    measuredAt: Array.isArray(values) ? values.at(-1)?.timestamp ?? null : null,
  };
}

/** From this score on a session is proposed. */
export const LIKELY = 4;

/** The sessions that it may be about, the likeliest first: `{ session, signs, score }`. */
export function candidates(entry, sessions) {
  const told = said(entry);
  const at = told.endedAt ?? told.measuredAt ?? entry.receivedAt;
  return sessions
    .map((session) => ({ session, ...signsOf(session, { told, at }) }))
    .sort((one, other) => other.score - one.score || Date.parse(other.session.startedAt) - Date.parse(one.session.startedAt));
}

// What speaks for a session (`+`), and what against it (`-`).
function signsOf(session, { told, at }) {
  const signs = [];
  let score = 0;
  const say = (isFor, weight, text) => {
    signs.push(text);
    score += isFor ? weight : -weight;
  };
  if (session.state === 'open') say(true, 3, 'is under way');
  else if (session.doubts.includes('end-lost')) say(true, 3, 'its end has not arrived');
  if (told.idTag && session.idTag) {
    if (isSameTag(told.idTag, session.idTag)) say(true, 3, 'same id tag');
    else say(false, 1, `another id tag (${session.idTag})`);
  }
  if (told.connector && session.connector) {
    if (told.connector === session.connector) say(true, 1, 'same connector');
    else say(false, 2, `another connector (${session.connector})`);
  }
  if (session.startedAt && secondsBetween(session.startedAt, at) < 0) say(false, 4, 'began later');
  if (told.meterStop !== null && session.meterStartWh !== null) {
    if (Number(session.meterStartWh) <= told.meterStop) say(true, 1, 'the meter fits');
    else say(false, 2, 'its meter was higher at the start');
  }
  return { signs, score };
}
