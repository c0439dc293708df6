// The capability `directory`: what the server knows.
import { directory as host } from "#host";
import { asked } from "./errors.js";

const LIMIT = 100;
const one = (text) => (text == null ? undefined : JSON.parse(text));
const many = (texts) => Array.from(texts, (text) => JSON.parse(text));

export function chargePoint(id) {
  return one(asked(() => host.chargePoint(id)));
}

export function chargePoints({ after, limit = LIMIT } = {}) {
  return many(asked(() => host.chargePoints(after ?? null, limit)));
}

export function connectors(chargePoint) {
  return many(asked(() => host.connectors(chargePoint)));
}

export function transaction(chargePoint, id) {
  return one(asked(() => host.transaction(chargePoint, id)));
}

export function openTransactions(chargePoint) {
  return many(asked(() => host.openTransactions(chargePoint)));
}

export function idTag(tag) {
  return one(asked(() => host.idTag(tag)));
}
