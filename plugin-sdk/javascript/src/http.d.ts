/** Needs `capabilities = ["http"]` in plugin.toml, and the operator's list of hosts. */
export interface OutgoingRequest {
  method?: string;
  /** `http://` or `https://`. */
  url: string;
  headers?: { [name: string]: string };
  body?: string | Uint8Array;
  /** For connecting, for the first byte of the answer, and between two pieces of it. */
  timeoutMs?: number;
}

/** What came back, whatever its status. */
export interface IncomingResponse {
  status: number;
  /** Names in lower case. */
  headers: { [name: string]: string | undefined };
  bytes: Uint8Array;
  text(): string;
  json(): unknown;
}

/**
 * Sends a request and waits for the answer: a plugin has no promises to wait for. A HostError if none
 * comes; its code is wasi's, such as `HTTP-request-denied` or `connection-refused`.
 */
export function request(wanted: OutgoingRequest): IncomingResponse;
export function get(url: string, options?: Omit<OutgoingRequest, "url" | "body">): IncomingResponse;
/** Sends a value's JSON. */
export function postJson(
  url: string,
  value: unknown,
  options?: Omit<OutgoingRequest, "url" | "body" | "method">,
): IncomingResponse;
