// The capability `time`: local time by the names of zones. The engine has no Intl and no zones of its own.
import { time as host } from "#host";
import { asked } from "./errors.js";

/** A moment as the clocks of a zone show it. */
export function local(at, zone) {
  const found = asked(() => host.toLocal(text(at), zone));
  const { text: shown, offset, weekday, secondOfDay, summer, abbreviation, nextChange } = found;
  return { text: shown, offset, weekday, secondOfDay, summer, abbreviation, nextChange: nextChange ?? null };
}

/** The moments at which the clocks of a zone show a time. */
export function moments(shown, zone) {
  return Array.from(asked(() => host.fromLocal(shown, zone)));
}

function text(at) {
  return typeof at === "string" ? at : new Date(at).toISOString();
}
