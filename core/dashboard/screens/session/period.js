// Spans of time in words, in the time zone of the browser: `today`, `yesterday`, `this-month`, or days of one's own.

/** The words, with what they are called. */
export const PERIODS = [
  ['', 'Any time'],
  ['today', 'Today'],
  ['yesterday', 'Yesterday'],
  ['last-7-days', 'Last 7 days'],
  ['this-month', 'This month'],
  ['last-month', 'Last month'],
  ['this-year', 'This year'],
  ['days', 'From … to …'],
];

/** From when, and before when, as the API takes it; null: without a bound. `from` and `to` are days, both included. */
export function span(period, { from, to, now = new Date() } = {}) {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const between = (begin, end) => ({ from: begin?.toISOString() ?? null, to: end?.toISOString() ?? null });
  switch (period) {
    case 'today':
      return between(new Date(year, month, day), null);
    case 'yesterday':
      return between(new Date(year, month, day - 1), new Date(year, month, day));
    case 'last-7-days':
      return between(new Date(year, month, day - 6), null);
    case 'this-month':
      return between(new Date(year, month, 1), null);
    case 'last-month':
      return between(new Date(year, month - 1, 1), new Date(year, month, 1));
    case 'this-year':
      return between(new Date(year, 0, 1), null);
    case 'days':
      return between(startOf(from, 0), startOf(to, 1));
    default:
      return between(null, null);
  }
}

// A day as an input of dates gives it: its beginning, or that of the day so many later.
function startOf(text, later) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!found) return null;
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + later);
}
