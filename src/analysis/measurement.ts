/** Units and scaling of pprof (internal/measurement/measurement.go; rule O4). */
import type { Int64 } from "#base/int64.ts";
import { encodeUtf8 } from "#profile/utf8.ts";

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  readonly defaultUnit: Unit;
  /** Finest first. */
  readonly units: readonly Unit[];
}

function unit(name: string, factor: number, ...aliases: string[]): Unit {
  return { name, aliases, factor };
}

const BYTE = unit("B", 1, "b", "byte");

const FAMILIES: readonly UnitFamily[] = [
  {
    defaultUnit: BYTE,
    units: [
      BYTE,
      unit("kB", 2 ** 10, "kb", "kbyte", "kilobyte"),
      unit("MB", 2 ** 20, "mb", "mbyte", "megabyte"),
      unit("GB", 2 ** 30, "gb", "gbyte", "gigabyte"),
      unit("TB", 2 ** 40, "tb", "tbyte", "terabyte"),
      unit("PB", 2 ** 50, "pb", "pbyte", "petabyte"),
    ],
  },
  {
    defaultUnit: unit("s", 1e9),
    units: [
      unit("ns", 1, "ns", "nanosecond"),
      unit("us", 1e3, "μs", "us", "microsecond"),
      unit("ms", 1e6, "ms", "millisecond"),
      unit("s", 1e9, "s", "sec", "second"),
      unit("hrs", 3600e9, "hour", "hr"),
    ],
  },
  {
    defaultUnit: unit("GCU", 1),
    units: [
      unit("n*GCU", 1e-9, "nanogcu"),
      unit("u*GCU", 1e-6, "microgcu"),
      unit("m*GCU", 1e-3, "milligcu"),
      unit("GCU", 1, "gcu"),
      unit("k*GCU", 1e3, "kilogcu"),
      unit("M*GCU", 1e6, "megagcu"),
      unit("G*GCU", 1e9, "gigagcu"),
      unit("T*GCU", 1e12, "teragcu"),
      unit("P*GCU", 1e15, "petagcu"),
    ],
  },
];

/** Unit of a family by any of its names: case does not matter, nor a plural s after two bytes. */
function findUnit(family: UnitFamily, name: string): Unit | undefined {
  let alias = name.toLowerCase();
  // len() counts bytes: `μs` is three, loses its s and is found nowhere. So pprof, so we.
  if (encodeUtf8(alias).length > 2 && alias.endsWith("s")) {
    alias = alias.slice(0, -1);
  }
  return family.units.find((candidate) => candidate.aliases.includes(alias));
}

/** A value in `unit`; "" where the unit is not worth printing. */
export interface ScaledValue {
  readonly value: number;
  readonly unit: string;
}

/** Largest unit that keeps the value (in base units) at 1 or more, the default unit below that. */
function autoScale(family: UnitFamily, value: number): ScaledValue {
  let best: Unit | undefined;
  for (const candidate of family.units) {
    if (
      candidate.factor >= (best?.factor ?? 0) &&
      value / candidate.factor >= 1
    ) {
      best = candidate;
    }
  }
  const chosen = best ?? family.defaultUnit;
  return { value: value / chosen.factor, unit: chosen.name };
}

function scaleMagnitude(
  value: number,
  fromUnit: string,
  toUnit: string,
): ScaledValue {
  for (const family of FAMILIES) {
    const from = findUnit(family, fromUnit);
    if (from === undefined) continue;
    const base = value * from.factor;
    if (toUnit === "minimum" || toUnit === "auto") {
      return autoScale(family, base);
    }
    const to = findUnit(family, toUnit) ?? family.defaultUnit;
    return { value: base / to.factor, unit: to.name };
  }
  const isDull = ["count", "sample", "unit", "minimum", "auto"].includes(
    toUnit,
  );
  return { value, unit: isDull ? "" : toUnit };
}

const MIN_INT64 = -(2 ** 63);

/** `value` of `fromUnit` in `toUnit`; `minimum` and `auto` choose one by size (measurement.go, Scale). */
export function scale(
  value: Int64,
  fromUnit: string,
  toUnit: string,
): ScaledValue {
  const float = Number(value);
  if (value >= 0 || BigInt(value) === BigInt(MIN_INT64)) {
    return scaleMagnitude(float, fromUnit, toUnit);
  }
  const scaled = scaleMagnitude(-float, fromUnit, toUnit);
  return { value: -scaled.value, unit: scaled.unit };
}
