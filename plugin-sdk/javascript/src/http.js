// Outgoing HTTP (capability `http`), without promises: the call waits.
import { send } from "#http";
import { joined } from "./endpoint.js";
import { HostError } from "./errors.js";
import { decode, encode } from "./text.js";

const URL_PARTS = /^(https?):\/\/([^/?#]+)([^#]*)/;

export function request({ method = "GET", url, headers = {}, body = "", timeoutMs }) {
  const [, scheme, authority, rest] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined) throw new HostError("url", `${url} does not begin with http:// or https://`);
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  const bytes = typeof body === "string" ? encode(body) : body;
  return response(send({ method, url, scheme, authority, path, headers: Object.entries(headers), bytes, timeoutMs }));
}

export function get(url, options) {
  return request({ ...options, url });
}

export function postJson(url, value, options = {}) {
  const headers = { "content-type": "application/json", ...options.headers };
  return request({ ...options, method: "POST", url, headers, body: JSON.stringify(value) });
}

function response({ status, headers, bytes }) {
  const text = () => decode(bytes);
  return { status, headers: joined(headers), bytes, text, json: () => JSON.parse(text()) };
}
