// Figures and times as people read them, in the language of the browser and in its time zone.

import { html } from './html.js';

const dateTimes = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clockTimes = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const STEPS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A count, grouped: 10,000. */
export function number(value, digits = 0) {
  if (value === null || value === undefined || value === '') return '–';
  return Number(value).toLocaleString('en', { maximumFractionDigits: digits });
}

/** One or several: `count(1, 'session')` is "1 session". */
export function count(value, word, words = `${word}s`) {
  return `${number(value)} ${value === 1 ? word : words}`;
}

/** Energy of Wh: 950 Wh, 12.34 kWh, 1.2 MWh. */
export function energy(wattHours) {
  return scaled(wattHours, 'Wh');
}

/** Power of W. */
export function power(watts) {
  return scaled(watts, 'W');
}

function scaled(value, unit) {
  if (value === null || value === undefined || value === '') return '–';
  const given = Number(value);
  const size = Math.abs(given);
  if (size < 1_000) return `${number(given, 1)} ${unit}`;
  if (size < 10_000_000) return `${number(given / 1_000, 2)} k${unit}`;
  return `${number(given / 1_000_000, 2)} M${unit}`;
}

/** Bytes of a file or a body. */
export function bytes(value) {
  if (value === null || value === undefined) return '–';
  if (value < 1_024) return `${value} bytes`;
  if (value < 1_048_576) return `${number(value / 1_024, 1)} KiB`;
  if (value < 1_073_741_824) return `${number(value / 1_048_576, 1)} MiB`;
  return `${number(value / 1_073_741_824, 1)} GiB`;
}

/** A length of time of seconds: 45 s, 3 min 20 s, 2 h 5 min, 3 days 4 h. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `${total} s`;
  if (total < 3_600) return joined(Math.floor(total / 60), 'min', total % 60, 's');
  if (total < 86_400) return joined(Math.floor(total / 3_600), 'h', Math.floor((total % 3_600) / 60), 'min');
  const days = Math.floor(total / 86_400);
  return joined(days, days === 1 ? 'day' : 'days', Math.floor((total % 86_400) / 3_600), 'h');
}

function joined(large, largeUnit, small, smallUnit) {
  return small ? `${large} ${largeUnit} ${small} ${smallUnit}` : `${large} ${largeUnit}`;
}

/** Seconds between two times; without `to`, until now. */
export function secondsBetween(from, to) {
  return ((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 1_000;
}

/** How long ago, or how far ahead: "3 minutes ago", "just now". */
export function ago(time) {
  const seconds = (Date.parse(time) - Date.now()) / 1_000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? 'just now' : relative.format(Math.trunc(seconds), 'second');
}

/** A date with its time. */
export function dateTime(time) {
  return time ? dateTimes.format(new Date(time)) : '–';
}

/** A date with its time, each on a line of its own. */
export function dateLines(time) {
  return time ? html`<time datetime=${time} title=${ago(time)}>${dates.format(new Date(time))}<br>${clock(time)}</time>` : '–';
}

/** The time of day. */
export function clock(time) {
  return time ? clockTimes.format(new Date(time)) : '–';
}

/** A time as an element: how long ago it is, the date when it is pointed at. `exact` shows the date itself. */
export function timeTag(time, { exact = false } = {}) {
  if (!time) return '–';
  const [shown, told] = exact ? [dateTime(time), ago(time)] : [ago(time), dateTime(time)];
  return html`<time datetime=${time} title=${told}>${shown}</time>`;
}

/** How long something has lasted, as an element: "5 min 3 s", the date when it is pointed at. */
export function lasting(time) {
  if (!time) return '–';
  return html`<time datetime=${time} title=${dateTime(time)}>${duration(secondsBetween(time))}</time>`;
}

/** A text of the API's words, for people: `charge-point.connected` and `SuspendedEV` stay what they are. */
export function words(text) {
  return text ? String(text).replaceAll('-', ' ') : '–';
}
