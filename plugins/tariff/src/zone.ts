// Local time by rule: an offset, and another one in summer. No table of zones: the rule is in the settings.

/** A moment of each year, such as the last Sunday of March at 02:00, in the local time without summer time. */
export interface Yearly {
  /** 1 to 4, or -1 for the last. */
  week: number;
  /** 0 is Sunday. */
  weekday: number;
  /** 0 is January. */
  month: number;
  minutes: number;
}

/** Offsets in minutes east of UTC. */
export interface Zone {
  offset: number;
  summer?: { offset: number; begins: Yearly; ends: Yearly };
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** The offset at a moment. */
export function offsetAt({ offset, summer }: Zone, at: number): number {
  if (!summer) return offset;
  const year = new Date(at).getUTCFullYear();
  const begins = moment(summer.begins, year, offset);
  const ends = moment(summer.ends, year, offset);
  // South of the equator, the summer has the turn of the year in it.
  const inside = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
  return inside ? summer.offset : offset;
}

/** The next moment at which the offset changes; never is Infinity. */
export function nextChange({ offset, summer }: Zone, at: number): number {
  if (!summer) return Infinity;
  const year = new Date(at).getUTCFullYear();
  const changes = [year, year + 1].flatMap((each) => [
    moment(summer.begins, each, offset),
    moment(summer.ends, each, offset),
  ]);
  return Math.min(...changes.filter((change) => change > at));
}

function moment({ week, weekday, month, minutes }: Yearly, year: number, offset: number): number {
  const first = Date.UTC(year, month, 1);
  const last = Date.UTC(year, month + 1, 0);
  const day =
    week > 0
      ? first + ((weekday - new Date(first).getUTCDay() + 7) % 7) * DAY + (week - 1) * 7 * DAY
      : last - ((new Date(last).getUTCDay() - weekday + 7) % 7) * DAY;
  return day + (minutes - offset) * MINUTE;
}
