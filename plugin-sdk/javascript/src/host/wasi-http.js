// One outgoing request over wasi:http, waiting for its answer; wit/README.md says why it is `wasx` here.
// `using` gives resources back children first: the host traps on a parent that goes before its child.
import * as outgoing from "wasx:http/outgoing-handler";
import * as types from "wasx:http/types";
import { HostError } from "../errors.js";
import { encode } from "../text.js";

const METHODS = ["get", "head", "post", "put", "delete", "connect", "options", "trace", "patch"];
/** What the host takes, and gives, at once. */
const WRITE = 4096;
const READ = 65536;
const NANOSECONDS = 1_000_000;

export function send(wanted) {
  try {
    const message = prepared(wanted);
    const body = message.body();
    using future = outgoing.handle(message, options(wanted.timeoutMs));
    write(body, wanted.bytes);
    return read(future);
  } catch (error) {
    throw refusal(error);
  }
}

function prepared({ method, scheme, authority, path, headers, bytes }) {
  const fields = new types.Fields();
  const length = bytes.length > 0 ? [["content-length", String(bytes.length)]] : [];
  for (const [name, value] of [...length, ...headers]) fields.append(name, encode(value));
  const message = new types.OutgoingRequest(fields);
  const known = method.toLowerCase();
  message.setMethod(METHODS.includes(known) ? { tag: known } : { tag: "other", val: method });
  message.setScheme({ tag: scheme.toUpperCase() });
  message.setAuthority(authority);
  message.setPathWithQuery(path);
  return message;
}

function options(timeoutMs) {
  if (timeoutMs === undefined) return null;
  const chosen = new types.RequestOptions();
  chosen.setConnectTimeout(timeoutMs * NANOSECONDS);
  chosen.setFirstByteTimeout(timeoutMs * NANOSECONDS);
  chosen.setBetweenBytesTimeout(timeoutMs * NANOSECONDS);
  return chosen;
}

function write(body, bytes) {
  {
    using stream = body.write();
    for (let at = 0; at < bytes.length; at += WRITE) stream.blockingWriteAndFlush(bytes.slice(at, at + WRITE));
  }
  types.OutgoingBody.finish(body, null);
}

function read(future) {
  {
    using answered = future.subscribe();
    answered.block();
  }
  const { tag, val } = future.get().val;
  if (tag === "err") throw { payload: val };
  using response = val;
  using fields = response.headers();
  using body = response.consume();
  using stream = body.stream();
  const headers = fields.entries().map(([name, value]) => [name.toLowerCase(), String.fromCharCode(...value)]);
  return { status: response.status(), headers, bytes: drained(stream) };
}

function drained(stream) {
  const chunks = [];
  for (;;) {
    try {
      chunks.push(stream.blockingRead(READ));
    } catch (error) {
      if (error.payload?.tag !== "closed") throw error;
      return joined(chunks);
    }
  }
}

function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** wasi's error codes are variants; the name says what happened. */
function refusal(error) {
  const { tag, val } = error?.payload ?? {};
  if (typeof tag !== "string") return error;
  return new HostError(tag, val == null ? "the request failed" : JSON.stringify(val));
}
