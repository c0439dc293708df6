// The capability `state`: this plugin's keys and values.
import { state as host } from "#host";
import { asked } from "./errors.js";
import { decode, encode } from "./text.js";

const PAGE = 1000;
const bytes = (value) => (typeof value === "string" ? encode(value) : value);

export function getBytes(key) {
  return asked(() => host.get(key)) ?? undefined;
}

export function get(key) {
  const value = getBytes(key);
  return value && decode(value);
}

export function getJson(key) {
  const text = get(key);
  return text === undefined ? undefined : JSON.parse(text);
}

export function put(key, value, { ttl } = {}) {
  asked(() => host.put(key, bytes(value), ttl ?? null));
}

export function putJson(key, value, options) {
  put(key, JSON.stringify(value), options);
}

export function compareAndSwap(key, expected, value, { ttl } = {}) {
  const before = expected === undefined ? null : bytes(expected);
  return asked(() => host.compareAndSwap(key, before, bytes(value), ttl ?? null));
}

function remove(key) {
  asked(() => host.delete(key));
}
export { remove as delete };

export function list(prefix, { after, limit = PAGE } = {}) {
  return asked(() => host.listKeys(prefix, after ?? null, limit));
}

export function* keys(prefix) {
  for (let after; ; ) {
    const page = list(prefix, { after });
    yield* page;
    if (page.length < PAGE) return;
    after = page[page.length - 1];
  }
}

export function increment(key, by = 1, { ttl } = {}) {
  return asked(() => host.increment(key, by, ttl ?? null));
}
