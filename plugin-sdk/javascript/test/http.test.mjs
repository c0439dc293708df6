// Outgoing HTTP against the answers of a test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { get, postJson, request } from "../src/http.js";
import { reset, seen } from "../src/testing.js";

test("requests get their answers in order", () => {
  reset({
    http: [
      { method: "POST", url: "https://example.org/a", answer: { status: 201, body: { ok: true } } },
      { method: "GET", url: "https://example.org", answer: { error: "nobody listens" } },
    ],
  });
  const response = postJson("https://example.org/a", { a: 1 });
  assert.deepEqual([response.status, response.json()], [201, { ok: true }]);
  assert.deepEqual(seen().requests, [{ method: "POST", url: "https://example.org/a", body: '{"a":1}' }]);
  assert.throws(() => get("https://example.org"), { name: "HostError", code: "connection-refused" });
  assert.throws(() => get("https://example.org"), /there is no answer left/);
  assert.throws(() => request({ url: "ftp://example.org" }), { code: "url" });
});
