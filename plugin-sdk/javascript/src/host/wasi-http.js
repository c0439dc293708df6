// One outgoing request over wasi:http, waiting for its answer. Every resource is given back in the end,
// children first: the host traps on a parent that goes before its child.
import * as outgoing from "wasi:http/outgoing-handler";
import * as types from "wasi:http/types";
import { HostError } from "../errors.js";
import { decode, encode } from "../text.js";

const METHODS = ["get", "head", "post", "put", "delete", "connect", "options", "trace", "patch"];
/** What the host takes and gives at once. */
const CHUNK = 4096;
const READ = 65536;
const NANOSECONDS = 1_000_000;

export function send(wanted) {
  try {
    const message = prepared(wanted);
    const body = message.body();
    const future = outgoing.handle(message, options(wanted.timeoutMs));
    write(body, wanted.bytes);
    return read(answerOf(future));
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
  const stream = body.write();
  for (let at = 0; at < bytes.length; at += CHUNK) stream.blockingWriteAndFlush(bytes.slice(at, at + CHUNK));
  stream[Symbol.dispose]();
  types.OutgoingBody.finish(body, null);
}

function answerOf(future) {
  const pollable = future.subscribe();
  pollable.block();
  pollable[Symbol.dispose]();
  const answered = future.get().val;
  if (answered.tag === "err") throw { payload: answered.val };
  future[Symbol.dispose]();
  return answered.val;
}

function read(response) {
  const status = response.status();
  const fields = response.headers();
  const headers = fields.entries().map(([name, value]) => [name.toLowerCase(), decode(value)]);
  fields[Symbol.dispose]();
  const body = response.consume();
  const stream = body.stream();
  const bytes = drained(stream);
  stream[Symbol.dispose]();
  body[Symbol.dispose]();
  response[Symbol.dispose]();
  return { status, headers, bytes };
}

function drained(stream) {
  const chunks = [];
  for (;;) {
    try {
      chunks.push(stream.blockingRead(READ));
    } catch (error) {
      if (error.payload?.tag !== "closed") throw error;
      return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
    }
  }
}

/** wasi's error codes are variants; the name says what happened. */
function refusal(error) {
  const code = error?.payload?.tag;
  return typeof code === "string" ? new HostError(code, detail(error.payload.val)) : error;
}

function detail(value) {
  return value == null ? "the request failed" : JSON.stringify(value);
}
