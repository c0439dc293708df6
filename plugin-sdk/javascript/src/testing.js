// For a plugin's tests in Node: questions in, answers out, the host in memory.
import { encode } from "./text.js";
import { NotNow } from "./errors.js";
import { attempt, memory, reset as forget } from "./host/memory.js";
import * as plugins from "./plugin.js";

const AT = "2026-01-01T00:00:00.000Z";

export { fixtures, play } from "./fixtures.js";

export function reset({ settings = {}, state = {}, directory = {}, http = [] } = {}) {
  forget();
  setSettings(settings);
  memory.directory = directory;
  memory.answers = [...http];
  for (const [key, text] of Object.entries(state)) memory.state.set(key, { value: encode(text) });
}

export function setSettings(settings) {
  memory.settings = JSON.stringify(settings);
}

export function decide(plugin, { action, payload = {}, proposed = {}, ...origin }) {
  const texts = { payload: JSON.stringify(payload), proposed: JSON.stringify(proposed) };
  const { tag, val } = attempt(() => plugins.handle(plugin, context(origin), action, texts));
  if (tag === "keep") return "keep";
  return tag === "replace" ? { replace: JSON.parse(val) } : { callError: { ...val, details: JSON.parse(val.details) } };
}

export function ask(plugin, call) {
  const outcome = decide(plugin, call);
  return outcome === "keep" ? call.proposed : (outcome.replace ?? outcome);
}

export function tell(plugin, { kind, payload = {}, ...origin }) {
  return told(() => plugins.onEvent(plugin, context(origin), kind, JSON.stringify(payload)));
}

export function tick(plugin, name, at = AT) {
  return told(() => plugins.onTick(plugin, context({ chargePoint: "", version: "", receivedAt: at }), name));
}

export function request(plugin, { method = "GET", path, query = "", headers = {}, body = "" }) {
  const bytes = encode(typeof body === "string" ? body : JSON.stringify(body));
  const wanted = { method, path, query, headers: Object.entries(headers), body: bytes };
  const response = attempt(() => plugins.onRequest(plugin, wanted));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(response.body).toString(),
  };
}

export function seen() {
  const { log, commands, events, requests } = memory;
  return { log, commands, events, requests };
}

export function stateOf(key) {
  const found = memory.state.get(key);
  return found && !(found.expires <= memory.now) ? Buffer.from(found.value).toString() : undefined;
}

export function advance(seconds) {
  memory.now += seconds;
}

/** As the server calls it: an error means that nothing of the call counts, and that it comes again. */
function told(job) {
  try {
    attempt(job);
    return "ok";
  } catch (error) {
    if (error instanceof NotNow) return { error: error.message };
    throw error;
  }
}

function context({ attributes = {}, ...origin }) {
  return {
    chargePoint: "CP-1",
    version: "1.6",
    vendor: "",
    model: "",
    messageId: "1",
    receivedAt: AT,
    ...origin,
    attributes: Object.entries(attributes),
  };
}
