// HTTP requests and responses between the contract's form and the authors'.
import { decode, encode } from "./text.js";

/** What a plugin's `http` is given. */
export function toRequest({ method, path, query, headers, body }) {
  const text = () => decode(body);
  return {
    method,
    path,
    query,
    segments: path.split("/").filter((segment) => segment !== "").map(unescaped),
    parameters: Object.fromEntries(query.split("&").filter((pair) => pair !== "").map(parameter)),
    headers: joined(headers),
    bytes: body,
    text,
    json: () => JSON.parse(text()),
  };
}

/** What a plugin's `http` gave, as the contract has it. */
export function toContract({ status = 200, headers = {}, body = "" }) {
  return { status, headers: Object.entries(headers), body: typeof body === "string" ? encode(body) : body };
}

/** A header that comes twice counts as one with both values. */
export function joined(headers) {
  const all = {};
  for (const [name, value] of headers) all[name] = name in all ? `${all[name]}, ${value}` : value;
  return all;
}

function parameter(pair) {
  const [name, ...value] = pair.replaceAll("+", " ").split("=");
  return [unescaped(name), unescaped(value.join("="))];
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
