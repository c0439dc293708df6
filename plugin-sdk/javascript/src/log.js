// The capability `log`: the server's log.
import { log as host } from "#host";

export const trace = (message) => host.log("trace", message);
export const debug = (message) => host.log("debug", message);
export const info = (message) => host.log("info", message);
export const warn = (message) => host.log("warn", message);
export const error = (message) => host.log("error", message);
