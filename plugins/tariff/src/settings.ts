// What the operator sets: the currency, the local time, and the tariffs in the order in which they are tried.
import { settings } from "@ocpp-central/plugin";
import { ROUNDINGS } from "./decimal.js";
import type { Rounding } from "./decimal.js";
import { amount, flag, list, object, optional, text, whole, word, wrong } from "./read.js";
import type { Reader } from "./read.js";
import type { Yearly, Zone } from "./zone.js";

/** Prices that hold at some times of the week; all are decimal texts. */
export interface Prices {
  /** Minutes since local midnight; `from` above `to` goes over midnight. */
  from?: number;
  to?: number;
  /** Local days, 0 is Sunday; without them, all. */
  days?: number[];
  /** Per kWh. */
  energy: string;
  /** Per minute that is not idle. */
  minute: string;
  /** Per idle minute beyond the free ones. */
  idle_minute: string;
}

/** How a station learns the running cost. */
export type RunningCost = "response" | "command" | "both" | "none";

export interface Tariff {
  id: string;
  charge_points: string[];
  groups: string[] | undefined;
  session_fee: string;
  minimum: string;
  free_below_kwh: string;
  idle_free_minutes: number;
  running_cost: RunningCost;
  running_cost_seconds: number;
  prices: Prices[];
}

/** What a bill is made with. */
export interface Terms {
  currency: string;
  decimals: number;
  rounding: Rounding;
  time_zone: Zone;
  bill_refused: boolean;
}

export interface Settings extends Terms {
  keep_days: number;
  most_hours: number;
  tariffs: Tariff[];
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKS = ["first", "second", "third", "fourth", "last"];
const MONTHS =
  "January February March April May June July August September October November December".split(" ");

/** A time of day in minutes; 24:00 is the end of the day. */
const clock: Reader<number> = (value, path) => {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(String(value)) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= 24 * 60 ? total : wrong(path, 'a time of day such as "22:00"');
};

const offset: Reader<number> = (value, path) => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(String(value)) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return total <= 15 * 60 ? (sign === "-" ? -total : total) : wrong(path, 'an offset such as "+01:00"');
};

const yearly: Reader<Yearly> = (value, path) => {
  const [, week, weekday, month, time] = /^(\w+) (\w+) of (\w+), (\d\d:\d\d)$/.exec(String(value)) ?? [];
  const found = {
    week: WEEKS.indexOf(week ?? ""),
    weekday: WEEKDAYS.indexOf(weekday ?? ""),
    month: MONTHS.indexOf(month ?? ""),
  };
  if (Math.min(...Object.values(found)) < 0) return wrong(path, 'such as "last Sunday of March, 02:00"');
  return { ...found, week: found.week === 4 ? -1 : found.week + 1, minutes: clock(time, path) };
};

const day: Reader<number> = (value, path) => DAYS.indexOf(word(...DAYS)(value, path));

const prices: Reader<Prices> = (value, path) => {
  const read = object<Prices>({
    from: optional(clock, undefined),
    to: optional(clock, undefined),
    days: optional(list(day), undefined),
    energy: optional(amount, "0"),
    minute: optional(amount, "0"),
    idle_minute: optional(amount, "0"),
  })(value, path);
  if ((read.from === undefined) !== (read.to === undefined)) return wrong(path, "right: `from` and `to` go together");
  if (read.from !== undefined && read.from === read.to) return wrong(path, "right: `from` and `to` are the same");
  return read;
};

/** The last prices hold whenever no others do, so that every moment has a price. */
const week: Reader<Prices[]> = (value, path) => {
  const read = list(prices)(value, path);
  const last = read[read.length - 1];
  return last?.from === undefined && last?.days === undefined
    ? read
    : wrong(path, "complete: the last prices have neither `from` and `to` nor `days`");
};

const tariff = object<Tariff>({
  id: text,
  charge_points: optional(list(text), ["*"]),
  groups: optional(list(text), undefined),
  session_fee: optional(amount, "0"),
  minimum: optional(amount, "0"),
  free_below_kwh: optional(amount, "0"),
  idle_free_minutes: optional(whole(0, 10_000), 0),
  running_cost: optional(word("response", "command", "both", "none"), "response" as const),
  running_cost_seconds: optional(whole(0, 86_400), 60),
  prices: week,
});

const zone = object<Zone>({
  offset,
  summer: optional(object({ offset, begins: yearly, ends: yearly }), undefined),
});

const all = object<Settings>({
  currency: text,
  decimals: optional(whole(0, 6), 2),
  rounding: optional(word(...ROUNDINGS), "half-up" as const),
  time_zone: optional(zone, { offset: 0 }),
  keep_days: optional(whole(0, 10_000), 400),
  most_hours: optional(whole(1, 8_760), 168),
  bill_refused: optional(flag, false),
  tariffs: list(tariff),
});

export function read(): Settings {
  return settings.read(check);
}

function check(value: { [member: string]: unknown }): Settings {
  return all(value, "");
}

/** The tariffs that drivers may have at a charge point, each with its place: who has which, their groups say. */
export function possible({ tariffs }: Settings, chargePoint: string): { place: number; tariff: Tariff }[] {
  const here = tariffs
    .map((tariff, place) => ({ place, tariff }))
    .filter(({ tariff }) => tariff.charge_points.some((pattern) => fits(pattern, chargePoint)));
  // Behind one for everybody comes none.
  const last = here.findIndex(({ tariff }) => !tariff.groups);
  return last < 0 ? here : here.slice(0, last + 1);
}

/** Whether a tariff is for the drivers of a group. */
export function fitsGroup({ groups }: Tariff, group: string | undefined): boolean {
  return !groups || (group !== undefined && groups.includes(group));
}

/** `*` is any text, `?` one character. */
function fits(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\/]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "su").test(name);
}
