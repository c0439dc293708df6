// The plugin's own HTTP endpoints: the bills, as JSON or CSV.
import { respond } from "@ocpp-central/plugin";
import type { HttpRequest, HttpResponse } from "@ocpp-central/plugin";
import type { Bill } from "./bill.js";
import * as store from "./store.js";

const MOST = 400;
const USUAL = 100;
/** After every year that four digits can write. */
const NEVER = "9999-12-31T23:59:59.999Z";

/** What a list can be asked; `charge_point` is what `chargePoint` was called first. */
const KNOWN = ["chargePoint", "idTag", "from", "to", "after", "limit", "format", "charge_point"];

export function endpoint(request: HttpRequest): HttpResponse {
  const [first, ...rest] = request.segments;
  if (first !== "bills") return respond.text("there are /bills and /bills/{charge point}/{transaction}", 404);
  if (request.method !== "GET") return respond.text("only GET", 405);
  const asked = Object.keys(request.parameters);
  if (rest.length === 0) {
    const strange = asked.find((name) => !KNOWN.includes(name));
    return strange === undefined ? list(request) : unknown(strange, `known are ${KNOWN.slice(0, -1).join(", ")}`);
  }
  if (asked[0] !== undefined) return unknown(asked[0], "one bill takes no parameters");
  // An identity with a slash in it may come as several segments.
  const found = store.bill(rest.slice(0, -1).join("/"), rest.at(-1) ?? "");
  return found ? respond.json(found) : respond.text("there is no such bill", 404);
}

function list({ parameters, headers }: HttpRequest): HttpResponse {
  const from = moment(parameters.from, "");
  const to = moment(parameters.to, NEVER);
  const limit = Number(parameters.limit ?? USUAL);
  if (from === undefined || to === undefined) return refused("from and to are times such as 2026-01-31T00:00:00Z");
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) return refused(`limit is 1 to ${MOST}`);
  const { charge_point, chargePoint = charge_point, idTag, after } = parameters;
  const found = store.bills({ chargePoint, idTag: idTag?.toLowerCase(), from, to, after, limit });
  const wantsCsv = parameters.format === "csv" || headers.accept?.startsWith("text/csv");
  if (!wantsCsv) return respond.json(found);
  const response = respond.text(csv(found.items), 200, "text/csv; charset=utf-8");
  return found.next === null ? response : { ...response, headers: { ...response.headers, "x-next": found.next } };
}

/** A mistyped filter must not give everybody's bills. */
function unknown(name: string, known: string): HttpResponse {
  return refused(`${JSON.stringify(name)} is not known here; ${known}`);
}

function refused(why: string): HttpResponse {
  return respond.text(why, 400);
}

function moment(text: string | undefined, otherwise: string): string | undefined {
  if (text === undefined) return otherwise;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

const COLUMNS: { [name: string]: (bill: Bill) => string | null } = {
  charge_point: (bill) => bill.chargePoint,
  transaction: (bill) => bill.transaction,
  id_tag: (bill) => bill.idTag,
  tariff: (bill) => bill.tariff,
  started_at: (bill) => bill.startedAt,
  ended_at: (bill) => bill.endedAt,
  energy_kwh: (bill) => bill.energyKwh,
  charging_seconds: (bill) => bill.chargingSeconds,
  idle_seconds: (bill) => bill.idleSeconds,
  total: (bill) => bill.total,
  currency: (bill) => bill.currency,
  notes: (bill) => bill.notes.join("; "),
};

function csv(bills: Bill[]): string {
  const rows = bills.map((bill) => Object.values(COLUMNS).map((column) => cell(column(bill) ?? "")));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** Drivers choose their tags: a cell must not be a formula for a spreadsheet. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
