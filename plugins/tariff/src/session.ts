// A charging session as it runs: what it used so far, under which prices. Plain data, kept as JSON in the
// plugin's state. Times are milliseconds since 1970, energies millionths of a Wh as text.
import { pieces, rowAt } from "./bands.js";
import { fitsGroup } from "./settings.js";
import type { Tariff, Terms } from "./settings.js";
import { MINUTE } from "./zone.js";

/** What was used under a tariff. */
export interface Reckoning {
  /** The tariff's place among the settings' tariffs: the first that fits counts. */
  place?: number;
  /** As it was when the session took its first one: who begins to charge knows the price. */
  tariff?: Tariff & Terms;
  /** What was used under each row of the tariff's prices. */
  used: Used[];
  /** Of the free idle minutes, what is gone; in milliseconds. */
  freeIdle: number;
}

export interface Session extends Reckoning {
  chargePoint: string;
  transaction: string;
  version: string;
  evse: number | null;
  connector: number | null;
  idTag: string | null;
  group: string | null;
  begin: number;
  /** Set when it has ended. */
  end?: number;
  /** Until when its minutes are counted. */
  at: number;
  /** What the minutes after that are. */
  idle: boolean;
  /** Whether any energy has flowed: before, no minute is idle. */
  charged: boolean;
  /** The last reading. */
  register?: { at: number; value: string };
  /** A reading since then that does not follow from it. */
  strange?: { at: number; value: string };
  /** The same under the tariffs that other drivers would have here: an operator may say that it was one of them. */
  others?: Reckoning[];
  /** What was reported before the tariff was known. */
  waiting: Report[];
  /** The status of the id token, if it was not accepted at the start. */
  refused?: string;
  /** What the driver should know of this bill. */
  notes: string[];
  /** The running cost that was sent last, and when. */
  told?: { cost: string; at: number };
  /** The last event that was worked in: events may come twice. */
  event?: string;
}

export interface Used {
  energy: string;
  charging: number;
  idle: number;
}

/** What is known of one moment. */
export interface Report {
  at: number;
  /** In millionths of a Wh. */
  register?: string;
  /** As 2.x calls it. */
  state?: string;
}

/** The states in which the vehicle takes nothing although it may. */
const IDLE = ["EVConnected", "SuspendedEV", "Idle"];
/** Millionths of a Wh: no car takes more between two readings, whatever their times say: 250 kWh. */
const MOST_AT_ONCE = 250_000n * 1_000_000n;
/** The same in a millisecond at 500 kW, which is what a CCS connector is rated for. */
const MOST_PER_MS = (500_000n * 1_000_000n) / 3_600_000n;
/** More than a station sends before it knows who charges. */
const MOST_WAITING = 200;

/** A session that begins. */
export function begin(
  who: Pick<Session, "chargePoint" | "transaction" | "version"> & Partial<Session>,
  at: number,
): Session {
  const nobody = { evse: null, connector: null, idTag: null, group: null };
  const nothing = { charged: false, idle: false, freeIdle: 0, used: [], waiting: [], notes: [] };
  return { ...nobody, ...nothing, ...who, begin: at, at };
}

/** Takes the tariff, once: from here on it is this session's. It is followed under those that others would have, too. */
export function take(session: Session, chosen: Placed, others: Placed[], mostHours: number): void {
  Object.assign(session, unused(chosen));
  session.others = others.map(unused);
  const waiting = session.waiting;
  session.waiting = [];
  session.at = session.begin;
  for (const each of waiting) report(session, each, mostHours);
}

/** A tariff with its place. */
export type Placed = Required<Pick<Reckoning, "place" | "tariff">>;

function unused({ place, tariff }: Placed): Reckoning {
  return { place, tariff, used: tariff.prices.map(() => ({ energy: "0", charging: 0, idle: 0 })), freeIdle: 0 };
}

/** What was used, under each tariff that is followed; the session's own first. */
export function reckonings(session: Session): Reckoning[] {
  return [session, ...(session.others ?? [])];
}

/** Has the tariff of the session's group from now on, as if it always had; false: none that is followed fits. */
export function retake(session: Session): boolean {
  const group = session.group ?? undefined;
  const followed = reckonings(session).filter(({ tariff }) => tariff && fitsGroup(tariff, group));
  const chosen = followed.sort((a, b) => (a.place ?? 0) - (b.place ?? 0))[0];
  if (!chosen) return false;
  if (chosen === session) return true;
  const { place, tariff, used, freeIdle } = session;
  session.others = (session.others ?? []).filter((other) => other !== chosen);
  session.others.push({ place, tariff, used, freeIdle });
  Object.assign(session, chosen);
  return true;
}

/** Works a report in. One that is older than what is known changes nothing. */
export function report(session: Session, { at, register, state }: Report, mostHours: number): void {
  if (!session.tariff) {
    if (session.waiting.length < MOST_WAITING) session.waiting.push({ at, register, state });
    return;
  }
  const longest = session.begin + mostHours * 60 * MINUTE;
  if (at > longest) note(session, `minutes after ${mostHours} hours are not counted`);
  minutes(session, Math.min(at, longest));
  if (register !== undefined) energy(session, { at: Math.min(at, longest), value: register });
  if (state !== undefined && at >= session.at) {
    session.charged ||= state === "Charging";
    session.idle = IDLE.includes(state) && session.charged;
  }
}

export function note(session: Session, text: string): void {
  if (!session.notes.includes(text)) session.notes.push(text);
}

function minutes(session: Session, to: number): void {
  for (const reckoning of reckonings(session)) {
    if (!reckoning.tariff) continue;
    const { prices, time_zone, idle_free_minutes } = reckoning.tariff;
    for (const piece of pieces(prices, time_zone, session.at, to)) {
      const used = reckoning.used[piece.row];
      const length = piece.to - piece.from;
      const free = session.idle ? Math.min(length, idle_free_minutes * MINUTE - reckoning.freeIdle) : 0;
      reckoning.freeIdle += free;
      if (used && session.idle) used.idle += length - free;
      else if (used) used.charging += length;
    }
  }
  session.at = Math.max(session.at, to);
}

/** Between two readings the energy is taken to flow evenly. */
function energy(session: Session, next: { at: number; value: string }): void {
  const from = before(session, next);
  if (!from) return;
  session.register = next;
  session.strange = undefined;
  const flowed = BigInt(next.value) - BigInt(from.value);
  if (flowed <= 0n) return;
  session.charged = true;
  for (const reckoning of reckonings(session)) spread(reckoning, { from: from.at, to: next.at, flowed });
}

/**
 * The reading that this one follows. One that follows none is kept apart: if the next one follows it and not those
 * before, the meter was set anew, or was not read at first; else it was a fault of one reading.
 */
function before(session: Session, next: { at: number; value: string }): { at: number; value: string } | undefined {
  const { register, strange } = session;
  if (!register) session.register = next;
  if (!register || next.at < register.at) return undefined;
  if (follows(register, next)) return register;
  if (strange && follows(strange, next)) {
    const back = BigInt(strange.value) < BigInt(register.value);
    note(session, `the meter was set ${back ? "back" : "on"}: what flowed between two readings is not known`);
    return strange;
  }
  session.strange = next;
  return undefined;
}

function follows(from: { at: number; value: string }, to: { at: number; value: string }): boolean {
  const flowed = BigInt(to.value) - BigInt(from.value);
  return to.at >= from.at && flowed >= 0n && flowed <= MOST_AT_ONCE + MOST_PER_MS * BigInt(to.at - from.at);
}

function spread(
  { used, tariff }: Reckoning,
  { from, to, flowed }: { from: number; to: number; flowed: bigint },
): void {
  if (!tariff) return;
  const { prices, time_zone } = tariff;
  const add = (row: number, part: bigint) => {
    const found = used[row];
    if (found) found.energy = String(BigInt(found.energy) + part);
  };
  let rest = flowed;
  const parts = pieces(prices, time_zone, from, to);
  for (const piece of parts.slice(0, -1)) {
    const part = (flowed * BigInt(piece.to - piece.from)) / BigInt(to - from);
    add(piece.row, part);
    rest -= part;
  }
  // The last piece has what is left, so that nothing is lost in dividing.
  add(parts.at(-1)?.row ?? rowAt(prices, time_zone, from), rest);
}
