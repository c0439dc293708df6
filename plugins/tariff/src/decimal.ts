// Exact decimals: a whole number of units, and how many of its digits stand after the point.

export interface Decimal {
  units: bigint;
  scale: number;
}

/** What becomes of the digits that do not fit. */
export const ROUNDINGS = ["half-up", "half-even", "up", "down"] as const;
export type Rounding = (typeof ROUNDINGS)[number];

const FORM = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** A number as it is written, such as `-12.50` or `1e-7`; undefined if it is none. */
export function parse(text: string): Decimal | undefined {
  const [, sign, whole, fraction = "", exponent = "0"] = FORM.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const units = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * power(-scale), scale: 0 } : { units, scale };
}

/** The units that a decimal has with another number of digits after the point. */
export function rescale({ units, scale }: Decimal, digits: number, rounding: Rounding): bigint {
  return divide(units * power(digits), power(scale), rounding);
}

/** A quotient as a whole number. */
export function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  const twice = absolute(rest) * 2n - absolute(divisor);
  switch (rounding) {
    case "down":
      return quotient;
    case "up":
      return quotient + away;
    case "half-up":
      return twice >= 0n ? quotient + away : quotient;
    case "half-even":
      return twice > 0n || (twice === 0n && quotient % 2n !== 0n) ? quotient + away : quotient;
  }
}

/** As text, with all digits after the point. */
export function format(units: bigint, digits: number): string {
  const text = absolute(units).toString().padStart(digits + 1, "0");
  const point = text.length - digits;
  const fraction = digits > 0 ? `.${text.slice(point)}` : "";
  return `${units < 0n ? "-" : ""}${text.slice(0, point)}${fraction}`;
}

/** As text, without the zeros at its end. */
export function trimmed(units: bigint, digits: number): string {
  const text = format(units, digits);
  return digits > 0 ? text.replace(/\.?0+$/, "") : text;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function power(digits: number): bigint {
  return 10n ** BigInt(digits);
}
