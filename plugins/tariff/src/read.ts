// Readers for settings: each takes a value and the path to it, and gives what the plugin works with, or says
// what is wrong where.
import { parse } from "./decimal.js";

export type Reader<T> = (value: unknown, path: string) => T;

export function wrong(path: string, expected: string): never {
  throw new Error(`\`${path}\` is not ${expected}`);
}

/** A table; a key that it does not know is wrong. */
export function object<T>(members: { [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(path || "settings", "a table");
    const found = value as { [key: string]: unknown };
    const strange = Object.keys(found).find((key) => !(key in members));
    if (strange !== undefined) throw new Error(`\`${join(path, strange)}\` is no key of this plugin`);
    const read = (key: string) => [key, members[key as keyof T](found[key], join(path, key))];
    return Object.fromEntries(Object.keys(members).map(read)) as T;
  };
}

export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) return wrong(path, "a list with something in it");
    return value.map((item, index) => reader(item, `${path}[${index}]`));
  };
}

export function optional<T, D>(reader: Reader<T>, otherwise: D): Reader<T | D> {
  return (value, path) => (value === undefined ? otherwise : reader(value, path));
}

export function word<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, path) => words.find((each) => each === value) ?? wrong(path, `one of ${words.join(", ")}`);
}

export const text: Reader<string> = (value, path) =>
  typeof value === "string" && value !== "" ? value : wrong(path, "a text");

export const flag: Reader<boolean> = (value, path) =>
  typeof value === "boolean" ? value : wrong(path, "true or false");

export function whole(least: number, most: number): Reader<number> {
  return (value, path) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : wrong(path, `a whole number from ${least} to ${most}`);
}

/** An amount that is not negative; kept as it is written. */
export const amount: Reader<string> = (value, path) => {
  const written = typeof value === "number" ? String(value) : value;
  const read = typeof written === "string" ? parse(written) : undefined;
  return read && read.units >= 0n ? String(written) : wrong(path, 'a number such as "0.49", not below zero');
};

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}
