// The plugin's state: running sessions, bills, and an index of the bills by time.
//
// session/CP/TX   a running session
// on/CP/CONNECTOR the transaction that runs on a connector of a 1.6 charge point
// bill/CP/TX      a bill
// over/CP/TX      the session of a bill, in case that an operator says whose it was
// at/TIME/CP/TX   nothing; for the list of bills in the order of their ends
import { state } from "@ocpp-central/plugin";
import type { Bill } from "./bill.js";
import type { Session } from "./session.js";

/** Keys that are looked at, in thousands, before a list is cut: what one call may do is limited. */
const MOST_PAGES = 200;
const SECONDS_OF_A_DAY = 86_400;

export function session(chargePoint: string, transaction: string): Session | undefined {
  return state.getJson<Session>(key("session", chargePoint, transaction));
}

/** A session of which nothing is heard for so long has no end that will be told. */
const FORGOTTEN = { ttl: 31 * SECONDS_OF_A_DAY };

export function keep(session: Session): void {
  state.putJson(key("session", session.chargePoint, session.transaction), session, FORGOTTEN);
  if (session.connector !== null && session.version === "1.6") {
    state.put(key("on", session.chargePoint, String(session.connector)), session.transaction, FORGOTTEN);
  }
}

/** The session that runs on a connector. */
export function onConnector(chargePoint: string, connector: number): Session | undefined {
  const transaction = state.get(key("on", chargePoint, String(connector)));
  return transaction === undefined ? undefined : session(chargePoint, transaction);
}

export function forget({ chargePoint, transaction, connector }: Session): void {
  state.delete(key("session", chargePoint, transaction));
  const on = key("on", chargePoint, String(connector));
  if (state.get(on) === transaction) state.delete(on);
}

export function bill(chargePoint: string, transaction: string): Bill | undefined {
  return state.getJson<Bill>(key("bill", chargePoint, transaction));
}

/** A session that is over, as long as its bill is kept. */
export function finished(chargePoint: string, transaction: string): Session | undefined {
  return state.getJson<Session>(key("over", chargePoint, transaction));
}

export function finish(session: Session, keepDays: number): void {
  state.putJson(key("over", session.chargePoint, session.transaction), session, lasting(keepDays));
}

/** For some days; 0 is for ever. */
function lasting(keepDays: number): { ttl?: number } {
  return keepDays > 0 ? { ttl: keepDays * SECONDS_OF_A_DAY } : {};
}

/** Keeps a bill for some days; 0 is for ever. */
export function issue(bill: Bill, keepDays: number): void {
  const { chargePoint, transaction, endedAt } = bill;
  const lifetime = lasting(keepDays);
  state.putJson(key("bill", chargePoint, transaction), bill, lifetime);
  state.put(key("at", endedAt, chargePoint, transaction), "", lifetime);
}

export interface Wanted {
  chargePoint?: string;
  /** As it is compared: in lower case. */
  idTag?: string;
  /** Ends from here on, as RFC 3339 in UTC with milliseconds. */
  from: string;
  /** Ends before. */
  to: string;
  /** A cursor that a list before gave. */
  after?: string;
  limit: number;
}

/** Bills in the order of their ends, and where to go on. */
export function bills({ chargePoint, idTag, from, to, after = "", limit }: Wanted): { items: Bill[]; next: string | null } {
  const items: Bill[] = [];
  const first = `at/${from}`;
  for (const [key, end, of, transaction] of index(after > first ? after : first)) {
    if (end >= to) break;
    if (chargePoint !== undefined && of !== chargePoint) continue;
    const found = bill(of, transaction);
    if (found && (idTag === undefined || found.idTag?.toLowerCase() === idTag)) items.push(found);
    if (items.length === limit) return { items, next: key };
  }
  return { items, next: null };
}

function* index(after: string): Generator<[string, string, string, string]> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const keys = state.list("at/", { after });
    for (const key of keys) {
      const [end = "", chargePoint = "", transaction = ""] = key.slice(3).split("/").map(decodeURIComponent);
      yield [key, end, chargePoint, transaction];
    }
    const last = keys.at(-1);
    if (last === undefined || keys.length < 1000) return;
    after = last;
  }
}

/** Identities may have slashes in them. */
function key(kind: string, ...parts: string[]): string {
  return [kind, ...parts.map((part) => part.replace(/[%/]/g, encodeURIComponent))].join("/");
}
