// Which prices hold when: a stretch of time in pieces, each under one row of a tariff's prices.
import type { Prices } from "./settings.js";
import { DAY, MINUTE, nextChange, offsetAt } from "./zone.js";
import type { Zone } from "./zone.js";

export interface Piece {
  /** Which prices, by their place in the tariff. */
  row: number;
  from: number;
  to: number;
}

/** The pieces between two moments, in order; none if `to` is not after `from`. */
export function pieces(prices: Prices[], zone: Zone, from: number, to: number): Piece[] {
  const found: Piece[] = [];
  const turns = [...new Set([0, ...prices.flatMap((row) => [row.from ?? 0, row.to ?? 0])])].sort((a, b) => a - b);
  for (let at = from; at < to; ) {
    const until = Math.min(to, nextTurn(turns, zone, at));
    const row = rowAt(prices, zone, at);
    const last = found[found.length - 1];
    if (last?.row === row) last.to = until;
    else found.push({ row, from: at, to: until });
    at = until;
  }
  return found;
}

/** The row whose prices hold at a moment: the first that fits; the last one always does. */
export function rowAt(prices: Prices[], zone: Zone, at: number): number {
  const { minutes, weekday } = local(zone, at);
  return prices.findIndex((row) => inDay(row, minutes) && (!row.days || row.days.includes(weekday)));
}

function inDay({ from, to }: Prices, minutes: number): boolean {
  if (from === undefined || to === undefined) return true;
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}

function nextTurn(turns: number[], zone: Zone, at: number): number {
  const { midnight, minutes } = local(zone, at);
  const next = turns.find((turn) => turn > minutes) ?? 24 * 60;
  return Math.min(midnight + next * MINUTE, nextChange(zone, at));
}

/** The local day's beginning as it were without a change of the offset, and the time since in minutes. */
function local(zone: Zone, at: number) {
  const offset = offsetAt(zone, at) * MINUTE;
  const days = Math.floor((at + offset) / DAY);
  const midnight = days * DAY - offset;
  return { midnight, minutes: (at - midnight) / MINUTE, weekday: (days + 4) % 7 };
}
