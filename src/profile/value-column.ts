import type { ValueColumn } from "./profile.ts";

/** Largest magnitude a double holds exactly together with all smaller ones: 2^53 - 1. */
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** `value` wrapped to int64, as every sum in Go is (rule I0). */
export function wrapInt64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/**
 * Column of int64 values in the representation `ValueColumn` promises: doubles where the sum of all
 * |value| stays below 2^53, so that every partial sum is exact in any order, else BigInt.
 */
export function valueColumnFromBigInts(values: readonly bigint[]): ValueColumn {
  let sumOfMagnitudes = 0n;
  for (const value of values) sumOfMagnitudes += value < 0n ? -value : value;
  return sumOfMagnitudes <= MAX_EXACT
    ? Float64Array.from(values, Number)
    : BigInt64Array.from(values);
}

/** Row `index` of `column` as an exact int64. */
export function bigintAt(column: ValueColumn, index: number): bigint {
  const value = column[index];
  return typeof value === "bigint" ? value : BigInt(value);
}
