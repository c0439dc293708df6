// What is done after the server stored what happened: 1.6 sessions are followed, and ended ones are billed.
// An event may come twice; a session remembers the last one, and a transaction has one bill.
import { events, log } from "@ocpp-central/plugin";
import type { Event, v16 } from "@ocpp-central/plugin";
import { settle } from "./account.js";
import { bill } from "./bill.js";
import type { Bill } from "./bill.js";
import { assign, assignment, begun, close, follow, found, groupOf, measure, moment, status, stop } from "./follow.js";
import type { Known, TransactionAnswer, TransactionEvent } from "./follow.js";
import { millionths } from "./meter.js";
import { begin } from "./session.js";
import type { Session } from "./session.js";
import { read } from "./settings.js";
import * as store from "./store.js";

interface Told {
  action: string;
  request: unknown;
  response: unknown;
  transaction: Known & { id: string };
}

/** The states of 1.6, as 2.x calls them. */
const STATES: { [status: string]: string | undefined } = {
  Charging: "Charging",
  SuspendedEV: "SuspendedEV",
  SuspendedEVSE: "SuspendedEVSE",
  Finishing: "EVConnected",
};

/** Begins a 1.6 session; those of 2.x begin in the handler. */
export function started(event: Event<Told>): void {
  const { action, request, response, transaction } = event.payload;
  if (action !== "StartTransaction" || known(event, transaction.id)) return;
  const { idTag, connectorId, meterStart, timestamp } = request as v16.StartTransactionRequest;
  const { parentIdTag } = (response as v16.StartTransactionResponse).idTagInfo;
  const at = moment(timestamp, Date.parse(event.receivedAt));
  const session = begin({ ...who(event, transaction.id), connector: connectorId, idTag }, at);
  session.group = parentIdTag ?? groupOf(idTag);
  session.waiting.push({ at, register: millionths(meterStart)?.toString() });
  const { status } = (response as v16.StartTransactionResponse).idTagInfo;
  if (status !== "Accepted") session.refused = status;
  session.event = event.id;
  begun(session);
  store.keep(session);
}

/** 1.6 MeterValues of a transaction. */
export function metered(event: Event<{ request: unknown }>): void {
  const { transactionId, meterValue } = event.payload.request as v16.MeterValuesRequest;
  if (event.version !== "1.6" || transactionId === undefined) return;
  work(event, store.session(event.chargePoint, String(transactionId)), (session) => measure(session, meterValue));
}

/** 1.6 StatusNotification: whether the vehicle charges. */
export function stood(event: Event<{ request: unknown }>): void {
  if (event.version !== "1.6") return;
  const { connectorId, status: name, timestamp } = event.payload.request as v16.StatusNotificationRequest;
  const state = STATES[name];
  if (state === undefined) return;
  const at = moment(timestamp, Date.parse(event.receivedAt));
  work(event, store.onConnector(event.chargePoint, connectorId), (session) => status(session, state, at));
}

function work(event: Event<unknown>, session: Session | undefined, job: (session: Session) => void): void {
  if (!session || session.event === event.id) return;
  job(session);
  session.event = event.id;
  store.keep(session);
}

/** Writes the bill. A StopTransaction that names no known transaction has nothing to bill. */
export function ended(event: Event<Omit<Told, "transaction"> & Partial<Told>>): void {
  const { transaction } = event.payload;
  if (!transaction) return;
  const session = store.session(event.chargePoint, transaction.id);
  if (!store.bill(event.chargePoint, transaction.id)) {
    const now = Date.parse(event.receivedAt);
    charge(finished(event, session ?? found(who(event, transaction.id), now, transaction), transaction));
  }
  if (session) store.forget(session);
}

/**
 * An operator said whose session it is: it is theirs from its beginning, with their tariff. One that is over is billed
 * again.
 */
export function assigned(event: Event<Told>): void {
  const { transaction } = event.payload;
  const running = store.session(event.chargePoint, transaction.id);
  if (running) return work(event, running, (session) => void assign(session, transaction));
  const over = store.finished(event.chargePoint, transaction.id);
  if (over && assign(over, transaction)) {
    // One that no tariff fitted before was never settled.
    settle(over, transaction);
    charge(over);
  }
  const old = over ? undefined : store.bill(event.chargePoint, transaction.id);
  if (old) relabel(old, transaction);
}

/** What the session of an old bill used is not kept. */
function relabel(old: Bill, { idTag = null }: Known): void {
  if (idTag === null || idTag === old.idTag) return;
  const notes = [...old.notes, assignment(old.idTag), "its prices are those of the driver before"];
  const made = { ...old, idTag, group: groupOf(idTag), notes };
  store.issue(made, read().keep_days);
  events.emit(made.chargePoint, "billed", { ...made });
}

/** The handler has worked the end of a 2.x session in already, unless it failed. */
function finished({ payload }: Event<Omit<Told, "transaction">>, session: Session, known: Known): Session {
  const { action, request, response } = payload;
  // The server ends a transaction itself when the station begins another one in its place, with the CALL of that
  // one; an operator may, too.
  const isOurs = known.closedBy === "server" || known.closedBy === "operator";
  if (session.end === undefined) {
    if (isOurs) close(session, known);
    else if (action === "StopTransaction") stop(session, request as v16.StopTransactionRequest);
    else if (action === "TransactionEvent") follow(session, request as TransactionEvent, response as TransactionAnswer);
    else close(session, known);
  }
  assign(session, known);
  settle(session, known);
  return session;
}

function charge(session: Session): void {
  store.finish(session, read().keep_days);
  const made = bill(session);
  if (!made) {
    log.warn(`no tariff fits ${session.chargePoint}: transaction ${session.transaction} has no bill`);
    return;
  }
  store.issue(made, read().keep_days);
  events.emit(made.chargePoint, "billed", { ...made });
  log.info(`transaction ${made.transaction} of ${made.chargePoint}: ${made.total} ${made.currency}`);
}

function who({ chargePoint, version }: Event<unknown>, transaction: string) {
  return { chargePoint, version, transaction };
}

function known({ chargePoint }: Event<unknown>, transaction: string): boolean {
  return Boolean(store.session(chargePoint, transaction) ?? store.bill(chargePoint, transaction));
}
