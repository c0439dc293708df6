import type * as v16 from "./types/v16.js";
import type * as v201 from "./types/v201.js";
import type * as v21 from "./types/v21.js";

/** What charge points send, by version and action: the request, and the response that they get. */
export interface Calls {
  "1.6": v16.Calls;
  "2.0.1": v201.Calls;
  "2.1": v21.Calls;
}

/** The OCPP version of a connection. */
export type Version = keyof Calls;

/** An action that a central system of any version sends. */
export type CommandAction = keyof v16.Commands | keyof v201.Commands | keyof v21.Commands;

/** The request of such an action, in whichever version has it. */
export type CommandPayload<A extends CommandAction> =
  | RequestOf<v16.Commands, A>
  | RequestOf<v201.Commands, A>
  | RequestOf<v21.Commands, A>;

type RequestOf<Commands, A> = A extends keyof Commands ? (Commands[A] extends { request: infer R } ? R : never) : never;
