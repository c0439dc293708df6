// What needs somebody, the worst first. Where the API says it itself (`attention`), that is what counts.

import { ago, count, duration, number, secondsBetween } from '../../lib/format.js';
import { placeName } from './words.js';

const DAY = 86_400_000;

export function concernsOf(station, { drift, open }) {
  const { view } = station;
  return [
    ...faults(station),
    ...refused(station),
    ...offline(view),
    ...registration(view),
    ...clockAndDrift(station, drift),
    ...doubts(station, open),
  ];
}

function faults({ view }) {
  const bad = view.connectors.filter((one) => one.status === 'Faulted' || (one.errorCode && one.errorCode !== 'NoError'));
  return bad.map((one) => ({
    tone: one.status === 'Faulted' ? 'bad' : 'warn',
    word: `${placeName(one)} ${one.status === 'Faulted' ? 'faulted' : 'tells an error'}`,
    text: [one.errorCode !== 'NoError' && one.errorCode, one.vendorErrorCode, one.info, one.at && ago(one.at)].filter(Boolean).join(', '),
  }));
}

// One that was refused before it came in is no concern any more.
function refused(station) {
  const { lastRefused, session } = station.view;
  if (!lastRefused || Date.now() - Date.parse(lastRefused.at) > DAY) return [];
  if (session && Date.parse(session.since) > Date.parse(lastRefused.at)) return [];
  return [{
    tone: 'bad',
    word: 'Connection refused',
    text: `${ago(lastRefused.at)}: ${lastRefused.reason}`,
    href: { to: station.part('timeline', { kind: 'connections' }), text: 'Timeline' },
  }];
}

function offline({ connected, lastConnection, offlineSince }) {
  if (connected) return [];
  if (!lastConnection) return [{ tone: 'warn', word: 'Never connected', text: 'It was registered and has not come yet.', url: true }];
  return [{ tone: 'bad', word: 'Offline', text: `${offlineSince ? `for ${duration(secondsBetween(offlineSince))}. ` : ''}Below is what it said last.` }];
}

function registration({ boot, registration: wanted }) {
  const status = boot?.status ?? wanted;
  if (status === 'Pending') return [{ tone: 'warn', word: 'Waits to be accepted', text: 'It is told Pending at each boot, and does not charge.' }];
  if (status === 'Rejected') return [{ tone: 'bad', word: 'Rejected', text: 'It is told Rejected at each boot, and does not charge.' }];
  return [];
}

function clockAndDrift(station, drift) {
  const found = [];
  const skew = station.view.clockSkewSeconds;
  if (skew !== null && skew !== undefined && Math.abs(skew) >= 60) {
    found.push({ tone: 'warn', word: 'Clock', text: `It is ${number(Math.abs(skew))} s ${skew > 0 ? 'ahead' : 'behind'}: the times of its sessions are, too.` });
  }
  if (drift?.different > 0) {
    found.push({ tone: 'warn', word: 'Configuration', text: `${count(drift.different, 'value is', 'values are')} not as wanted.`, href: { to: station.part('configuration', { drift: 'different' }), text: 'See which' } });
  }
  if (drift?.rebootRequired) found.push({ tone: 'warn', word: 'Restart needed', text: 'A value that it took counts from its next boot on.' });
  return found;
}

function doubts(station, open) {
  return open.filter((one) => one.doubts.length > 0).map((one) => ({
    tone: 'warn',
    word: 'Doubts',
    text: `Of the session of ${one.idTag ?? 'nobody'}: ${one.doubts.map((doubt) => doubt.replaceAll('-', ' ')).join(', ')}.`,
    href: { to: station.session(one.id), text: 'Session' },
  }));
}
