// What the operator may set.
import { settings } from "@ocpp-central/plugin";

export interface Settings {
  /** The connectors that may be used; undefined: all. */
  allow?: number[];
  /** Starts per tag; undefined: no limit. */
  most?: number;
  greeting: string;
}

export function read(): Settings {
  return settings.read(check);
}

function check({ allow, most, greeting = "hello" }: { [member: string]: unknown }): Settings {
  if (allow !== undefined && !(Array.isArray(allow) && allow.every(Number.isInteger))) {
    throw new Error("`allow` is a list of connectors");
  }
  if (most !== undefined && !Number.isInteger(most)) throw new Error("`most` is a whole number");
  if (typeof greeting !== "string") throw new Error("`greeting` is a text");
  return { allow, most: most as number | undefined, greeting };
}
