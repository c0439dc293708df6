// Id tags in words, and where they are.

import { withQuery } from '../../lib/api.js';
import { badge } from '../../lib/ui.js';

/** The words that the versions have for what a tag may; the first two are an operator's every day. */
export const STATUSES = ['Accepted', 'Blocked', 'Invalid', 'Expired', 'NoCredit', 'ConcurrentTx', 'NotAllowedTypeEVSE', 'NotAtThisLocation', 'NotAtThisTime', 'Unknown'];

/** The kinds of tokens of OCPP 2.x. */
export const TYPES = ['ISO14443', 'ISO15693', 'eMAID', 'Central', 'KeyCode', 'Local', 'MacAddress', 'NoAuthorization', 'DirectPayment', 'EVCCID', 'VIN'];

const TONES = { Accepted: 'good', Expired: 'warn', ConcurrentTx: 'warn' };

/** Whether a tag may charge. */
export function statusBadge(status) {
  return badge(status, TONES[status] ?? 'bad');
}

/** The page of a tag. */
export function tagPath({ tag, type }) {
  return withQuery(`/id-tags/${encodeURIComponent(tag)}`, { type });
}

/** Whether two texts name the same tag: they are compared without case. */
export function isSameTag(one, other) {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();
}
