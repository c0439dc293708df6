// Outgoing HTTP in tests: the answers that were set, in their order.
import { HostError } from "../errors.js";
import { encode } from "../text.js";
import { memory } from "./memory.js";

export function send({ method, url, bytes }) {
  const body = Buffer.from(bytes).toString();
  memory.requests.push({ method, url, body });
  const expected = memory.answers.shift();
  if (!expected || expected.method !== method || expected.url !== url) {
    const next = expected ? `the next answer is for ${expected.method} ${expected.url}` : "there is no answer left";
    throw new Error(`${method} ${url} was sent, but ${next}`);
  }
  return answered(expected.answer);
}

function answered({ error, status = 200, headers = {}, body = "" }) {
  if (error !== undefined) throw new HostError("connection-refused", error);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers: Object.entries(headers), bytes: encode(text) };
}
