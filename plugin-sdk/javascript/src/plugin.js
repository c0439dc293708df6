// A plugin's definition, and the way from the contract's exports to its functions. Knows no host.
import { CallError } from "./errors.js";
import { toContract, toRequest } from "./endpoint.js";

const MEMBERS = ["actions", "events", "schedules", "http", "settings"];

/** The definition as it is. A member with a typing error fails the build, which runs this. */
export function definePlugin(definition) {
  const strange = Object.keys(definition).find((member) => !MEMBERS.includes(member));
  if (strange !== undefined) throw new Error(`definePlugin has no member "${strange}"; it has ${MEMBERS.join(", ")}`);
  return definition;
}

/** The export `handler`. */
export function handle(plugin, context, action, texts) {
  const name = `OCPP ${context.version} ${action}`;
  const decide = wanted(plugin.actions?.[context.version]?.[action], `the action ${name}`);
  const call = { ...origin(context), action, request: parsed(texts.payload, `the request of ${name}`) };
  const response = parsed(texts.proposed, `the proposed response of ${name}`);
  try {
    return outcome(decide(call, response) ?? response, texts.proposed);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { code, message, details } = error;
    return { tag: "call-error", val: { code, description: message, details: JSON.stringify(details) } };
  }
}

/** The export `observer`. */
export function onEvent(plugin, context, kind, payload) {
  const told = wanted(plugin.events?.[kind], `the event ${kind}`);
  const event = { ...origin(context), kind, payload: parsed(payload, `the payload of ${kind}`) };
  told({ ...event, id: event.attributes.event ?? "" });
}

/** The export `timer`. */
export function onTick(plugin, context, name) {
  wanted(plugin.schedules?.[name], `the schedule ${name}`)({ ...origin(context), name });
}

/** The export `settings-check`: in this call the settings that are asked about are those that the plugin reads. */
export function checkSettings(plugin) {
  wanted(plugin.settings, "settings")();
}

/** The export `http`. */
export function onRequest(plugin, request) {
  return toContract(wanted(plugin.http, "http")(toRequest(request)));
}

/** The function for something; it must not be async, as nothing waits for it. */
function wanted(found, what) {
  if (typeof found !== "function") {
    throw new Error(`plugin.toml asks for ${what}, but definePlugin has no function for it`);
  }
  return (...given) => {
    const result = found(...given);
    if (typeof result?.then !== "function") return result;
    throw new Error(`the function for ${what} is async: nothing in a plugin can wait`);
  };
}

function origin(context) {
  return { ...context, attributes: Object.fromEntries(context.attributes) };
}

/** The two texts mostly are equal; if not, the host may only write JSON in another way than we do. */
function outcome(response, proposed) {
  const text = JSON.stringify(response);
  if (text === proposed || text === JSON.stringify(JSON.parse(proposed))) return { tag: "keep" };
  return { tag: "replace", val: text };
}

function parsed(text, what) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${what} is no JSON: ${error.message}`);
  }
}
