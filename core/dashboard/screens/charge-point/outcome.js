// What came of a command, in words: how far it is, and what the station's answer means.

import { attempt, toast } from '../../lib/ui.js';
import { send } from '../../lib/api.js';

const STATES = {
  pending: ['waits for the charge point', 'busy'],
  sent: ['sent, no answer yet', 'busy'],
  answered: ['answered', 'good'],
  accepted: ['accepted, its effect is not seen yet', 'busy'],
  'in-effect': ['done', 'good'],
  refused: ['refused by the charge point', 'bad'],
  failed: ['accepted, and it did not happen', 'bad'],
  'timed-out': ['no answer in time', 'bad'],
  lost: ['the connection ended before the answer', 'bad'],
  expired: ['the charge point did not come in time', 'warn'],
  cancelled: ['taken back', 'quiet'],
  replaced: ['a newer one took its place', 'quiet'],
};

/** `[words, tone]` of a command's state. */
export function stateWords(state) {
  return STATES[state] ?? [state, 'quiet'];
}

// What a station's word means. Those that are not here stand for themselves.
const STATUSES = {
  Accepted: ['The charge point accepted it.', 'good'],
  Rejected: ['The charge point refused it.', 'bad'],
  Scheduled: ['It does it later, when what is under way is over.', 'busy'],
  Unlocked: ['The connector is unlocked.', 'good'],
  UnlockFailed: ['The connector could not be unlocked.', 'bad'],
  OngoingAuthorizedTransaction: ['A session is under way there: stop it first.', 'warn'],
  UnknownConnector: ['The charge point has no such connector.', 'bad'],
  NotSupported: ['The charge point does not do this.', 'bad'],
  NotImplemented: ['The charge point does not know this.', 'bad'],
  RebootRequired: ['It counts from the next restart on.', 'warn'],
  Faulted: ['The connector is faulted.', 'bad'],
  Occupied: ['The connector is in use.', 'bad'],
  Unavailable: ['The connector is out of service.', 'bad'],
  Unknown: ['The charge point knows no such thing.', 'warn'],
  UnknownComponent: ['The charge point has no such component.', 'bad'],
  UnknownVariable: ['The charge point has no such variable.', 'bad'],
  UnknownVendorId: ['The charge point does not know this vendor.', 'bad'],
  UnknownMessageId: ['The charge point does not know this message of the vendor.', 'bad'],
  NoProfiles: ['It has no such charging profile.', 'warn'],
  NoTransaction: ['It knows no such session.', 'warn'],
  EmptyResultSet: ['It has nothing that fits.', 'warn'],
  NotFound: ['It has no such thing.', 'warn'],
  VersionMismatch: ['Its list has another version: send it whole.', 'bad'],
  Failed: ['It failed.', 'bad'],
  AcceptedCanceled: ['Accepted; what was under way is cancelled.', 'good'],
  InvalidCertificate: ['The certificate is not valid.', 'bad'],
  RevokedCertificate: ['The certificate is revoked.', 'bad'],
  DuplicateRequestId: ['A request of this number is under way already.', 'bad'],
};

/** `[words, tone]` of an answer's status. */
export function statusWords(status) {
  return STATUSES[status] ?? [`The charge point says ${status}.`, 'quiet'];
}

/** What came: `{ text, tone, status }`, whether it was a verb's command or a raw action's answer. */
export function outcomeOf(answer) {
  if (!answer || typeof answer !== 'object') return { text: 'Done.', tone: 'good' };
  if (answer.state) return ofCommand(answer);
  if (typeof answer.status !== 'string') return { text: 'The charge point answered.', tone: 'good' };
  const [text, tone] = statusWords(answer.status);
  return { text: withReason(text, answer.statusInfo), tone, status: answer.status };
}

function ofCommand({ state, status, error, response, expiresAt }) {
  if (state === 'pending') return { text: expiresAt ? 'Kept: it is sent when the charge point comes.' : 'It waits for its turn.', tone: 'busy' };
  const [words, tone] = stateWords(state);
  // A raw action is over when it is answered, whatever the answer.
  if (state === 'answered' && response?.status) return outcomeOf({ status: response.status, statusInfo: response.statusInfo });
  if (error) return { text: `${capital(words)}: ${error.code}${error.description ? `, ${error.description}` : ''}.`, tone: tone === 'good' ? 'warn' : tone };
  if (status && state === 'refused') return { text: withReason(statusWords(status)[0], response?.statusInfo), tone: 'bad', status };
  if (status && (state === 'in-effect' || state === 'answered')) {
    const [text, statusTone] = statusWords(status);
    return { text: status === 'Accepted' && state === 'in-effect' ? 'Done.' : text, tone: statusTone === 'bad' ? 'bad' : 'good', status };
  }
  return { text: `${capital(words)}.`, tone, status };
}

function withReason(text, info) {
  return info?.reasonCode ? `${text} Its reason: ${info.reasonCode}${info.additionalInfo ? `, ${info.additionalInfo}` : ''}.` : text;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Sends a verb or an action, once, however often the button is pressed. Answers what came, or throws. */
export function order(station, name, body, query = {}) {
  return send('POST', `${station.path}/commands/${encodeURIComponent(name)}`, { body, query, headers: { 'Idempotency-Key': key() } });
}

/** The same from a button, with a message that says what came of it. */
export async function command(button, station, name, body = {}, { query, what = name } = {}) {
  const answer = await attempt(button, () => order(station, name, body, query));
  if (answer === undefined) return undefined;
  const { text, tone } = outcomeOf(answer);
  toast(`${what}: ${text}`, tone === 'bad' ? 'bad' : 'good');
  return answer;
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
