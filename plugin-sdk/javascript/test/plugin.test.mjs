// What an author writes, as the server sees it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CallError, NotNow, commands, definePlugin, directory, fail, log, respond, settings, state } from "../src/index.js";
import { handle } from "../src/plugin.js";
import { advance, ask, decide, request, reset, seen, stateOf, tell, tick } from "../src/testing.js";

const call = { version: "1.6", action: "Authorize", payload: { idTag: "A" }, proposed: { idTagInfo: { status: "Accepted" } } };
const authorize = (Authorize) => definePlugin({ actions: { "1.6": { Authorize } } });

beforeEach(() => reset());

test("a proposal that is left as it is, is kept", () => {
  assert.equal(decide(authorize(() => {}), call), "keep");
  assert.equal(decide(authorize((_, response) => ({ ...response })), call), "keep");
});

test("JSON that the server writes in another way is the same", () => {
  const texts = { payload: "{}", proposed: '{ "interval": 1.0, "currentTime": "\\u0041" }' };
  const plugin = definePlugin({ actions: { 1.6: { Heartbeat() {} } } });
  assert.deepEqual(handle(plugin, { version: "1.6", attributes: [] }, "Heartbeat", texts), { tag: "keep" });
});

test("a change and a new response replace the proposal", () => {
  const changed = authorize((_, response) => void (response.idTagInfo.status = "Blocked"));
  assert.deepEqual(decide(changed, call), { replace: { idTagInfo: { status: "Blocked" } } });
  assert.deepEqual(ask(authorize(() => ({ idTagInfo: { status: "Expired" } })), call).idTagInfo.status, "Expired");
});

test("a CallError is the outcome; what was written before it stays", () => {
  const refusing = authorize(() => {
    state.put("seen", "yes");
    throw new CallError("GenericError", "closed", { by: "test" });
  });
  const callError = { code: "GenericError", description: "closed", details: { by: "test" } };
  assert.deepEqual(decide(refusing, call), { callError });
  assert.equal(stateOf("seen"), "yes");
});

test("any other exception ends the call, and nothing that was written counts", () => {
  const failing = authorize(() => {
    state.put("seen", "yes");
    fail("no rule");
  });
  assert.throws(() => decide(failing, call), /^Error: no rule$/);
  assert.equal(stateOf("seen"), undefined);
});

test("what cannot work says so", () => {
  assert.throws(() => decide(authorize(async () => {}), call), /OCPP 1.6 Authorize is async/);
  assert.throws(() => decide(definePlugin({}), call), /plugin.toml asks for the action OCPP 1.6 Authorize, but/);
  assert.throws(() => tell(definePlugin({}), { kind: "call" }), /the event call/);
  assert.throws(() => definePlugin({ handlers: {} }), /definePlugin has no member "handlers"/);
});

test("an event has its id; NotNow is its error", () => {
  const told = [];
  const plugin = definePlugin({
    events: {
      call({ id, kind, payload, chargePoint }) {
        told.push([id, kind, payload.action, chargePoint]);
        state.increment("told");
        if (payload.action === "Heartbeat") throw new NotNow("later");
      },
    },
  });
  const event = { kind: "call", chargePoint: "CP-9", attributes: { event: "e-1" } };
  assert.equal(tell(plugin, { ...event, payload: { action: "Authorize" } }), "ok");
  assert.deepEqual(tell(plugin, { ...event, payload: { action: "Heartbeat" } }), { error: "later" });
  assert.deepEqual(told[0], ["e-1", "call", "Authorize", "CP-9"]);
  assert.equal(stateOf("told"), "1");
});

test("a schedule is called by its name", () => {
  const plugin = definePlugin({ schedules: { hourly: ({ name, receivedAt }) => log.info(`${name} ${receivedAt}`) } });
  assert.equal(tick(plugin, "hourly", "2026-01-01T01:00:00.000Z"), "ok");
  assert.deepEqual(seen().log, [{ level: "info", message: "hourly 2026-01-01T01:00:00.000Z" }]);
});

test("an endpoint sees the path and the query unescaped", () => {
  const plugin = definePlugin({
    http: ({ segments, parameters, headers, text }) => respond.json({ segments, parameters, headers, text: text() }, 201),
  });
  const response = request(plugin, {
    path: "/bills/CP%201/%zz",
    query: "from=a%20b+c&q=%C3%A4&flag",
    headers: { accept: "x" },
    body: "ä😀",
  });
  assert.equal(response.status, 201);
  assert.deepEqual(JSON.parse(response.body), {
    segments: ["bills", "CP 1", "%zz"],
    parameters: { from: "a b c", q: "ä", flag: "" },
    headers: { accept: "x" },
    text: "ä😀",
  });
  assert.deepEqual(request(definePlugin({ http: () => ({}) }), { path: "/" }), { status: 200, headers: {}, body: "" });
});

test("settings are checked once for each text", () => {
  let checks = 0;
  const check = ({ limit }) => {
    checks += 1;
    if (typeof limit !== "number") throw new Error("`limit` is a number");
    return limit;
  };
  reset({ settings: { limit: 3 } });
  assert.deepEqual([settings.read(check), settings.read(check), checks], [3, 3, 1]);
  reset({ settings: {} });
  assert.throws(() => settings.read(check), /^Error: the plugin's settings cannot be used: `limit` is a number$/);
});

test("state holds texts, bytes and JSON, for a time", () => {
  state.put("text", "Ä😀");
  state.put("bytes", Uint8Array.of(0, 255), { ttl: 60 });
  state.putJson("json", { a: [1] });
  state.put("long", "ä".repeat(20_000));
  assert.equal(state.get("long"), "ä".repeat(20_000));
  assert.equal(state.get("text"), "Ä😀");
  assert.deepEqual([...state.getBytes("bytes")], [0, 255]);
  assert.deepEqual(state.getJson("json"), { a: [1] });
  advance(60);
  assert.equal(state.getBytes("bytes"), undefined);
  assert.equal(state.getJson("none"), undefined);
  state.delete("text");
  assert.equal(state.get("text"), undefined);
});

test("state refuses as the server does", () => {
  state.put("word", "x");
  const code = (expected) => (error) => error.name === "HostError" && error.code === expected;
  assert.throws(() => state.increment("word"), code("number"));
  assert.throws(() => state.put("", "x"), code("key"));
  assert.throws(() => state.put("a\0", "x"), code("key"));
  assert.throws(() => state.put("long", "x".repeat(64 * 1024 + 1)), code("value"));
  assert.equal(state.compareAndSwap("word", "y", "z"), false);
  assert.equal(state.compareAndSwap("word", "x", "z"), true);
  assert.equal(state.compareAndSwap("new", undefined, "1"), true);
  assert.equal(state.compareAndSwap("new", undefined, "2"), false);
});

test("keys come in byte order, over all pages", () => {
  for (let number = 0; number < 2500; number += 1) state.put(`k/${number}`, "");
  state.put("k/\u{1F600}", "");
  state.put("k/\uFF61", "");
  const keys = [...state.keys("k/")];
  assert.equal(keys.length, 2502);
  assert.deepEqual(keys.slice(0, 3), ["k/0", "k/1", "k/10"]);
  assert.deepEqual(keys.slice(-2), ["k/\uFF61", "k/\u{1F600}"]);
  assert.deepEqual(state.list("k/", { after: "k/10", limit: 1 }), ["k/100"]);
});

test("commands go out with their payload, and the directory reads", () => {
  reset({
    directory: {
      chargePoints: [{ id: "B" }, { id: "A" }],
      transactions: [{ chargePoint: "A", id: "7", state: "open" }, { chargePoint: "A", id: "6", state: "closed" }],
      idTags: { "04a1": { status: "Blocked" } },
    },
  });
  assert.equal(commands.send("A", "Reset", { type: "Soft" }), "command-1");
  assert.deepEqual(seen().commands, [
    { chargePoint: "A", action: "Reset", payload: { type: "Soft" }, whenAway: "refuse" },
  ]);
  assert.deepEqual(directory.chargePoints({ after: "A" }), [{ id: "B" }]);
  assert.equal(directory.chargePoint("C"), undefined);
  assert.deepEqual(directory.openTransactions("A").map(({ id }) => id), ["7"]);
  assert.deepEqual(directory.idTag("04A1"), { tag: "04a1", status: "Blocked" });
});
