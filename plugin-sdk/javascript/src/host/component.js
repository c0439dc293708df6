// The host's functions inside a component: the imports of the contract. They are there in a call alone, and
// not while the plugin is built, which runs the top level of its modules: a trap there would name no cause.
import * as commandsImport from "ocpp:plugin/commands@0.1.0";
import * as directoryImport from "ocpp:plugin/directory@0.1.0";
import * as eventsImport from "ocpp:plugin/events@0.1.0";
import * as logImport from "ocpp:plugin/log@0.1.0";
import * as settingsImport from "ocpp:plugin/settings@0.1.0";
import * as stateImport from "ocpp:plugin/state@0.1.0";
import * as timeImport from "ocpp:plugin/time@0.1.0";

/** Set by the first call. */
export const host = { called: false };

export const commands = guarded(commandsImport, "commands");
export const directory = guarded(directoryImport, "directory");
export const events = guarded(eventsImport, "events");
export const log = guarded(logImport, "log");
export const settings = guarded(settingsImport, "settings");
export const state = guarded(stateImport, "state");
export const time = guarded(timeImport, "time");

function guarded(functions, name) {
  const guard = ([member, ask]) => [
    member,
    (...given) => {
      if (host.called) return ask(...given);
      throw new Error(`${name} was used outside of a function: there is no server while a plugin is built`);
    },
  ];
  return Object.fromEntries(Object.entries(functions).filter(([, ask]) => typeof ask === "function").map(guard));
}
