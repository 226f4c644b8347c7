import type { Format, Int } from "#text/format.ts";
import type { ReadyProfile } from "../../state/compare-pair.ts";

/** What a profile is called among the open ones. */
export type NameOf = (profile: ReadyProfile) => string;

/** When it was taken, as people read it; "" where unknown. */
export function timeOf({ summary }: ReadyProfile, format: Format): string {
  const nanos = BigInt(summary.timeNanos);
  return nanos > 0n ? format.dateTime(Number(nanos / 1_000_000n)) : "";
}

/** `+1.2 MB`, `−3`, `0`: a change with its sign. */
export function signedValue(delta: Int, unit: string, format: Format): string {
  if (delta > 0) return `+${format.value(delta, unit)}`;
  return delta < 0 ? `−${format.value(-delta, unit)}` : format.value(0, unit);
}

/** As `signedValue`, two decimals, for columns. */
export function signedColumn(delta: Int, unit: string, format: Format): string {
  if (delta > 0) return `+${format.valueColumn(delta, unit)}`;
  return delta < 0
    ? `−${format.valueColumn(-delta, unit)}`
    : format.valueColumn(0, unit);
}

/** `+271%`, `−4.2%`. */
export function signedShare(ratio: number, format: Format): string {
  if (ratio > 0) return `+${format.share(ratio)}`;
  return ratio < 0 ? `−${format.share(ratio)}` : format.share(0);
}

/** current - base, exact: as a number where that is safe. */
export function difference(base: Int, current: Int): Int {
  if (typeof base === "number" && typeof current === "number") {
    const delta = current - base;
    if (Number.isSafeInteger(delta)) return delta;
  }
  return BigInt.asIntN(64, BigInt(current) - BigInt(base));
}

/**
 * What tells `name` from `like`, from the element of the name that differs on: `func1` of
 * `main.serve.func1` beside `main.serve.func2`, `[go.shape.int]` of `main.put[go.shape.int]`.
 */
export function differingTail(name: string, like: string): string {
  let same = 0;
  while (same < name.length && name[same] === like[same]) same += 1;
  const shared = name.slice(0, same);
  const bracket = shared.indexOf("[");
  return name.slice(bracket < 0 ? shared.lastIndexOf(".") + 1 : bracket);
}
