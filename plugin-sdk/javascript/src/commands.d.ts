import type { CommandAction, CommandPayload } from "./versions.js";

/**
 * Sends a CALL to a charge point, and gives the command's id. It leaves when this call's outcome is used;
 * nobody waits for its answer. What becomes of it is the event `command.answered`, with this id in the
 * attribute `command`. `whenAway` says what becomes of it if the charge point is not connected.
 */
export function send<A extends CommandAction>(
  chargePoint: string,
  action: A,
  payload: CommandPayload<A>,
  options?: { whenAway?: "refuse" | "wait" },
): string;
