// The player sees every kind of difference, and says in which step.
import assert from "node:assert/strict";
import { test } from "node:test";
import { commands, definePlugin, events, fail, log, respond, state } from "../src/index.js";
import { postJson } from "../src/http.js";
import { play } from "../src/testing.js";

const plugin = definePlugin({
  actions: {
    "1.6": {
      Authorize({ chargePoint }, response) {
        state.putJson("last", { b: 1, a: 2 });
        commands.send(chargePoint, "Reset", { type: "Soft" });
        events.emit(chargePoint, "seen", { n: 1 });
        postJson("https://example.org", { n: 1 });
        log.info("seen CP-1");
        response.idTagInfo.status = "Blocked";
      },
      Heartbeat: () => fail("no clock"),
    },
  },
  http: () => respond.json({ a: 1, b: 2 }),
});

const call = { version: "1.6", action: "Authorize", payload: { idTag: "A" }, proposed: { idTagInfo: { status: "Accepted" } } };
const http = [{ method: "POST", url: "https://example.org", answer: {} }];
const right = {
  outcome: { replace: { idTagInfo: { status: "Blocked" } } },
  state: { last: '{"a":2,"b":1}', other: null },
  commands: [{ chargePoint: "CP-1", action: "Reset", payload: { type: "Soft" } }],
  events: [{ kind: "seen", chargePoint: "CP-1", payload: { n: 1 } }],
  requests: [{ method: "POST", url: "https://example.org", body: { n: 1 } }],
  log: ["seen"],
};

test("a story that is told as it was, passes", () => {
  play(plugin, { http, steps: [{ call, expect: right }] });
  play(plugin, { steps: [{ call: { ...call, action: "Heartbeat" }, expect: { outcome: { trap: "no clock" } } }] });
  play(plugin, { steps: [{ request: { path: "/" }, expect: { response: { status: 200, body: { b: 2, a: 1 } } } }] });
});

const wrong = {
  outcome: "keep",
  state: { last: null },
  commands: [],
  events: [{ kind: "other", chargePoint: "CP-1", payload: { n: 1 } }],
  requests: [{ method: "POST", url: "https://example.org", body: { n: 2 } }],
  log: ["unseen"],
};
for (const [member, value] of Object.entries(wrong)) {
  test(`another ${member} fails`, () => {
    assert.throws(() => play(plugin, { http, steps: [{ call, expect: { [member]: value } }] }), {
      name: "AssertionError",
      message: new RegExp(`^step 1: ${member}`),
    });
  });
}

test("another response, or an exception that nobody expects, fails", () => {
  const response = (expected) => ({ steps: [{ request: { path: "/" }, expect: { response: expected } }] });
  assert.throws(() => play(plugin, response({ status: 404 })), /^AssertionError.*step 1: status/);
  assert.throws(() => play(plugin, response({ headers: { "content-type": "text/plain" } })), /step 1: content-type/);
  assert.throws(() => play(plugin, response({ body: { a: 1 } })), /step 1: body/);
  assert.throws(() => play(plugin, { steps: [{ call: { ...call, action: "Heartbeat" } }] }), /^Error: no clock/);
});
