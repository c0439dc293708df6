// What a plugin imports.
export * as commands from "./commands.js";
export * as directory from "./directory.js";
export * as events from "./events.js";
export * as log from "./log.js";
export * as settings from "./settings.js";
export * as state from "./state.js";
export * as time from "./time.js";
export { CallError, HostError, NotNow, fail } from "./errors.js";
export { definePlugin } from "./plugin.js";
export * as respond from "./respond.js";
