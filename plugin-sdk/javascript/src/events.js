// The capability `events`: events of the plugin's own.
import { events as host } from "#host";
import { asked } from "./errors.js";

export function emit(chargePoint, kind, payload) {
  asked(() => host.emit(chargePoint, kind, JSON.stringify(payload)));
}
