/** A moment as the clocks of a zone show it. */
export interface Local {
  /** RFC 3339 with the zone's offset: `2026-03-29T03:00:00.000+02:00`. */
  text: string;
  /** East of UTC, in seconds. */
  offset: number;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** What the clock shows, in seconds from 00:00:00. */
  secondOfDay: number;
  /** Summer time holds. */
  summer: boolean;
  /** Such as `CEST`. */
  abbreviation: string;
  /** The next moment at which the clocks are changed, in UTC; null: it is not foreseen. */
  nextChange: string | null;
}

/**
 * A moment in a zone with an IANA name, such as `Europe/Berlin`. The moment is RFC 3339 (as in `receivedAt`), a Date, or
 * milliseconds. A HostError with the code `zone` or `moment` if it is none.
 */
export function local(at: string | number | Date, zone: string): Local;

/**
 * The moments, in UTC, at which the clocks of a zone show a time such as `2026-10-25T02:30:00`: one; two where the clocks
 * were set back, the earlier one first; none where they were set forward.
 */
export function moments(shown: string, zone: string): string[];
