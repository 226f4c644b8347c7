/**
 * Conversion between the units pprof knows (pprof internal/measurement/measurement.go: UnitTypes).
 * Only what merging needs; formatting of values is `text/`'s.
 */
import { encodeUtf8 } from "../utf8.ts";

/** Units of one dimension: factor to the base unit by alias. */
interface Dimension {
  readonly factorByAlias: ReadonlyMap<string, number>;
  /** Factor of the unit used when the target is not of this dimension. */
  readonly defaultFactor: number;
}

function dimension(
  defaultFactor: number,
  units: readonly (readonly [factor: number, aliases: readonly string[]])[],
): Dimension {
  const factorByAlias = new Map<string, number>();
  for (const [factor, aliases] of units) {
    for (const alias of aliases) factorByAlias.set(alias, factor);
  }
  return { factorByAlias, defaultFactor };
}

const DIMENSIONS: readonly Dimension[] = [
  dimension(1, [
    [1, ["b", "byte"]],
    [2 ** 10, ["kb", "kbyte", "kilobyte"]],
    [2 ** 20, ["mb", "mbyte", "megabyte"]],
    [2 ** 30, ["gb", "gbyte", "gigabyte"]],
    [2 ** 40, ["tb", "tbyte", "terabyte"]],
    [2 ** 50, ["pb", "pbyte", "petabyte"]],
  ]),
  dimension(1e9, [
    [1, ["ns", "nanosecond"]],
    [1e3, ["us", "microsecond"]],
    [1e6, ["ms", "millisecond"]],
    [1e9, ["s", "sec", "second"]],
    [3600e9, ["hour", "hr"]],
  ]),
  dimension(1, [
    [1e-9, ["nanogcu"]],
    [1e-6, ["microgcu"]],
    [1e-3, ["milligcu"]],
    [1, ["gcu"]],
    [1e3, ["kilogcu"]],
    [1e6, ["megagcu"]],
    [1e9, ["gigagcu"]],
    [1e12, ["teragcu"]],
    [1e15, ["petagcu"]],
  ]),
];

function factorIn(dim: Dimension, unit: string): number | undefined {
  let alias = unit.toLowerCase();
  // Length in bytes, as in Go: so "μs" becomes "μ" and is no unit there either.
  if (alias.endsWith("s") && encodeUtf8(alias).length > 2) {
    alias = alias.slice(0, -1);
  }
  return dim.factorByAlias.get(alias);
}

/**
 * `value` converted from one unit to another (measurement.Scale without the label). Units of no
 * known dimension leave it as it is; a target of another dimension gives the default unit of the
 * source's.
 */
export function convertUnit(value: number, from: string, to: string): number {
  for (const dim of DIMENSIONS) {
    const fromFactor = factorIn(dim, from);
    if (fromFactor === undefined) continue;
    return (value * fromFactor) / (factorIn(dim, to) ?? dim.defaultFactor);
  }
  return value;
}

/** Whether both units are the same or measure the same dimension. */
export function areUnitsCompatible(a: string, b: string): boolean {
  return (
    a === b ||
    DIMENSIONS.some(
      (dim) => factorIn(dim, a) !== undefined && factorIn(dim, b) !== undefined,
    )
  );
}
