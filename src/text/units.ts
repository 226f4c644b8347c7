import type { ByteUnitSetting, TimeUnitSetting } from "#contract/settings.ts";

/** An amount in a unit chosen for reading. */
export interface Scaled {
  readonly amount: number;
  readonly unit: string;
  /** True for the smallest unit, whose amounts are whole numbers. */
  readonly isWhole: boolean;
}

/** What a pprof unit measures; `factor` turns it into bytes or nanoseconds. */
export interface UnitFamily {
  readonly kind: "bytes" | "time";
  readonly factor: number;
}

const KIB = 1024;
const MICRO = 1e3;
const MILLI = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Spellings that pprof reads (internal/measurement: UnitTypes), without a plural s. */
const FAMILIES: ReadonlyMap<string, UnitFamily> = new Map(
  (
    [
      ["bytes", 1, ["b", "byte"]],
      ["bytes", KIB, ["kb", "kbyte", "kilobyte"]],
      ["bytes", KIB ** 2, ["mb", "mbyte", "megabyte"]],
      ["bytes", KIB ** 3, ["gb", "gbyte", "gigabyte"]],
      ["bytes", KIB ** 4, ["tb", "tbyte", "terabyte"]],
      ["bytes", KIB ** 5, ["pb", "pbyte", "petabyte"]],
      ["time", 1, ["ns", "nanosecond"]],
      ["time", MICRO, ["us", "μs", "µs", "microsecond"]],
      ["time", MILLI, ["ms", "millisecond"]],
      ["time", SECOND, ["s", "sec", "second"]],
      ["time", HOUR, ["hr", "hour"]],
      ["time", 24 * HOUR, ["day"]],
      ["time", 7 * 24 * HOUR, ["week"]],
      ["time", 365 * 24 * HOUR, ["year"]],
    ] as const
  ).flatMap(([kind, factor, names]) =>
    names.map((name): [string, UnitFamily] => [name, { kind, factor }]),
  ),
);

/** The family of a unit as profiles spell it; null for counts and units nobody can convert. */
export function unitFamily(unit: string): UnitFamily | null {
  const lower = unit.toLowerCase();
  const known = FAMILIES.get(lower);
  if (known !== undefined) return known;
  return lower.length > 2 && lower.endsWith("s")
    ? (FAMILIES.get(lower.slice(0, -1)) ?? null)
    : null;
}

type Step<Name> = readonly [name: Name, size: number, label: string];

const BYTE_STEPS: readonly Step<ByteUnitSetting | "TB" | "PB">[] = [
  ["B", 1, "B"],
  ["kB", KIB, "kB"],
  ["MB", KIB ** 2, "MB"],
  ["GB", KIB ** 3, "GB"],
  ["TB", KIB ** 4, "TB"],
  ["PB", KIB ** 5, "PB"],
];

const TIME_STEPS: readonly Step<TimeUnitSetting | "min" | "h">[] = [
  ["ns", 1, "ns"],
  ["us", MICRO, "µs"],
  ["ms", MILLI, "ms"],
  ["s", SECOND, "s"],
  ["min", MINUTE, "min"],
  ["h", HOUR, "h"],
];

function scaleBy<Name extends string>(
  amount: number,
  steps: readonly Step<Name>[],
  wanted: string,
): Scaled {
  const chosen =
    steps.find(([name]) => name === wanted) ??
    steps.findLast(([, size]) => Math.abs(amount) >= size) ??
    steps[0];
  const [, size, label] = chosen;
  return { amount: amount / size, unit: label, isWhole: size === 1 };
}

/** Bytes in powers of 1024, named as pprof names them. */
export function scaleBytes(bytes: number, unit: ByteUnitSetting): Scaled {
  return scaleBy(bytes, BYTE_STEPS, unit);
}

/** Nanoseconds in the largest unit that leaves at least 1. */
export function scaleNanos(nanos: number, unit: TimeUnitSetting): Scaled {
  return scaleBy(nanos, TIME_STEPS, unit);
}
