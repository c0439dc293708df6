// The words of the API and of OCPP, told in plain ones.

const ENDED_BY = { station: 'the charge point closed the connection', server: 'the server ended the connection', network: 'the connection broke' };

/** Why a connection ended. */
export function endOf({ by, reason, code }) {
  // The network says nothing by itself: the reason is ours.
  if (by === 'network' && reason) return reason;
  const who = ENDED_BY[by] ?? by;
  return `${who}${reason ? ` (${reason})` : ''}${code && !reason ? ` (close code ${code})` : ''}`;
}

const REPAIRS = {
  'unknown-member': 'a member that the version does not know was left out',
  'null-as-absent': 'null was read as absent',
  'empty-list': 'an empty list was left out',
  'member-spelling': 'a member was spelled differently',
  'member-moved': 'a unit stood where the version has no place for it',
  'enum-spelling': 'a word was spelled differently',
  'blank-padded': 'blanks around a word were left out',
  'number-as-text': 'a number stood where a text belongs',
  'boolean-as-text': 'true or false stood where a text belongs',
  'value-as-text': 'a value stood where a text belongs',
  'text-as-number': 'a text stood where a number belongs',
  'text-as-boolean': 'a text stood where true or false belongs',
  'number-as-boolean': 'a number stood where true or false belongs',
  'fraction-in-integer': 'a fraction stood where a whole number belongs',
  'value-as-list': 'one value stood where a list belongs',
  'list-as-value': 'a list stood where one value belongs',
  'text-as-object': 'a text stood where an object belongs',
  'payload-as-text': 'the payload was sent as a text',
  'timestamp-without-zone': 'a time had no zone',
  'timestamp-form': 'a time was written differently',
  'number-as-timestamp': 'a time was sent as a number',
  'unknown-enum-value': 'a word that the version does not know was replaced by the one that says least',
  'missing-member': 'a member was missing',
  'unreadable-value': 'a value could not be read and was filled in',
  'text-too-long': 'a text is too long and was kept whole',
  'list-too-long': 'a list is too long and was kept whole',
  'list-too-short': 'a list is too short and was kept',
  'number-out-of-range': 'a number is out of its range and was kept',
  'number-off-step': 'a number has more digits than allowed and was kept',
  'duplicate-member': 'a member stood twice, and the last one counts',
  'message-id-as-number': 'the message id was a number',
  'kept-as-it-came': 'nothing could be made of it: it was answered and kept',
  'item-left-out': 'a value that cannot be used was left out',
  'control-bytes': 'control characters were left out',
  'leading-junk': 'something stood before the message',
  'trailing-junk': 'something stood behind the message',
  'trailing-comma': 'a comma was too many',
  'bad-escape': 'an escape that JSON does not have was read',
  'lone-surrogate': 'half a character was left out',
};

/** What was repaired, in words. */
export function repairWords(name) {
  return REPAIRS[name] ?? String(name).replaceAll('-', ' ');
}

const ORIGINS = { operator: 'an operator', server: 'the server', unknown: 'somebody' };

/** Who wanted a command. */
export function originWords(origin) {
  if (origin?.plugin) return `the plugin ${origin.plugin}`;
  return ORIGINS[origin] ?? 'somebody';
}

/** `Connector 1`, `EVSE 1`, `EVSE 1, connector 2`; 0 is the whole. */
export function placeName({ evse, connector }) {
  if (evse === null || evse === undefined) {
    if (connector === null || connector === undefined) return 'The charge point';
    return connector === 0 ? 'The whole charge point' : `Connector ${connector}`;
  }
  if (evse === 0) return 'The whole charge point';
  return connector && connector > 1 ? `EVSE ${evse}, connector ${connector}` : `EVSE ${evse}`;
}

/** How an operator's list says who a token is. */
export function tagName(idTag) {
  return idTag === null || idTag === undefined ? 'no tag' : idTag === '' ? 'an empty tag' : idTag;
}

/** What a charge point is let in by. */
export const CREDENTIALS = { password: 'New password', 'security-profile': 'Security profile' };

const CREDENTIAL_STATES = {
  pending: ['on its way to the charge point; the one before is valid, too', 'busy'],
  accepted: ['the charge point has it; the one before is valid until it connects with it', 'good'],
  unanswered: ['the charge point did not answer: both are valid until it connects', 'warn'],
  'not-used': ['the charge point did not answer, and connected with the one before', 'warn'],
  'not-sent': ['it did not leave', 'warn'],
  refused: ['the charge point does not take it: the one before stays', 'bad'],
  'in-use': ['the charge point connected with it: the one before is over', 'good'],
};

/** How far a change of it is, in words, and how good that is. */
export function credentialWords(state) {
  return CREDENTIAL_STATES[state] ?? [state, 'quiet'];
}
