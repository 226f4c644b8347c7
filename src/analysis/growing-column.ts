import type { ValueColumn } from "#profile/profile.ts";
import { zerosLike } from "./node-values.ts";

/**
 * A value column whose rows are sums over rows of `source`, and that grows. Sums are exact, and wrap
 * as int64 where `source` is one of `BigInt64Array`.
 */
export class GrowingColumn {
  private values: ValueColumn;

  constructor(private readonly source: ValueColumn) {
    this.values = zerosLike(source, 64);
  }

  /** Sets `row` to the sum of `source` at `rows[start .. end)`. */
  setSum(row: number, rows: Int32Array, start: number, end: number): void {
    this.reserve(row + 1);
    const { values, source } = this;
    if (values instanceof Float64Array && source instanceof Float64Array) {
      let sum = 0;
      for (let i = start; i < end; i += 1) sum += source[rows[i]];
      values[row] = sum;
    } else if (
      values instanceof BigInt64Array &&
      source instanceof BigInt64Array
    ) {
      let sum = 0n;
      for (let i = start; i < end; i += 1) sum += source[rows[i]];
      values[row] = sum;
    }
  }

  get(row: number): number | bigint {
    return this.values[row];
  }

  /** A copy of the first `length` rows. */
  toColumn(length: number): ValueColumn {
    this.reserve(length);
    return this.values.slice(0, length);
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = zerosLike(
      this.source,
      Math.max(length, this.values.length * 2),
    );
    for (let i = 0; i < this.values.length; i += 1) grown[i] = this.values[i];
    this.values = grown;
  }
}
