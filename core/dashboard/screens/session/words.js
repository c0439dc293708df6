// What the API's words about sessions mean to people: doubts with what to do about them, what an energy rests on, why
// readings do not count, who ended a session.

/** Every doubt, by its word: `title`, what it `means` for the figures, and what to `do`. */
export const DOUBTS = {
  'no-start-register': {
    title: 'Meter at the start not known',
    means: 'Nothing says what the meter showed when the session began. The energy counts from the first reading, so what flowed before it is missing.',
    do: 'Where it matters, read the meter’s history at the charge point. Have it send a reading at the start: in OCPP 2.x SampledDataCtrlr.TxStartedMeasurands.',
  },
  'no-end-register': {
    title: 'Meter at the end not known',
    means: 'Nothing says what the meter showed when the session ended. The energy counts to the last reading, so what flowed after it is missing.',
    do: 'The shorter the pause between two readings, the less is missing: MeterValueSampleInterval in 1.6, SampledDataCtrlr.TxUpdatedInterval in 2.x.',
  },
  'start-register-impossible': {
    title: 'Meter at the start cannot be true',
    means: 'What the charge point said of the meter at the start does not agree with its other readings. It does not count.',
    do: 'Compare the readings below. If it happens again at this charge point, its firmware reads the meter too early: tell its maker.',
  },
  'end-register-impossible': {
    title: 'Meter at the end cannot be true',
    means: 'What the charge point said of the meter at the end does not agree with its other readings. It does not count.',
    do: 'Compare the readings below. If it happens again at this charge point, have its meter and its firmware looked at.',
  },
  'end-below-start': {
    title: 'Meter ran backwards',
    means: 'The meter showed less at the end than at the start. The energy is taken from the readings that agree, and is never below 0.',
    do: 'The meter was replaced or set back, or the charge point mixed two sessions up. Do not bill before the readings below were looked at.',
  },
  'reading-jump': {
    title: 'Meter jumped',
    means: 'Two readings that follow each other are further apart than the charge point can have delivered in that time.',
    do: 'Look for the step in the curve. If the charge point is as strong as that, raise transactions.max_power in the configuration.',
  },
  'registers-contradict': {
    title: 'Two series of readings',
    means: 'The readings do not make one series: some follow one meter, some another, or the end is beyond the start of the next session. The energy follows the series that more speaks for.',
    do: 'The meter may have been set back or replaced while the session ran, or readings of another connector or the next session were mixed in. Look at the curve, at the next session and at the readings that do not count.',
  },
  'other-location': {
    title: 'Measured elsewhere',
    means: 'The readings were not taken at the outlet but, say, at the inlet: they contain what the charge point itself uses.',
    do: 'Have the charge point report Energy.Active.Import.Register of the outlet.',
  },
  'intervals-missing': {
    title: 'Some intervals are missing',
    means: 'The energy is a sum of intervals, and some of them did not arrive or could not be used. It is too low by what they had.',
    do: 'Have the charge point report the register (Energy.Active.Import.Register) instead of intervals: a register loses nothing.',
  },
  'clock-contradiction': {
    title: 'Times contradict each other',
    means: 'By the times that the charge point told, the session ended before it began, or after the next one there had begun, its clock was wrong, or it was set in between: the end is of later than it was heard. How long it lasted is not known.',
    do: 'The energy does not depend on it. Check the clock: it is set by each boot and heartbeat; a battery may be empty.',
  },
  'missing-sequence-numbers': {
    title: 'Messages are missing',
    means: 'The charge point numbers its messages, and some between the first and the last have not arrived. They may still come from its queue.',
    do: 'Wait until the charge point has been connected for a while. If nothing comes, they are lost; the energy is not affected where both ends are known.',
  },
  'start-lost': {
    title: 'The start has not arrived',
    means: 'The message with which the session began is missing, so its tag and its meter at the start may be missing, too.',
    do: 'It may still come from the charge point’s queue. If not, the readings are all that is known.',
  },
  'end-lost': {
    title: 'The end has not arrived',
    means: 'The session was given up, or an operator closed it: its end did not come, and will not. It counts up to the last that was heard of it, or to the meter that the operator said.',
    do: 'Usually the power was cut while somebody charged. The meter at the start of the next session tells what flowed at most.',
  },
  'refused-driver': {
    title: 'The driver was refused',
    means: 'The id tag was not accepted at the start, and the charge point charged all the same.',
    do: 'Have the charge point stop then: StopTransactionOnInvalidId in 1.6, TxCtrlr.StopTxOnInvalidId in 2.x. Offline it may start for tags that it does not know: AllowOfflineTxForUnknownId, AuthCtrlr.OfflineTxForUnknownIdEnabled.',
  },
  'start-time-not-told': {
    title: 'Time of the start not told',
    means: 'The charge point gave no usable time for the start. The time at which its message came stands for it.',
    do: 'If the message came late, the session began earlier than is shown.',
  },
  'end-time-not-told': {
    title: 'Time of the end not told',
    means: 'The charge point gave no usable time for the end. The time at which its message came stands for it.',
    do: 'If the message came late, the session ended earlier than is shown.',
  },
};

/** A doubt as people read it; a word that is new is shown as it is. */
export function doubtTitle(word) {
  return DOUBTS[word]?.title ?? word.replaceAll('-', ' ');
}

/** What an energy rests on. */
export const SOURCES = {
  station: 'The charge point’s own meter at the start and at the end',
  readings: 'Readings of the meter, of which one at least was taken in between',
  intervals: 'The sum of what single intervals brought',
  'next-start': 'The meter at the start, and at the start of the next session on the connector',
  operator: 'The meter as an operator said it, at the end or at the start, because the charge point’s message never came',
};

/** Why readings do not count. */
export const LEFT_OUT = {
  'no-value': 'no usable number',
  negative: 'below 0',
  fell: 'below what the meter had shown before',
  jumped: 'further from the others than can have flowed in the time between',
  'above-next-start': 'above the meter at the start of the next session',
  'not-named': 'does not name the session, and others do',
  'other-location': 'measured at another place than those that count',
  'incomplete-phases': 'some of its phases are missing',
  'outside-session': 'read before the session or after it',
};

/** Who ended a session. */
export const CLOSED_BY = {
  station: 'The charge point',
  server: 'The server, by what the charge point did since',
  operator: 'An operator',
};

/** What told whose end it was, where the charge point named no session that is known. */
export const MATCHED_BY = {
  connector: 'the connector',
  'id-tag': 'the id tag or its group',
  'only-open': 'that no other session of the charge point was open',
  operator: 'an operator’s word',
};

const ACCEPTED = new Set(['Accepted', 'ConcurrentTx']);

/** Whether a token was refused at the start. */
export function isRefused(session) {
  return Boolean(session.authorization) && !ACCEPTED.has(session.authorization);
}

/** The page of a session. */
export function sessionPath({ chargePoint, id }) {
  return `/charge-points/${encodeURIComponent(chargePoint)}/sessions/${encodeURIComponent(id)}`;
}
