// What happened, told in plain words: `tell(event)` answers `{ title, detail, tone, group }`.

import { bytes, count, dateTime, duration, energy } from '../../lib/format.js';
import { CREDENTIALS, credentialWords, endOf, originWords, placeName, repairWords, tagName } from './words.js';
import { statusWords } from './outcome.js';

/** What can be shown alone: its name, what it is called, and the kinds of events. */
export const GROUPS = [
  { name: 'connections', title: 'Connections', kinds: ['charge-point.connected', 'charge-point.disconnected', 'charge-point.refused'] },
  { name: 'boots', title: 'Boots', kinds: ['charge-point.booted'] },
  { name: 'states', title: 'States of connectors', kinds: ['connector.status'] },
  { name: 'sessions', title: 'Sessions', kinds: ['transaction.started', 'transaction.ended', 'transaction.assigned', 'transaction.late', 'transaction.orphan'] },
  { name: 'troubles', title: 'Refused and repaired', kinds: ['charge-point.refused', 'call.refused', 'message.repaired', 'frame.fault'] },
  { name: 'plugins', title: 'Plugins', kinds: ['plugin.*'] },
  { name: 'commands', title: 'Commands', kinds: ['command.sent', 'command.answered'] },
  { name: 'upkeep', title: 'Firmware, files, lists', kinds: ['firmware.status', 'diagnostics.status', 'file.received', 'local-list.changed', 'configuration.reported', 'reservation.changed'] },
  { name: 'security', title: 'Security and certificates', kinds: ['security.event', 'credentials.changed', 'certificate.requested', 'certificate.delivered', 'charge-point.certificate-expiring'] },
];

/** Whether a kind of events is one of a group. */
export function isOf({ kinds }, kind) {
  return kinds.some((one) => (one.endsWith('*') ? kind.startsWith(one.slice(0, -1)) : kind === one));
}

const TELLERS = {
  'charge-point.connected': ({ version, remoteAddress }) => ({ title: 'Connected', detail: [`OCPP ${version}`, remoteAddress && `from ${remoteAddress}`], tone: 'good' }),
  'charge-point.disconnected': ({ end, seconds }) => ({
    title: 'Disconnected',
    detail: [end && endOf(end), seconds !== undefined && `it had been there for ${duration(seconds)}`],
    tone: end?.by === 'network' ? 'bad' : 'warn',
  }),
  'charge-point.refused': ({ reason, status, remoteAddress, untoldBefore }) => ({
    title: 'Connection refused',
    detail: [reason, `answered HTTP ${status}`, remoteAddress && `from ${remoteAddress}`, untoldBefore && `${count(untoldBefore, 'time')} more before`],
    tone: 'bad',
  }),
  'charge-point.booted': (payload) => booted(payload),
  'connector.status': ({ connector }) => status(connector ?? {}),
  'transaction.started': (payload) => started(payload),
  'transaction.ended': ({ transaction }) => ({
    title: 'Session ended',
    detail: [tagName(transaction?.idTag), transaction && placeName(transaction), transaction?.energyWh && energy(transaction.energyWh), transaction?.stopReason && `reason: ${transaction.stopReason}`, ...doubts(transaction)],
    tone: transaction?.doubts?.length > 0 ? 'warn' : 'good',
  }),
  'transaction.assigned': ({ transaction, request }) => ({
    title: 'Session assigned',
    detail: [tagName(transaction?.idTag), `session ${transaction?.id || 'without an id'}`, request?.note && `note: ${request.note}`],
    tone: 'busy',
  }),
  'transaction.late': ({ action }) => ({ title: 'Came when its session was over', detail: [`${action} is kept beside the session and changes nothing of it`], tone: 'warn' }),
  'transaction.orphan': ({ action, request }) => ({
    title: 'About a session that is not known',
    detail: [`${action} of session ${request?.transactionId ?? request?.transactionInfo?.transactionId ?? '?'} is in the inbox`],
    tone: 'warn',
  }),
  'security.event': ({ request }) => ({ title: 'Security event', detail: [request?.type, request?.techInfo], tone: 'bad' }),
  'credentials.changed': ({ credential, state, securityProfile }) => {
    const [text, tone] = credentialWords(state);
    return { title: securityProfile ? `Security profile ${securityProfile}` : CREDENTIALS[credential] ?? credential, detail: [text], tone };
  },
  'call.refused': ({ action, callError, untoldBefore }) => ({
    title: `${action ?? 'A message'} refused`,
    detail: [callError?.description, callError?.code, rule(callError), untoldBefore && `${count(untoldBefore, 'time')} more before`],
    tone: 'bad',
  }),
  'message.repaired': ({ action, repairs = [] }) => ({
    title: `${action ?? 'A message'} repaired`,
    detail: repairs.map(({ name, pointer }) => `${repairWords(name)}${pointer ? ` (${pointer})` : ''}`),
    tone: 'warn',
  }),
  'plugin.decided': (payload) => decided(payload),
  'frame.fault': ({ reason, answered }) => ({ title: 'No OCPP message', detail: [reason, answered && `answered ${answered}`], tone: 'bad' }),
  'command.sent': ({ action, origin }) => ({ title: `${action} sent`, detail: [`by ${originWords(origin)}`], tone: 'busy' }),
  'command.answered': (payload) => answered(payload),
  'reservation.changed': (payload) => reservation(payload),
  'local-list.changed': ({ version, entries, drift }) => ({ title: 'Local list', detail: [`version ${version}`, count(entries, 'entry', 'entries'), drift === 'different' && 'it is not what it should be'], tone: drift === 'different' ? 'warn' : 'good' }),
  'configuration.reported': ({ report, entries }) => ({ title: 'Configuration reported', detail: [count(entries, report === 'monitors' ? 'monitor' : 'variable')], tone: 'good' }),
  'firmware.status': (payload) => job('Firmware', payload),
  'diagnostics.status': (payload) => job('Diagnostics', payload),
  'file.received': ({ name, bytes: size, fileKind }) => ({ title: 'File received', detail: [name, bytes(size), fileKind], tone: 'good' }),
  'certificate.requested': ({ certificateType, subject, state, reason }) => ({
    title: 'Certificate asked for',
    detail: [certificateType, subject, REQUESTS[state]?.text ?? state, reason],
    tone: REQUESTS[state]?.tone ?? 'quiet',
  }),
  'certificate.delivered': ({ certificateType, state, reason, certificate }) => ({
    title: `Certificate ${DELIVERIES[state]?.text ?? state}`,
    detail: [certificateType, certificate && `number ${certificate.serialNumber}`, certificate && `until ${dateTime(certificate.validUntil)}`, reason],
    tone: DELIVERIES[state]?.tone ?? 'quiet',
  }),
  'charge-point.certificate-expiring': ({ certificate, daysLeft }) => ({
    title: daysLeft < 0 ? 'Certificate is over' : `Certificate ends in ${count(daysLeft, 'day')}`,
    detail: [certificate?.subject, certificate && `until ${dateTime(certificate.validUntil)}`],
    tone: daysLeft < 0 ? 'bad' : 'warn',
  }),
};

const REQUESTS = {
  signed: { text: 'signed', tone: 'good' },
  waiting: { text: 'waits for an operator', tone: 'warn' },
  elsewhere: { text: 'a plugin has it signed', tone: 'busy' },
  rejected: { text: 'rejected', tone: 'bad' },
};

const DELIVERIES = {
  accepted: { text: 'taken', tone: 'good' },
  refused: { text: 'not taken', tone: 'bad' },
  unknown: { text: 'not answered', tone: 'warn' },
};

/** An event in words. */
export function tell(event) {
  const teller = TELLERS[event.kind];
  const told = teller ? teller(event.payload ?? {}) : { title: event.kind, detail: [plugin(event.kind)], tone: 'quiet' };
  return { ...told, detail: told.detail.filter(Boolean).join(' · ') };
}

const DECISIONS = { replaced: 'gave another answer', refused: 'refused it', failed: 'failed, which counts as a refusal' };

function decided({ action, plugins = [], proposed, response, callError, untoldBefore }) {
  const [would, is] = [statusOf(proposed), response && statusOf(response)];
  return {
    title: `${action}: ${plugins.map(({ plugin: name, decision }) => `${name} ${DECISIONS[decision] ?? decision}`).join(', ')}`,
    detail: [
      is && (would && would !== is ? `answered ${is} in place of ${would}` : `answered ${is}`),
      callError && `answered ${callError.code}`,
      callError?.description,
      ...plugins.map(({ cause }) => cause),
      untoldBefore && `${count(untoldBefore, 'time')} more before`,
    ],
    tone: plugins.some(({ decision }) => decision === 'failed') ? 'bad' : 'warn',
  };
}

function statusOf(response) {
  return response?.idTagInfo?.status ?? response?.idTokenInfo?.status ?? response?.status;
}

function booted({ request, response }) {
  const station = request?.chargingStation;
  const [vendor, model] = [station?.vendorName ?? request?.chargePointVendor, station?.model ?? request?.chargePointModel];
  const firmware = station?.firmwareVersion ?? request?.firmwareVersion;
  return {
    title: 'Booted',
    detail: [[vendor, model].filter(Boolean).join(' '), firmware && `firmware ${firmware}`, request?.reason && `reason: ${request.reason}`, response?.status !== 'Accepted' && `answered ${response?.status}`],
    tone: response?.status === 'Accepted' ? 'good' : 'warn',
  };
}

function status(connector) {
  const { errorCode, info, vendorErrorCode } = connector;
  const hasError = errorCode && errorCode !== 'NoError';
  return {
    title: `${placeName(connector)}: ${connector.status}`,
    detail: [hasError && errorCode, info, vendorErrorCode && `code ${vendorErrorCode}`],
    tone: connector.status === 'Faulted' || hasError ? 'bad' : connector.status === 'Unavailable' ? 'warn' : 'quiet',
  };
}

function started({ transaction, response }) {
  const word = response?.idTagInfo?.status ?? response?.idTokenInfo?.status ?? transaction?.authorization;
  const isRefused = word && word !== 'Accepted';
  return {
    title: isRefused ? 'Session began, its driver was refused' : 'Session began',
    detail: [tagName(transaction?.idTag), transaction && placeName(transaction), isRefused && `answered ${word}`, ...doubts(transaction)],
    tone: isRefused ? 'bad' : 'good',
  };
}

function doubts(transaction) {
  return (transaction?.doubts ?? []).map((doubt) => `in doubt: ${doubt.replaceAll('-', ' ')}`);
}

function answered({ action, response, error, origin }) {
  const by = origin && `by ${originWords(origin)}`;
  if (error) return { title: `${action} failed`, detail: [error.code, error.description, by], tone: 'bad' };
  const word = response?.status;
  if (!word) return { title: `${action} answered`, detail: [by], tone: 'good' };
  const [text, tone] = statusWords(word);
  return { title: `${action}: ${word}`, detail: [text, response.statusInfo?.reasonCode, by], tone };
}

function reservation(payload) {
  const { state, reservationId, idTag, request } = payload;
  if (request) return { title: `Reservation ${request.reservationId}`, detail: [request.reservationUpdateStatus], tone: 'quiet' };
  const word = typeof state === 'object' ? Object.keys(state)[0] : state;
  return {
    title: `Reservation ${reservationId}: ${word}`,
    detail: [idTag && `for ${idTag}`, placeName(payload), typeof state === 'object' && state[word]],
    tone: word === 'refused' ? 'bad' : 'quiet',
  };
}

function job(what, { state, status: word, file }) {
  const tone = state === 'failed' || state === 'refused' ? 'bad' : state === 'installed' || state === 'uploaded' ? 'good' : 'busy';
  return { title: `${what}: ${state}`, detail: [word !== undefined && word, file], tone };
}

function rule(callError) {
  const named = callError?.details?.rule;
  return named && `rule ${named}`;
}

function plugin(kind) {
  const found = /^plugin\.([^.]+)\./.exec(kind);
  return found && `told by the plugin ${found[1]}`;
}
