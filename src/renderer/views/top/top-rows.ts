import { topRowFiles, type TopView } from "#contract/views.ts";
import type { CompareRows } from "../../state/sliced-sort.ts";

/** Columns of Top, in pprof's order. */
export const TOP_COLUMNS = [
  "flat",
  "flatPercent",
  "sumPercent",
  "cum",
  "cumPercent",
  "name",
  "files",
] as const;
/** See `TOP_COLUMNS`. */
export type TopColumn = (typeof TOP_COLUMNS)[number];

export interface TopSort {
  readonly column: TopColumn;
  readonly isDescending: boolean;
}

/** pprof's own order: |flat| descending. */
export const DEFAULT_SORT: TopSort = { column: "flat", isDescending: true };

/** Shares of the total by row, signed, 0..1 where nothing is negative. */
export interface TopShares {
  readonly flat: (row: number) => number;
  /** Of flat added up in pprof's order, absolute (rule O2). */
  readonly sum: (row: number) => number;
  readonly cum: (row: number) => number;
}

/**
 * Shares of rows that are looked at. `sum` adds up as far as it is asked for: half a million rows
 * at once, half of them as BigInt, are 30 ms in which the window stands still, and a table begins
 * at its top.
 */
export function topShares(view: TopView): TopShares {
  const all = Number(view.total);
  const ratio = (value: number | bigint): number =>
    all === 0 ? 0 : Number(value) / all;
  const sums = new Float64Array(view.length);
  let known = 0;
  let running = 0;
  return {
    flat: (row) => ratio(view.flat[row]),
    sum: (row) => {
      for (; known <= row; known += 1) {
        running += Number(view.flat[known]);
        sums[known] = running;
      }
      return Math.abs(ratio(sums[row]));
    },
    cum: (row) => ratio(view.cum[row]),
  };
}

function absolute(value: number | bigint): number | bigint {
  return value < 0 ? -value : value;
}

function compareValues(a: number | bigint, b: number | bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Ascending order of a column. Ties go by name, as pprof breaks them; null where the rows as they
 * come are in descending order already.
 */
export function compareBy(
  view: TopView,
  column: TopColumn,
): CompareRows | null {
  const { strings, name } = view;
  const byName: CompareRows = (a, b) => strings.compareBytes(name[a], name[b]);
  switch (column) {
    case "flat":
    case "flatPercent":
    case "sumPercent":
      return null;
    case "cum":
    case "cumPercent":
      return (a, b) =>
        compareValues(absolute(view.cum[a]), absolute(view.cum[b])) ||
        byName(b, a);
    case "name":
      return byName;
    case "files":
      return (a, b) =>
        strings.compareBytes(firstFile(view, a), firstFile(view, b)) ||
        byName(a, b);
  }
}

function firstFile(view: TopView, row: number): number {
  const start = view.fileStart[row];
  return start < view.fileStart[row + 1] ? view.file[start] : 0;
}

/** First row of a function; -1 where it has none. Decodes no name. */
export function rowOf(view: TopView, name: string): number {
  const index = view.strings.find(name);
  return index < 0 ? -1 : view.name.indexOf(index);
}

/** Files of a row in one line. */
export function filesText(view: TopView, row: number): string {
  return topRowFiles(view, row)
    .filter((file) => file !== "")
    .join(", ");
}
