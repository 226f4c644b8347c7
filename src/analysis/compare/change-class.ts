import type { ValueColumn } from "#profile/profile.ts";
import { bigintAt } from "#profile/value-column.ts";

/**
 * What became of an entry between base and current (rule N6). "new" is 0 to something, "removed"
 * something to 0; kept apart from growth, since a ratio can't tell them.
 */
export type ChangeClass = "new" | "removed" | "grown" | "shrunk" | "same";

/** Codes of columns that hold a class per row, by position. */
export const CHANGE_CLASSES: readonly ChangeClass[] = [
  "new",
  "removed",
  "grown",
  "shrunk",
  "same",
];

const NEW = CHANGE_CLASSES.indexOf("new");
const REMOVED = CHANGE_CLASSES.indexOf("removed");
const GROWN = CHANGE_CLASSES.indexOf("grown");
const SHRUNK = CHANGE_CLASSES.indexOf("shrunk");
const SAME = CHANGE_CLASSES.indexOf("same");

/** Index into `CHANGE_CLASSES` for one pair of values. */
export function changeClassCode<T extends number | bigint>(
  base: T,
  current: T,
): number {
  if (current === base) return SAME;
  // Loose on purpose: 0 and 0n are one thing here.
  if (!base) return NEW;
  if (!current) return REMOVED;
  return current > base ? GROWN : SHRUNK;
}

/** Class of every row, as indices into `CHANGE_CLASSES`. Columns have equal lengths. */
export function changeClasses(
  base: ValueColumn,
  current: ValueColumn,
): Uint8Array {
  const classes = new Uint8Array(base.length);
  const isPlain =
    base instanceof Float64Array && current instanceof Float64Array;
  for (let i = 0; i < classes.length; i += 1) {
    classes[i] = isPlain
      ? changeClassCode(base[i], current[i])
      : changeClassCode(bigintAt(base, i), bigintAt(current, i));
  }
  return classes;
}

/** 2^52: two doubles below it differ by less than 2^53, so their difference is exact. */
const EXACT_DIFFERENCE = 2 ** 52;

/**
 * `current - base` per row, exact int64 (wrapping, rule I0). Doubles where every difference is exact
 * as one, BigInt otherwise.
 */
export function deltaColumn(
  base: ValueColumn,
  current: ValueColumn,
): ValueColumn {
  if (base instanceof Float64Array && current instanceof Float64Array) {
    const delta = new Float64Array(base.length);
    let isExact = true;
    for (let i = 0; i < delta.length; i += 1) {
      delta[i] = current[i] - base[i];
      isExact &&=
        Math.abs(base[i]) < EXACT_DIFFERENCE &&
        Math.abs(current[i]) < EXACT_DIFFERENCE;
    }
    if (isExact) return delta;
  }
  const delta = new BigInt64Array(base.length);
  for (let i = 0; i < delta.length; i += 1) {
    // Storing wraps to int64.
    delta[i] = bigintAt(current, i) - bigintAt(base, i);
  }
  return delta;
}
