// Sample values between int64, as they are read, and double, as they are kept where that is exact.

/** Largest sum of |value| of which every partial sum is exact in a double. */
const LARGEST: f64 = 9007199254740991;

/**
 * Values in [start, end) from int64 to double, in place, if `sum` plus the sum of their |value| stays
 * exact; that sum. Beyond, they are left as they are, and the result is more than 2^53 - 1.
 */
export function valuesToFloats(start: usize, end: usize, sum: f64): f64 {
  for (let p = start; p < end; p += 8) {
    const value = <f64>load<i64>(p);
    sum += abs<f64>(value);
    if (sum > LARGEST) {
      floatsToValues(start, p);
      return sum;
    }
    store<f64>(p, value);
  }
  return sum;
}

/** Undoes `valuesToFloats`: these were exact. */
export function floatsToValues(start: usize, end: usize): void {
  for (let p = start; p < end; p += 8) store<i64>(p, <i64>load<f64>(p));
}
