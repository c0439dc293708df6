// The host's functions in memory, for tests. They have the shape of the contract's imports, and refuse
// what the server would refuse whatever its configuration.
import { encode } from "../text.js";

export { time } from "./memory-time.js";

const LONGEST_KEY = 256;
const LONGEST_VALUE = 64 * 1024;

/** What the tests set and see. */
export const memory = {};

/** Forgets everything. */
export function reset() {
  Object.assign(memory, {
    settings: "{}",
    state: new Map(),
    now: 0,
    log: [],
    commands: [],
    events: [],
    requests: [],
    answers: [],
    directory: {},
  });
}
reset();

/** Runs a job whose writes count only if it ends without an exception, as on the server. */
export function attempt(job) {
  const { state, commands, events } = memory;
  Object.assign(memory, { state: new Map(state), commands: [...commands], events: [...events] });
  try {
    return job();
  } catch (error) {
    Object.assign(memory, { state, commands, events });
    throw error;
  }
}

export const settings = { get: () => memory.settings };

export const log = { log: (level, message) => void memory.log.push({ level, message }) };

export const state = {
  get: (key) => live(key)?.value.slice(),

  put(key, value, ttl) {
    set(key, value, expiry(ttl));
  },

  compareAndSwap(key, expected, value, ttl) {
    const now = live(key)?.value;
    const same = expected && now ? Buffer.compare(expected, now) === 0 : !expected && !now;
    if (same) set(key, value, expiry(ttl));
    return same;
  },

  delete(key) {
    memory.state.delete(checked(key));
  },

  listKeys(prefix, after, limit) {
    const wanted = (key) => key.startsWith(prefix) && live(key) && (!after || order(key, after) > 0);
    return [...memory.state.keys()].filter(wanted).sort(order).slice(0, limit);
  },

  increment(key, by, ttl) {
    const old = live(key);
    const text = old ? Buffer.from(old.value).toString() : "0";
    if (!/^-?[0-9]+$/.test(text)) refuse("number", "the key holds no number");
    const sum = Number(text) + by;
    set(key, encode(String(sum)), old ? old.expires : expiry(ttl));
    return sum;
  },
};

export const commands = {
  send(chargePoint, action, payload, whenAway) {
    memory.commands.push({ chargePoint, action, payload: JSON.parse(payload), whenAway });
    return `command-${memory.commands.length}`;
  },
};

export const events = {
  emit(chargePoint, kind, payload) {
    if (!/^[a-z0-9.-]+$/.test(kind)) refuse("kind", "lower-case letters, digits, hyphens and dots alone");
    const value = JSON.parse(payload);
    const fits = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!fits || encode(payload).length > LONGEST_VALUE) refuse("payload", "no JSON object, or longer than 64 KiB");
    memory.events.push({ kind, chargePoint, payload: value });
  },
};

export const directory = {
  chargePoint: (id) => (memory.directory.chargePoints ?? []).filter((found) => found.id === id).map(json)[0],

  chargePoints(after, limit) {
    const { chargePoints = [] } = memory.directory;
    const wanted = chargePoints.filter(({ id }) => !after || order(id, after) > 0);
    return wanted.sort((a, b) => order(a.id, b.id)).slice(0, limit).map(json);
  },

  connectors: (chargePoint) => (memory.directory.connectors?.[chargePoint] ?? []).map(json),

  transaction: (chargePoint, id) => transactions(chargePoint).filter((found) => found.id === id).map(json)[0],

  openTransactions: (chargePoint) => transactions(chargePoint).filter(({ state }) => state !== "closed").map(json),

  idTag(tag) {
    const tags = Object.entries(memory.directory.idTags ?? {});
    const same = ([name]) => name.toLowerCase() === tag.toLowerCase();
    return tags.filter(same).map(([name, found]) => json({ tag: name, ...found }))[0];
  },
};

function transactions(chargePoint) {
  return (memory.directory.transactions ?? []).filter((found) => found.chargePoint === chargePoint);
}

function json(value) {
  return JSON.stringify(value);
}

function refuse(code, message) {
  throw Object.assign(new Error(message), { payload: { code, message } });
}

function checked(key) {
  const length = encode(key).length;
  const fits = length > 0 && length <= LONGEST_KEY && !key.includes("\0");
  if (!fits) refuse("key", "empty, longer than 256 bytes, or with a NUL");
  return key;
}

function live(key) {
  const found = memory.state.get(checked(key));
  return found && !(found.expires <= memory.now) ? found : undefined;
}

function set(key, value, expires) {
  if (value.length > LONGEST_VALUE) refuse("value", "larger than 64 KiB");
  memory.state.set(checked(key), { value: Uint8Array.from(value), expires });
}

const expiry = (ttl) => (ttl == null ? undefined : memory.now + ttl);
const order = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
