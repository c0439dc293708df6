/** Lifetime of a value in seconds; without one it stays. */
export interface Lifetime {
  ttl?: number;
}

/** The text under a key; undefined if it is absent or has expired. */
export function get(key: string): string | undefined;
/** The same as bytes. */
export function getBytes(key: string): Uint8Array | undefined;
/** The same as parsed JSON; the type is only claimed. */
export function getJson<T>(key: string): T | undefined;

/** Sets a key. */
export function put(key: string, value: string | Uint8Array, options?: Lifetime): void;
/** Sets a key to a value's JSON. */
export function putJson(key: string, value: unknown, options?: Lifetime): void;

/**
 * Sets a key if it holds `expected` (undefined: if it is absent), and says whether it did. If another
 * call changes the key before this one is stored, this call is repeated.
 */
export function compareAndSwap(
  key: string,
  expected: string | Uint8Array | undefined,
  value: string | Uint8Array,
  options?: Lifetime,
): boolean;

declare function remove(key: string): void;
/** Removes a key. */
export { remove as delete };

/** At most `limit` (at most 1,000) keys that begin with `prefix`, in byte order, after `after`. */
export function list(prefix: string, options?: { after?: string; limit?: number }): string[];
/** All keys that begin with `prefix`, in byte order; each thousand is one operation. */
export function keys(prefix: string): IterableIterator<string>;

/**
 * Adds to the number under a key (absent counts as 0) and gives the sum, exact to 2^53. Calls that run at
 * the same time never lose each other's addition, but each sees its own sum only; where the sum decides,
 * use `compareAndSwap`. `ttl` counts from the addition that makes the key.
 */
export function increment(key: string, by?: number, options?: Lifetime): number;
