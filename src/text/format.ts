import type { ByteUnitSetting, TimeUnitSetting } from "#contract/settings.ts";
import type { Locale } from "./locale.ts";
import { scaleBytes, scaleNanos, unitFamily, type Scaled } from "./units.ts";

/** Which units the user wants. */
export interface UnitChoice {
  readonly byteUnit: ByteUnitSetting;
  readonly timeUnit: TimeUnitSetting;
}

/** A value of a profile: int64, as a number where that is exact. */
export type Int = number | bigint;

/**
 * Numbers as people read them, in one language. "exact" texts carry every digit: they are for hover
 * and copies.
 */
export interface Format {
  readonly locale: Locale;
  /** `1,204`. */
  readonly count: (value: Int) => string;
  /** `67.4%`, `<0.01%`, `0%`; `ratio` 1 = all. */
  readonly share: (ratio: number) => string;
  /** Two decimals always, for columns. */
  readonly shareColumn: (ratio: number) => string;
  /** `115.2 MB`, `1.10 s`, `812`: a value with a pprof unit. */
  readonly value: (value: Int, unit: string) => string;
  /** As `value`, with two decimals, for columns. */
  readonly valueColumn: (value: Int, unit: string) => string;
  /** `120,795,955 bytes`. */
  readonly exact: (value: Int, unit: string) => string;
  readonly bytes: (bytes: number) => string;
  readonly duration: (nanos: Int) => string;
  readonly dateTime: (epochMillis: number) => string;
}

const UNITLESS = new Set(["", "count", "counts"]);

/** Makes the formats of a language; keep the result, the underlying formatters are slow to make. */
export function createFormat(locale: Locale, units: UnitChoice): Format {
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = [0, 1, 2].map(
    (digits) =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        // `3 s`, not `3.00 s`: whole numbers are without decimals, as pprof prints them.
        trailingZeroDisplay: "stripIfInteger",
      }),
  );
  const percents = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const dates = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
  });

  const scaled = (
    { amount, unit, isWhole }: Scaled,
    digits: number,
  ): string => {
    const text = isWhole
      ? integer.format(amount)
      : decimals[digits].format(amount);
    return `${text} ${unit}`;
  };
  const scale = (value: Int, unit: string): Scaled | null => {
    const family = unitFamily(unit);
    if (family === null) return null;
    const amount = Number(value) * family.factor;
    return family.kind === "bytes"
      ? scaleBytes(amount, units.byteUnit)
      : scaleNanos(amount, units.timeUnit);
  };
  const plain = (value: Int, unit: string): string =>
    UNITLESS.has(unit)
      ? integer.format(value)
      : `${integer.format(value)} ${unit}`;

  const format: Format = {
    locale,
    count: (value) => integer.format(value),
    share: (ratio) => {
      const percent = Math.abs(ratio) * 100;
      if (percent === 0 || !Number.isFinite(percent)) return "0%";
      if (percent < 0.01) return "<0.01%";
      if (percent >= 99.95 && percent < 100.05) return "100%";
      return `${decimals[percent < 10 ? 2 : 1].format(percent)}%`;
    },
    shareColumn: (ratio) => {
      const percent = Number.isFinite(ratio) ? Math.abs(ratio) * 100 : 0;
      return `${percents.format(percent)}%`;
    },
    value: (value, unit) => {
      const parts = scale(value, unit);
      if (parts === null) return plain(value, unit);
      return parts.amount === 0 ? "0" : scaled(parts, 1);
    },
    valueColumn: (value, unit) => {
      const parts = scale(value, unit);
      if (parts === null) return plain(value, unit);
      return parts.amount === 0 ? "0" : scaled(parts, 2);
    },
    exact: plain,
    bytes: (bytes) => scaled(scaleBytes(bytes, units.byteUnit), 1),
    duration: (nanos) => scaled(scaleNanos(Number(nanos), "auto"), 1),
    dateTime: (epochMillis) => dates.format(epochMillis),
  };
  return format;
}
