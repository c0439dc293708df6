// What a session costs: a line for each thing that was used under each row of prices, each rounded, and
// their sum. A session that still runs has a bill too: the running cost.
import { divide, format, parse, rescale, trimmed } from "./decimal.js";
import type { Session } from "./session.js";
import type { Prices, Tariff, Terms } from "./settings.js";

export interface Line {
  item: "session" | "energy" | "charging time" | "idle time" | "minimum";
  /** When these prices hold. */
  when?: string;
  /** kWh, or seconds. */
  quantity?: string;
  unit?: "kWh" | "s";
  /** Of one kWh, or of one minute. */
  price?: string;
  per?: "kWh" | "min";
  amount: string;
}

export interface Bill {
  chargePoint: string;
  transaction: string;
  version: string;
  evse: number | null;
  connector: number | null;
  idTag: string | null;
  group: string | null;
  tariff: string;
  startedAt: string;
  endedAt: string;
  energyKwh: string;
  chargingSeconds: string;
  /** Beyond the free ones. */
  idleSeconds: string;
  freeIdleSeconds: string;
  lines: Line[];
  currency: string;
  total: string;
  notes: string[];
}

/** Millionths of a Wh in a kWh, and its digits after the point. */
const KWH = 10n ** 9n;
const KWH_DIGITS = 9;
const MINUTE = 60_000n;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** The bill so far; undefined while it is not known which tariff holds. */
export function bill(session: Session): Bill | undefined {
  const { tariff, used } = session;
  if (!tariff) return undefined;
  const sum = (quantity: (row: (typeof used)[number]) => bigint) => used.map(quantity).reduce((a, b) => a + b, 0n);
  const energy = sum((row) => BigInt(row.energy));
  const free = energy < rescale(decimal(tariff.free_below_kwh), KWH_DIGITS, "half-up");
  const refused = session.refused !== undefined && !tariff.bill_refused;
  const lines = free || refused ? [] : priced(session, tariff);
  const seconds = (milliseconds: bigint) => trimmed(milliseconds, 3);
  const { chargePoint, transaction, version, evse, connector, idTag, group } = session;
  return {
    ...{ chargePoint, transaction, version, evse, connector, idTag, group },
    tariff: tariff.id,
    startedAt: new Date(session.begin).toISOString(),
    endedAt: new Date(session.end ?? session.at).toISOString(),
    energyKwh: trimmed(energy, KWH_DIGITS),
    chargingSeconds: seconds(sum((row) => BigInt(row.charging))),
    idleSeconds: seconds(sum((row) => BigInt(row.idle))),
    freeIdleSeconds: seconds(BigInt(session.freeIdle)),
    lines,
    currency: tariff.currency,
    total: total(lines, tariff),
    notes: [
      ...session.notes,
      ...(free ? [`less than ${tariff.free_below_kwh} kWh is free`] : []),
      ...(refused ? [`the driver was not accepted (${session.refused}): nothing is billed`] : []),
    ],
  };
}

function priced({ used }: Session, tariff: Tariff & Terms): Line[] {
  const money = inMoney(tariff);
  const rows = tariff.prices.flatMap((prices, index) => {
    const { energy = "0", charging = 0, idle = 0 } = used[index] ?? {};
    const when = tariff.prices.length > 1 ? label(prices) : "always";
    return [
      ...line("energy", { when, quantity: BigInt(energy), price: prices.energy }, tariff),
      ...line("charging time", { when, quantity: BigInt(charging), price: prices.minute }, tariff),
      ...line("idle time", { when, quantity: BigInt(idle), price: prices.idle_minute }, tariff),
    ];
  });
  const fee: Line = { item: "session", amount: money(tariff.session_fee) };
  const lines = zero(tariff.session_fee) ? rows : [fee, ...rows];
  const missing = units(money(tariff.minimum), tariff) - sum(lines, tariff);
  return missing > 0n ? [...lines, { item: "minimum", amount: format(missing, tariff.decimals) }] : lines;
}

/** No line for nothing; energy has one even where it costs nothing. */
function line(
  item: "energy" | "charging time" | "idle time",
  { when, quantity, price }: { when: string; quantity: bigint; price: string },
  { decimals, rounding }: Terms,
): Line[] {
  const isEnergy = item === "energy";
  if (quantity === 0n || (zero(price) && !isEnergy)) return [];
  const { units, scale } = decimal(price);
  const per = (isEnergy ? KWH : MINUTE) * 10n ** BigInt(scale);
  const amount = format(divide(units * quantity * 10n ** BigInt(decimals), per, rounding), decimals);
  return isEnergy
    ? [{ item, when, quantity: trimmed(quantity, KWH_DIGITS), unit: "kWh", price, per: "kWh", amount }]
    : [{ item, when, quantity: trimmed(quantity, 3), unit: "s", price, per: "min", amount }];
}

function total(lines: Line[], terms: Terms): string {
  return format(sum(lines, terms), terms.decimals);
}

function sum(lines: Line[], terms: Terms): bigint {
  return lines.map(({ amount }) => units(amount, terms)).reduce((a, b) => a + b, 0n);
}

function units(text: string, { decimals, rounding }: Terms): bigint {
  return rescale(decimal(text), decimals, rounding);
}

function inMoney(terms: Terms): (text: string) => string {
  return (text) => format(units(text, terms), terms.decimals);
}

function zero(text: string): boolean {
  return decimal(text).units === 0n;
}

/** The settings were checked when the session began. */
function decimal(text: string) {
  const read = parse(text);
  if (!read) throw new Error(`${text} is no number`);
  return read;
}

function label({ from, to, days }: Prices): string {
  const time = (minutes: number) => `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  const hours = from === undefined || to === undefined ? [] : [`${time(from)}-${time(to)}`];
  const names = days ? [days.map((day) => DAYS[day]).join(" ")] : [];
  return [...names, ...hours].join(" ") || "otherwise";
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
