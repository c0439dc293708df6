/** Each step. */
export function trace(message: string): void;
/** For the author. `console.log` does the same. */
export function debug(message: string): void;
/** For the operator. */
export function info(message: string): void;
/** Something is not as it should be, and the plugin goes on. */
export function warn(message: string): void;
/** The plugin cannot do its job. */
export function error(message: string): void;
