// From what a charge point reports to a session: who charges, since when, and what was used.
import { directory, log, HostError } from "@ocpp-central/plugin";
import type { Json, v16, v201, v21 } from "@ocpp-central/plugin";
import type { Account } from "./account.js";
import { millionths, readings16, readings2 } from "./meter.js";
import type { Reading } from "./meter.js";
import { begin, note, report, retake, take } from "./session.js";
import type { Report, Session } from "./session.js";
import { fitsGroup, possible, read } from "./settings.js";
import type { Settings } from "./settings.js";

export type TransactionEvent = v201.TransactionEventRequest | v21.TransactionEventRequest;
export type TransactionAnswer = v201.TransactionEventResponse | v21.TransactionEventResponse;

/** A transaction as the server knows it. */
export interface Known extends Account {
  startedAt?: string | null;
  meterStartWh?: string | null;
  stoppedAt?: string | null;
  meterStopWh?: string | null;
  evse?: number | null;
  connector?: number | null;
  idTag?: string | null;
  closedBy?: string | null;
  /** An operator said whose it is. */
  assigned?: unknown;
}

type Who = Pick<Session, "chargePoint" | "transaction" | "version">;

/** A session of which the beginning was not reported to this plugin: what the server knows of it, or now. */
export function found(who: Who, now: number, known: Known | undefined = ask(who)): Session {
  const { startedAt, meterStartWh, evse = null, connector = null, idTag = null } = known ?? {};
  const started = Date.parse(startedAt ?? "");
  const session = begin({ ...who, evse, connector, idTag }, Number.isNaN(started) ? now : started);
  if (Number.isNaN(started)) note(session, "its beginning was not reported");
  if (meterStartWh) session.waiting.push({ at: session.begin, register: text(millionths(meterStartWh)) });
  if (idTag !== null) session.group = groupOf(idTag);
  return session;
}

function ask({ chargePoint, transaction }: Who): Known | undefined {
  return allowed(() => directory.transaction(chargePoint, transaction));
}

/** The group of an id tag that the server has registered. */
export function groupOf(idTag: string): string | null {
  return allowed(() => directory.idTag(idTag))?.parent ?? null;
}

/** Without the grant `directory` the plugin works with what the messages say. */
function allowed<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "denied") throw error;
    log.warn("the directory is not granted: what was reported before this plugin was here is not known");
    return undefined;
  }
}

/** Works a TransactionEvent in. */
export function follow(session: Session, event: TransactionEvent, answer: TransactionAnswer): void {
  const settings = read();
  const at = moment(event.timestamp, session.at);
  session.evse = event.evse?.id ?? session.evse;
  session.connector = event.evse?.connectorId ?? session.connector;
  if (event.idToken && session.idTag === null) {
    session.idTag = event.idToken.idToken;
    session.group = answer.idTokenInfo?.groupIdToken?.idToken ?? groupOf(session.idTag);
    const status = answer.idTokenInfo?.status;
    if (status !== undefined && status !== "Accepted") session.refused = status;
  }
  if (session.idTag !== null || event.eventType === "Ended") begun(session, settings);
  const state = event.transactionInfo.chargingState;
  work(session, [...readings2(event.meterValue).map(plain), { at, state }], settings);
  if (event.eventType === "Ended") session.end = Math.max(session.begin, at);
}

/** Works the end of a 1.6 transaction in. */
export function stop(session: Session, request: v16.StopTransactionRequest): void {
  const settings = read();
  const at = moment(request.timestamp, session.at);
  begun(session, settings);
  const last = { at, register: text(millionths(request.meterStop)) };
  work(session, [...readings16(request.transactionData).map(plain), last], settings);
  session.end = Math.max(session.begin, at);
}

/** Ends a session whose end the charge point did not report: with what the server knows. */
export function close(session: Session, { stoppedAt, meterStopWh }: Known): void {
  const settings = read();
  const at = moment(stoppedAt ?? undefined, session.at);
  begun(session, settings);
  work(session, [{ at, register: meterStopWh ? text(millionths(meterStopWh)) : undefined }], settings);
  session.end = Math.max(session.begin, at);
  note(session, "its end was not reported");
}

/** Works readings in that came with a 1.6 MeterValues. */
export function measure(session: Session, values: v16.MeterValue[]): void {
  work(session, readings16(values).map(plain), read());
}

/** Works in what a 1.6 charge point says of the connector. */
export function status(session: Session, state: string, at: number): void {
  work(session, [{ at, state }], read());
}

/** Takes the tariff as soon as it is known who charges. */
export function begun(session: Session, settings: Settings = read()): void {
  if (session.tariff) return;
  const { currency, decimals, rounding, time_zone, bill_refused, most_hours } = settings;
  const terms = { currency, decimals, rounding, time_zone, bill_refused };
  const here = possible(settings, session.chargePoint);
  const all = here.map(({ place, tariff }) => ({ place, tariff: { ...tariff, ...terms } }));
  const chosen = all.find(({ tariff }) => fitsGroup(tariff, session.group ?? undefined));
  if (!chosen) return;
  take(session, chosen, all.filter((other) => other !== chosen), most_hours);
}

/** Makes it the session of whom the server's record names; false: it was already. */
export function assign(session: Session, known: Known): boolean {
  const { idTag } = known;
  const before = session.idTag;
  if (!idTag || idTag.toLowerCase() === before?.toLowerCase()) return false;
  session.idTag = idTag;
  session.group = groupOf(idTag);
  if (known.assigned) note(session, assignment(before));
  // Whether it is somebody's who was refused is settled with whose it is.
  if (known.doubts?.includes("refused-driver")) session.refused = known.authorization ?? "refused";
  else delete session.refused;
  if (session.tariff === undefined) begun(session);
  else if (!retake(session)) note(session, "no tariff is for this driver: its prices are those of the one before");
  return true;
}

/** What a bill says of an operator's word. */
export function assignment(before: string | null): string {
  return `an operator said whose it is; ${before === null ? "nobody's" : `${before}'s`} before`;
}

function work(session: Session, reports: Report[], { most_hours }: Settings): void {
  for (const each of reports.sort((a, b) => a.at - b.at)) report(session, each, most_hours);
}

function plain({ at, register }: Reading): Report {
  return { at, register: String(register) };
}

function text(register: bigint | undefined): string | undefined {
  return register?.toString();
}

/** A station's time; one that cannot be read is taken for now. */
export function moment(text: Json | undefined, otherwise: number): number {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? otherwise : at;
}
