import type { Transaction } from "./directory.js";
import type { Calls, Version } from "./versions.js";

export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [member: string]: Json | undefined };

/** Where a message came from. */
export interface Context {
  /** The charge point's identity. */
  chargePoint: string;
  /** The connection's OCPP version. */
  version: string;
  /** From the last BootNotification, or empty. */
  vendor: string;
  /** From the last BootNotification, or empty. */
  model: string;
  /** The CALL's id. */
  messageId: string;
  /** When the CALL arrived, the event happened or the tick was due: RFC 3339, milliseconds, `Z`. */
  receivedAt: string;
  /** What newer servers tell beside that. */
  attributes: { [name: string]: string | undefined };
}

/** One CALL from a charge point. */
export interface Call<Request> extends Context {
  version: Version;
  action: string;
  request: Request;
}

/**
 * Decides what one CALL is answered: changes the proposed response, returns another one, throws a
 * CallError, or does nothing, and the proposal stands. Any other exception ends the call without an
 * answer, and the operator's `on_failure` decides.
 */
export type Decide<Request, Response> = (call: Call<Request>, response: Response) => void | Response;

/** What happened, after it was stored. It may come more than once, always with the same `id`. */
export interface Event<Payload = JsonObject> extends Context {
  kind: string;
  id: string;
  payload: Payload;
}

/** The message that caused an event, and what was answered. */
export interface Caused {
  action: string;
  request: JsonObject;
  response: JsonObject;
}

/** A connector as it was reported. */
export interface ConnectorReport {
  /** Null in 1.6. */
  evse: number | null;
  connector: number;
  /** The version's own word. */
  status: string;
  errorCode: string | null;
  info: string | null;
}

/** What the server tells, by kind. */
export interface Events {
  /** `session` is the connection's number, as in the directory. */
  "charge-point.connected": { session: number; version: string; subprotocol: string; remoteAddress: string | null };
  "charge-point.disconnected": {
    session: number;
    seconds: number;
    end: { by: "station" | "server" | "network"; code: number | null; reason: string };
  };
  "charge-point.booted": Caused;
  "charge-point.refused": { identity: string; status: number; reason: string; remoteAddress: string | null };
  "connector.status": Caused & { connector: ConnectorReport };
  "transaction.started": Caused & { transaction: Transaction };
  "transaction.updated": Caused & { transaction: Transaction };
  "transaction.ended": Caused & { transaction: Transaction };
  /** An operator said whose session it is; `request` has `idTag` and `note`. */
  "transaction.assigned": Caused & { transaction: Transaction };
  /** Of a session that was over already: it changes nothing. */
  "transaction.late": Caused & { transaction: Transaction };
  /** Of a session that is not known: the CALL is in the charge point's inbox. */
  "transaction.orphan": Caused;
  "meter.values": Caused;
  "security.event": Caused;
  "call.refused": { action: string; callError: JsonObject; request?: JsonObject };
  "message.repaired": { action: string; repairs: { name: string; pointer: string }[]; request?: unknown; response?: unknown };
  "plugin.decided": {
    action: string;
    decidedBy: string[];
    changed?: string[];
    request?: JsonObject;
    proposed: JsonObject;
    response?: JsonObject;
    callError?: JsonObject;
    plugins: JsonObject[];
    untoldBefore?: number;
  };
  "frame.fault": { reason: string; answered: string | null };
  "command.sent": { action: string; request: JsonObject; origin: "operator" | "server" | { plugin: string } };
  "command.answered": { action: string; response?: JsonObject; error?: { code: string; description: string } };
  "reservation.changed": JsonObject;
  "local-list.changed": {
    version: number | null;
    entries: number | null;
    reportedVersion: number | null;
    drift: "none" | "unknown" | "different";
  };
  "configuration.reported": {
    report: "variables" | "monitors";
    requestId: number;
    base: string | null;
    entries: number;
  };
  "firmware.status": FileStatus;
  "diagnostics.status": FileStatus;
  "file.received": {
    file: string;
    fileKind: "diagnostics" | "log";
    name: string;
    bytes: number;
    sha256: string;
    command: string | null;
  };
  "certificate.requested": {
    certificateType: string;
    subject: string;
    state: "rejected" | "waiting" | "elsewhere" | "signed";
    reason: string | null;
    certificate: CertificateFacts | null;
  };
  "certificate.delivered": {
    certificateType: string;
    state: "accepted" | "refused" | "unknown";
    reason: string | null;
    certificate: CertificateFacts | null;
  };
  "charge-point.certificate-expiring": { certificate: CertificateFacts; daysLeft: number };
  "webhook.failing": { webhook: string; since: string; reason: string; tries: number; stopped: boolean };
  "webhook.recovered": { webhook: string; since: string; reason: string; tries: number; seconds: number };
  "server.data-lost": {
    kept: number;
    lost: number | null;
    expected: number | null;
    named: { records: Record<string, number>; first: string[]; more: number };
  };
  call: { action: string; request: JsonObject; response?: JsonObject; callError?: JsonObject };
}

/** What stands in a certificate. */
export interface CertificateFacts {
  subject: string;
  issuer: string;
  /** Hexadecimal. */
  serialNumber: string;
  validFrom: string;
  validUntil: string;
  /** Kind and size, such as `EC 256`. */
  key: string;
  fingerprint: string;
  keyFingerprint: string;
}

/** How far a file is that a charge point fetches or brings. */
export interface FileStatus {
  state: string;
  status: string | null;
  command: string | null;
  requestId: number | null;
  file: string | null;
  at: string;
}

/** One tick of a schedule; `receivedAt` is when it was due. */
export interface Tick extends Context {
  name: string;
}

/** A request to one of the plugin's own endpoints. */
export interface HttpRequest {
  method: string;
  /** Begins with `/`, as it came. */
  path: string;
  /** Without the question mark, as it came. */
  query: string;
  /** The parts of the path, unescaped. */
  segments: string[];
  /** The query's parameters, unescaped; the last one of a name counts. */
  parameters: { [name: string]: string | undefined };
  /** Names in lower case. */
  headers: { [name: string]: string | undefined };
  bytes: Uint8Array;
  text(): string;
  json(): Json;
}

/** What it is answered; a response with nothing in it is 200 without a body. */
export interface HttpResponse {
  status?: number;
  headers?: { [name: string]: string };
  body?: string | Uint8Array;
}

/** What a plugin does. Which of it the server uses is said in plugin.toml. */
export interface Plugin {
  /** By OCPP version and action. */
  actions?: {
    [V in Version]?: {
      [A in keyof Calls[V]]?: Calls[V][A] extends { request: infer Request; response: infer Response }
        ? Decide<Request, Response>
        : never;
    };
  };
  /** By kind; `plugin.NAME.KIND` are those of other plugins. An exception means: again later. */
  events?: { [K in keyof Events]?: (event: Event<Events[K]>) => void } & {
    [kind: `plugin.${string}`]: (event: Event) => void;
  };
  /** By name. */
  schedules?: { [name: string]: (tick: Tick) => void };
  /** The plugin's own endpoints. */
  http?: (request: HttpRequest) => HttpResponse;
  /** Reads the settings, and throws what is wrong with them. In this call they are those that an operator wants to set. */
  settings?: () => void;
}

/**
 * A plugin's definition, to be the default export of its entry.
 *
 *     export default definePlugin({
 *       actions: {
 *         "1.6": {
 *           StartTransaction(call, response) {
 *             if (call.request.connectorId === 2) response.idTagInfo.status = "Blocked";
 *           },
 *         },
 *       },
 *     });
 */
export function definePlugin(definition: Plugin): Plugin;
