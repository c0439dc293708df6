/**
 * The CALL is answered with a CALLERROR. With care: a charge point repeats a StartTransaction or a
 * TransactionEvent that is answered with an error. To refuse a driver, change the response's status.
 */
export class CallError extends Error {
  /** @param code an error code of the connection's OCPP version
   *  @param description at most 255 characters
   *  @param details a JSON object */
  constructor(code: string, description?: string, details?: { [member: string]: unknown });
  readonly code: string;
  readonly details: { [member: string]: unknown };
}

/** Thrown by an observer or a schedule: not now. An event comes again later, and what follows it waits. */
export class NotNow extends Error {
  constructor(message: string);
}

/** The host refused an operation; `code` is one of those that the contract (`wit/`) names. */
export class HostError extends Error {
  constructor(code: string, message: string);
  readonly code: string;
}

/** Ends the call without an answer, as any exception does: the operator's `on_failure` decides. */
export function fail(message: string): never;
