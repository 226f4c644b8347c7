/**
 * An int64 as the columns give it: a number, then a safe integer, or a bigint. One computation uses
 * one of both throughout.
 */
export type Int64 = number | bigint;

const MIN_INT64 = -(2n ** 63n);

/** `value` with its sign removed; |MinInt64| is MinInt64, as in Go (rule I0). */
export function abs64(value: Int64): Int64 {
  if (typeof value === "number") return Math.abs(value);
  return BigInt.asIntN(64, value < 0n ? -value : value);
}

/** Sum, wrapping as int64. A number result is exact as long as the columns' promise holds. */
export function add64(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return BigInt.asIntN(64, BigInt(a) + BigInt(b));
}

/** Quotient rounded toward zero, as Go's `/`; `divisor` is not 0. Exact for safe integers. */
export function divide64(value: Int64, divisor: Int64): Int64 {
  if (typeof value === "number" && typeof divisor === "number") {
    return (value - (value % divisor)) / divisor;
  }
  return BigInt.asIntN(64, BigInt(value) / BigInt(divisor));
}

/**
 * Go's `int64(f)`: rounded toward zero; what does not fit is MinInt64, as on amd64 (the language
 * leaves it open).
 */
export function int64FromFloat(value: number): Int64 {
  if (Number.isSafeInteger(Math.trunc(value))) return Math.trunc(value);
  if (!(value >= -(2 ** 63) && value < 2 ** 63)) return MIN_INT64;
  return BigInt(Math.trunc(value));
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compare64(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
