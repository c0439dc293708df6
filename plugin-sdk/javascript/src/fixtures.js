// Plays a fixture file in Node, as `ocpp-central plugin test` plays it through the server's host code: here
// the module stays loaded, so that only the server's tool sees what a fresh instance would do.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as testing from "./testing.js";

export function fixtures(plugin, folder) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
    test(file, () => play(plugin, JSON.parse(readFileSync(join(folder, file), "utf8"))));
  }
}

export function play(plugin, fixture) {
  testing.reset(fixture);
  fixture.steps.forEach((step, index) => {
    const before = counted();
    const expect = step.expect ?? {};
    const found = outcome(plugin, step);
    const at = `step ${index + 1}`;
    if ("outcome" in expect) compareOutcome(found, expect.outcome, at);
    if ("response" in expect) compareResponse(found, expect.response, at);
    compareEffects(expect, before, at);
  });
}

function outcome(plugin, step) {
  try {
    if (step.call) return testing.decide(plugin, step.call);
    if (step.event) return testing.tell(plugin, step.event);
    if (step.tick) return testing.tick(plugin, step.tick.name, step.tick.at);
    return testing.request(plugin, step.request);
  } catch (error) {
    const expected = step.expect?.outcome?.trap;
    if (expected === undefined) throw error;
    return { trap: `${error.name}: ${error.message}` };
  }
}

function compareOutcome(found, expected, at) {
  if (typeof expected.trap === "string") return contains(found.trap, expected.trap, `${at}: trap`);
  const { callError } = expected;
  const wanted = callError ? { callError: { description: "", details: {}, ...callError } } : expected;
  return assert.deepEqual(found, wanted, `${at}: outcome`);
}

function compareResponse(found, { status = 200, headers = {}, body }, at) {
  assert.equal(found.status, status, `${at}: status`);
  for (const [name, value] of Object.entries(headers)) assert.equal(found.headers[name], value, `${at}: ${name}`);
  if (body !== undefined) sameText(found.body, body, `${at}: body`);
}

function compareEffects(expect, before, at) {
  for (const [key, value] of Object.entries(expect.state ?? {})) {
    sameText(testing.stateOf(key) ?? null, value, `${at}: state ${key}`);
  }
  for (const what of ["commands", "events", "requests"]) {
    const expected = expect[what];
    if (expected) assert.deepEqual(since(before, what, expected), expected.map(shortened), `${at}: ${what}`);
  }
  const lines = testing.seen().log.slice(before.log).map((line) => line.message);
  for (const part of expect.log ?? []) contains(lines.join("\n"), part, `${at}: log`);
}

/** What came since then; of each, the members that the fixture names. */
function since(before, what, expected) {
  const named = (found, index) => {
    const members = Object.keys(expected[index] ?? found);
    return Object.fromEntries(members.map((member) => [member, like(found[member], expected[index]?.[member])]));
  };
  return testing.seen()[what].slice(before[what]).map(named);
}

/** A body that is written as JSON in the fixture is compared as JSON. */
function like(found, expected) {
  return typeof found === "string" && typeof expected === "object" ? JSON.parse(found) : found;
}

/** The server puts `plugin.NAME.` before an event's kind; here the kind stands as it was emitted. */
function shortened(expected) {
  return expected.kind ? { ...expected, kind: expected.kind.replace(/^plugin\.[a-z0-9-]+\./, "") } : expected;
}

function counted() {
  const { log, commands, events, requests } = testing.seen();
  return { log: log.length, commands: commands.length, events: events.length, requests: requests.length };
}

function sameText(found, expected, what) {
  if (found === expected) return;
  const value = (text) => (typeof text === "string" ? parsed(text) : text);
  assert.deepEqual(value(found), value(expected), what);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function contains(text, part, what) {
  assert.ok(text?.includes(part), `${what}: ${JSON.stringify(text)} does not contain ${JSON.stringify(part)}`);
}
