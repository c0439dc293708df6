// What the built component exports. Only inside a component.
import { host, log } from "#host";
import { NotNow } from "./errors.js";
import { checkSettings, handle, onEvent, onRequest, onTick } from "./plugin.js";

/** The contract's exports for a plugin; the world says which of them are used. */
export function component(plugin) {
  return {
    handler: {
      handle: (context, action, payload, proposed) =>
        orTrap(() => handle(plugin, context, action, { payload, proposed })),
    },
    observer: { onEvent: (context, kind, payload) => orError(() => onEvent(plugin, context, kind, payload)) },
    timer: { onTick: (context, name) => orError(() => onTick(plugin, context, name)) },
    http: { onRequest: (request) => orTrap(() => onRequest(plugin, request)) },
    settingsCheck: { check: () => orReason(() => checkSettings(plugin)) },
  };
}

/** An exception that leaves an export without a `result` is a trap: the engine writes message and stack. */
function orTrap(job) {
  host.called = true;
  try {
    return job();
  } catch (error) {
    throw named(error);
  }
}

/**
 * From an export with a `result`, the engine makes every exception the error's text; only what is thrown
 * while it reads that text is a trap.
 */
function orError(job) {
  host.called = true;
  try {
    job();
  } catch (error) {
    if (error instanceof NotNow) throw error.message;
    throw Object.defineProperty({}, "payload", {
      get() {
        throw named(error);
      },
    });
  }
}

/** Whatever a check throws is what is wrong with the settings. */
function orReason(job) {
  host.called = true;
  try {
    job();
  } catch (error) {
    throw error instanceof Error ? error.message : String(error);
  }
}

/** The engine writes the message alone, so the error's name goes there, and the line of the author's source. */
function named(error) {
  if (!(error instanceof Error)) return new Error(`${String(error)} was thrown, which is no Error`);
  const place = placeOf(error.stack ?? "");
  error.message = `${error.name}: ${error.message}${place === undefined ? "" : ` (${place})`}`;
  return error;
}

/** The innermost line of the author's; `plugin build` puts the table there. */
function placeOf(stack) {
  const { sources, lines } = globalThis.OCPP_PLUGIN_LINES ?? { sources: [], lines: "" };
  const places = lines.split(",");
  for (const [, line] of stack.matchAll(/\/build\/plugin\.js:(\d+)/g)) {
    const [source, number] = (places[Number(line) - 1] ?? "").split(":");
    if (number !== undefined) return `${sources[source]}:${number}`;
  }
  return undefined;
}

const at = (level) => (...parts) => log.log(level, parts.map(written).join(" "));

function written(part) {
  if (typeof part === "string") return part;
  return part instanceof Error ? `${part.name}: ${part.message}` : (JSON.stringify(part) ?? String(part));
}

// QuickJS has no console.
globalThis.console ??= {
  trace: at("trace"),
  debug: at("debug"),
  log: at("debug"),
  info: at("info"),
  warn: at("warn"),
  error: at("error"),
};
