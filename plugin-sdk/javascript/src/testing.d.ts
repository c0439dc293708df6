import type { ChargePoint, Connector, IdTag, Transaction } from "./directory.js";
import type { Context, Plugin } from "./plugin.js";

/** What there is before a test; each call forgets what was before. */
export interface Start {
  /** The plugin's section of the configuration. */
  settings?: unknown;
  /** Texts by key. */
  state?: { [key: string]: string };
  directory?: {
    chargePoints?: (Partial<ChargePoint> & { id: string })[];
    connectors?: { [chargePoint: string]: Partial<Connector>[] };
    transactions?: (Partial<Transaction> & { chargePoint: string; id: string })[];
    idTags?: { [tag: string]: Partial<IdTag> };
  };
  /** The answers to outgoing requests, in their order. */
  http?: { method: string; url: string; answer: Answer }[];
}

/** A response, or the words of a failure. */
export type Answer = { status?: number; headers?: { [name: string]: string }; body?: unknown } | { error: string };

/** Where a question comes from; what is left out is `CP-1`, OCPP 1.6, and the first moment of 2026. */
export type Origin = Partial<Omit<Context, "attributes">> & { attributes?: { [name: string]: string } };

export interface Question extends Origin {
  action: string;
  payload?: unknown;
  /** The response that the server would give. */
  proposed?: unknown;
}

export type Outcome =
  | "keep"
  | { replace: unknown }
  | { callError: { code: string; description: string; details: unknown } };

/** Forgets settings, state and all that was seen, and begins with these. */
export function reset(start?: Start): void;
/** Other settings, as after a change of the configuration; everything else stays. */
export function setSettings(settings: unknown): void;
/** What the plugin decides on a CALL. An exception is what would be a trap on the server. */
export function decide(plugin: Plugin, question: Question): Outcome;
/** What the charge point is answered: the proposal if it was kept, the new response, or `{callError}`. */
export function ask(plugin: Plugin, question: Question): any;
/** Tells an event. */
export function tell(plugin: Plugin, event: Origin & { kind: string; payload?: unknown }): "ok" | { error: string };
/** One tick of a schedule. */
export function tick(plugin: Plugin, name: string, at?: string): "ok" | { error: string };
/** A request to the plugin's own endpoints; a body that is no text is sent as JSON. */
export function request(
  plugin: Plugin,
  wanted: { method?: string; path: string; query?: string; headers?: { [name: string]: string }; body?: unknown },
): { status: number; headers: { [name: string]: string }; body: string };

/** What the plugin did since the last `reset`. */
export function seen(): {
  log: { level: string; message: string }[];
  commands: { chargePoint: string; action: string; payload: unknown; whenAway: string }[];
  events: { kind: string; chargePoint: string; payload: unknown }[];
  requests: { method: string; url: string; body: string }[];
};
/** The text under a state key. */
export function stateOf(key: string): string | undefined;
/** Lets time pass for what has a lifetime. */
export function advance(seconds: number): void;

/** Plays a fixture; an AssertionError says which step gave what. */
export function play(plugin: Plugin, fixture: any): void;
/** A test of node:test for each fixture file of a folder. */
export function fixtures(plugin: Plugin, folder: string): void;
