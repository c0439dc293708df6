// The server's account of a session that has ended: it has seen every reading, in whatever order they came, and says
// what is in doubt. Where what was followed here says something else, the account counts.
import { rowAt } from "./bands.js";
import { millionths } from "./meter.js";
import { note, reckonings } from "./session.js";
import type { Reckoning, Session } from "./session.js";

/** What the server says of a session's energy; without it the plugin counts what it followed. */
export interface Account {
  /** Wh; null: it cannot be known. */
  energyWh?: string | null;
  energySource?: string | null;
  doubts?: string[];
  authorization?: string | null;
}

/** Makes a session's energy and minutes what the server's account says of them. */
export function settle(session: Session, { energyWh, energySource, doubts = [], authorization }: Account): void {
  if (doubts.includes("refused-driver")) session.refused = authorization ?? "refused";
  if (doubts.includes("clock-contradiction")) {
    for (const reckoning of reckonings(session)) {
      for (const row of reckoning.used) [row.charging, row.idle] = [0, 0];
      reckoning.freeIdle = 0;
    }
    note(session, "its times contradict each other: no minutes are counted");
  }
  // Where the server does not say what it rests on, it knows no more than the plugin.
  if (energyWh === undefined || energySource === undefined || !session.tariff) return;
  const energy = energyWh === null ? 0n : (millionths(energyWh) ?? 0n);
  const known = doubts.filter((doubt) => doubt !== "refused-driver");
  if (energyWh === null) note(session, `its energy is not known (${known.join(", ")})`);
  else if (known.length > 0) note(session, `its energy is in doubt (${known.join(", ")})`);
  for (const reckoning of reckonings(session)) divide(reckoning, session.end ?? session.at, energy);
}

/** Divides an energy among the rows as what was followed is divided. */
function divide({ tariff, used }: Reckoning, end: number, energy: bigint): void {
  const followed = used.reduce((sum, row) => sum + BigInt(row.energy), 0n);
  if (!tariff || followed === energy) return;
  let rest = energy;
  for (const row of used) {
    const part = followed > 0n ? (BigInt(row.energy) * energy) / followed : 0n;
    row.energy = String(part);
    rest -= part;
  }
  // What is left by dividing, or all of it, is where the session ended.
  const last = used[rowAt(tariff.prices, tariff.time_zone, end)];
  if (last) last.energy = String(BigInt(last.energy) + rest);
}
