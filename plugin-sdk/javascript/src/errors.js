// What a plugin throws on purpose, and what the host refuses.

/** The CALL is answered with a CALLERROR. */
export class CallError extends Error {
  constructor(code, description = "", details = {}) {
    super(description);
    this.name = "CallError";
    this.code = code;
    this.details = details;
  }
}

/** An observer or a schedule cannot do it now: it is called again later. */
export class NotNow extends Error {
  constructor(message) {
    super(message);
    this.name = "NotNow";
  }
}

/** The host refused an operation. */
export class HostError extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.name = "HostError";
    this.code = code;
  }
}

/** Ends the call without an answer. */
export function fail(message) {
  throw new Error(message);
}

/** Calls the host; what it throws is the contract's error record, in the member `payload`. */
export function asked(operation) {
  try {
    return operation();
  } catch (error) {
    const refusal = error?.payload;
    if (typeof refusal?.code !== "string") throw error;
    throw new HostError(refusal.code, refusal.message);
  }
}
