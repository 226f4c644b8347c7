import { abs64, int64FromFloat, type Int64 } from "#base/int64.ts";
import { scale } from "#analysis/measurement.ts";
import { percentage, scaledLabel } from "./measurement.ts";

/** How a report prints its values. `ratio` is 1 / pprof's `-divide_by`. */
export interface ValueFormat {
  readonly sampleUnit: string;
  readonly outputUnit: string;
  readonly ratio: number;
}

/** `value` scaled by the ratio, in the output unit (report.go, New). */
export function formatValue(value: Int64, format: ValueFormat): string {
  const { ratio, sampleUnit, outputUnit } = format;
  const scaled = isScaling(ratio)
    ? int64FromFloat(Number(value) * ratio)
    : value;
  return scaledLabel(scaled, sampleUnit, outputUnit);
}

function isScaling(ratio: number): boolean {
  return ratio > 0 && ratio !== 1;
}

/** Entries' figures, for choosing a unit. */
export interface Figures {
  readonly flat: Int64;
  readonly cum: Int64;
}

function smallestFigure(rows: readonly Figures[]): Int64 {
  let smallest: Int64 = 0;
  for (const { flat, cum } of rows) {
    let figure = abs64(flat);
    if (figure === 0 || figure === 0n) figure = abs64(cum);
    if (figure > 0 && (smallest === 0 || figure < smallest)) smallest = figure;
  }
  return smallest;
}

/**
 * The unit of a whole table: that of its smallest figure, or of 100 times that where the total is of
 * another unit and more than 100 times as large (report.go, selectOutputUnit; rule O4). Only where
 * `minimum` is asked for; otherwise, and in an empty table, `format.outputUnit`.
 */
export function selectOutputUnit(
  rows: readonly Figures[],
  total: Int64,
  format: ValueFormat,
): string {
  const { ratio, sampleUnit, outputUnit } = format;
  if (outputUnit !== "minimum" || rows.length === 0) return outputUnit;
  let min = smallestFigure(rows);
  let max = total;
  if (min === 0) min = max;
  if (isScaling(ratio)) {
    min = int64FromFloat(Number(min) * ratio);
    max = int64FromFloat(Number(max) * ratio);
  }
  const minUnit = scale(min, sampleUnit, "minimum").unit;
  const maxUnit = scale(max, sampleUnit, "minimum").unit;
  let unit = minUnit;
  // int64 arithmetic: 100 times the minimum may wrap.
  const hundredfold = BigInt.asIntN(64, BigInt(min) * 100n);
  if (minUnit !== maxUnit && hundredfold < BigInt(max)) {
    unit = scale(hundredfold, sampleUnit, "minimum").unit;
  }
  return unit === "" ? sampleUnit : unit;
}

/** `percentage` without the padding, as headers print it. */
export function trimmedPercentage(value: Int64, total: Int64): string {
  return percentage(value, total).trim();
}
