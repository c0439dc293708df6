// The list of bills.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { request } from "@ocpp-central/plugin/testing";
import plugin from "../src/plugin.js";
import { issue } from "../src/store.js";
import type { Bill } from "../src/bill.js";
import { setUp } from "./station.js";

const BILL: Bill = {
  chargePoint: "CP-1", transaction: "1", version: "1.6", evse: null, connector: 1, idTag: "A", group: null,
  tariff: "public", startedAt: "2026-01-01T10:00:00.000Z", endedAt: "2026-01-01T11:00:00.000Z", energyKwh: "10",
  chargingSeconds: "3600", idleSeconds: "0", freeIdleSeconds: "0", lines: [], currency: "EUR", total: "4.90", notes: [],
};

beforeEach(() => {
  setUp();
  issue(BILL, 0);
  issue({ ...BILL, transaction: "2", endedAt: "2026-01-02T11:00:00.000Z", idTag: '=1+"2"' }, 0);
  issue({ ...BILL, chargePoint: "SITE/CP 2%", transaction: "3", endedAt: "2026-01-02T12:00:00.000Z", notes: ["a", "b"] }, 0);
});

function get(path: string, query = "", headers = {}) {
  const response = request(plugin, { path, query, headers });
  const type = response.headers["content-type"] ?? "";
  return { ...response, body: type === "application/json" ? JSON.parse(response.body) : response.body };
}

function listed(query: string): string[] {
  return get("/bills", query).body.items.map((bill: Bill) => bill.transaction);
}

test("bills are listed in the order of their ends", () => {
  assert.deepEqual(listed(""), ["1", "2", "3"]);
  assert.deepEqual(listed("charge_point=CP-1"), ["1", "2"]);
  assert.deepEqual(listed("charge_point=SITE%2FCP+2%25"), ["3"]);
  assert.deepEqual(listed("from=2026-01-02T11:00:00Z&to=2026-01-02T13:00:00%2B01:00"), ["2"]);
  assert.deepEqual(listed("from=2026-01-03"), []);
});

test("bills are chosen by charge point and id tag, and what is not known is refused", () => {
  assert.deepEqual(listed("chargePoint=CP-1"), ["1", "2"]);
  assert.deepEqual(listed("idTag=a"), ["1", "3"]);
  assert.deepEqual(listed("idTag=A&chargePoint=SITE%2FCP+2%25"), ["3"]);
  assert.deepEqual(listed("idTag=NOBODY"), []);
  const refused = get("/bills", "id_tag=A");
  assert.deepEqual(
    [refused.status, refused.body],
    [400, '"id_tag" is not known here; known are chargePoint, idTag, from, to, after, limit, format'],
  );
  assert.equal(get("/bills/CP-1/1", "idTag=A").status, 400);
});

test("a page says where the next one begins", () => {
  const { items, next } = get("/bills", "limit=2").body;
  assert.equal(items.length, 2);
  assert.deepEqual(listed(`limit=2&after=${encodeURIComponent(next)}`), ["3"]);
  assert.deepEqual(listed("from=2026-01-02T00:00:00Z&after=at%2F2026-01-01"), ["2", "3"]);
});

test("one bill has its path, however its identity comes", () => {
  assert.equal(get("/bills/CP-1/1").body.total, "4.90");
  assert.equal(get("/bills/SITE%2FCP%202%25/3").body.transaction, "3");
  assert.equal(get("/bills/SITE/CP%202%25/3").body.transaction, "3");
  assert.equal(get("/bills/CP-1/9").status, 404);
});

test("CSV has a row each, and no formulas", () => {
  const expected = [
    "charge_point,transaction,id_tag,tariff,started_at,ended_at,energy_kwh,charging_seconds,idle_seconds,total,currency,notes",
    `CP-1,2,"'=1+""2""",public,2026-01-01T10:00:00.000Z,2026-01-02T11:00:00.000Z,10,3600,0,4.90,EUR,`,
    "SITE/CP 2%,3,A,public,2026-01-01T10:00:00.000Z,2026-01-02T12:00:00.000Z,10,3600,0,4.90,EUR,a; b",
    "",
  ].join("\r\n");
  const query = "from=2026-01-02T00:00:00Z";
  assert.equal(get("/bills", query, { accept: "text/csv" }).body, expected);
  assert.equal(get("/bills", `${query}&format=csv`).headers["content-type"], "text/csv; charset=utf-8");
});

test("what cannot be answered says why", () => {
  assert.deepEqual([get("/bills", "from=soon").status, get("/bills", "limit=0").status], [400, 400]);
  assert.equal(get("/other").status, 404);
  assert.equal(request(plugin, { method: "DELETE", path: "/bills" }).status, 405);
});
