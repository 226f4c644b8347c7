/**
 * Arithmetic as Go does it on amd64, where JavaScript's differs: what pprof computes in `float64`
 * and stores as `int64` must come out the same to the last unit.
 */

/** `math.Round`: half away from zero. Never -0. */
export function goRound(value: number): number {
  const whole = Math.trunc(value);
  const rounded =
    Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
  return rounded === 0 ? 0 : rounded;
}

const MIN_INT64 = -(2n ** 63n);

/**
 * `int64(value)`: truncates; NaN and what does not fit become the smallest int64, as the conversion
 * instruction of amd64 answers (the Go specification leaves it open).
 */
export function goInt64(value: number): bigint {
  if (!(value >= -(2 ** 63) && value < 2 ** 63)) return MIN_INT64;
  return BigInt(Math.trunc(value));
}
