/** Values and percentages as pprof prints them (internal/measurement/measurement.go; rules O3, O4). */
import { scale } from "#analysis/measurement.ts";
import type { Int64 } from "#base/int64.ts";
import { formatFixed2, formatGeneral2, padLeft } from "./go-format.ts";

/** Value and unit as one text, two decimals, `.00` dropped (measurement.go, ScaledLabel). */
export function scaledLabel(
  value: Int64,
  fromUnit: string,
  toUnit: string,
): string {
  const scaled = scale(value, fromUnit, toUnit);
  const fixed = formatFixed2(scaled.value);
  const digits = fixed.endsWith(".00") ? fixed.slice(0, -3) : fixed;
  return digits === "0" || digits === "-0" ? "0" : digits + scaled.unit;
}

/** Share of `total`, six wide, without sign (measurement.go, Percentage). */
export function percentage(value: Int64, total: Int64): string {
  const divisor = Number(total);
  const ratio = divisor === 0 ? 0 : Math.abs(Number(value) / divisor) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return "  100%";
  const digits = ratio >= 1 ? formatFixed2(ratio) : formatGeneral2(ratio);
  return `${padLeft(digits, 5)}%`;
}
