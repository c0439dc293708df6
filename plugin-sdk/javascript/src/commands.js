// The capability `commands`: CALLs to charge points.
import { commands as host } from "#host";
import { asked } from "./errors.js";

export function send(chargePoint, action, payload, { whenAway = "refuse" } = {}) {
  return asked(() => host.send(chargePoint, action, JSON.stringify(payload), whenAway));
}
