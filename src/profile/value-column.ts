import type { ValueColumn } from "./profile.ts";

/** Largest magnitude a double holds exactly together with all smaller ones: 2^53 - 1. */
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Column of int64 values in the representation `ValueColumn` promises: doubles where the sum of all
 * |value| stays below 2^53, so that every partial sum is exact in any order, else BigInt.
 */
export function valueColumnFromBigInts(
  values: readonly bigint[] | BigInt64Array,
): ValueColumn {
  let sumOfMagnitudes = 0n;
  for (const value of values) sumOfMagnitudes += value < 0n ? -value : value;
  if (sumOfMagnitudes <= MAX_EXACT) {
    const column = new Float64Array(values.length);
    for (let i = 0; i < values.length; i += 1) column[i] = Number(values[i]);
    return column;
  }
  return values instanceof BigInt64Array ? values : BigInt64Array.from(values);
}

/** Sum of |value| of a column of doubles: below 2^53 by definition of `ValueColumn`. */
export function sumOfMagnitudes(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += Math.abs(value);
  return sum;
}

/** Sum of |value| of a column, wrapping as Go's int64 (rule I0). */
export function magnitudeOf(column: ValueColumn): bigint {
  if (column instanceof Float64Array) return BigInt(sumOfMagnitudes(column));
  let sum = 0n;
  for (const value of column) sum += value < 0n ? -value : value;
  return BigInt.asIntN(64, sum);
}

/** Row `index` of `column` as an exact int64. */
export function bigintAt(column: ValueColumn, index: number): bigint {
  const value = column[index];
  return typeof value === "bigint" ? value : BigInt(value);
}

/** The rows `rows` of `column`, in that order. Fewer values need no wider representation. */
export function selectRows(
  column: ValueColumn,
  rows: Uint32Array,
): ValueColumn {
  if (column instanceof BigInt64Array) {
    const selected = new BigInt64Array(rows.length);
    for (let i = 0; i < rows.length; i += 1) selected[i] = column[rows[i]];
    return selected;
  }
  const selected = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) selected[i] = column[rows[i]];
  return selected;
}
