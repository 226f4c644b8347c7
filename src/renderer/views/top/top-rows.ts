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

/** Share of the total per row, and the running sum of flat in pprof's order (both 0..1). */
export interface TopShares {
  readonly flat: Float64Array;
  readonly sum: Float64Array;
  readonly cum: Float64Array;
}

export function topShares(view: TopView): TopShares {
  const { length, total } = view;
  const all = Number(total);
  const ratio = (value: number | bigint): number =>
    all === 0 ? 0 : Number(value) / all;
  const flat = new Float64Array(length);
  const sum = new Float64Array(length);
  const cum = new Float64Array(length);
  let running = 0;
  for (let row = 0; row < length; row += 1) {
    flat[row] = ratio(view.flat[row]);
    cum[row] = ratio(view.cum[row]);
    running += flat[row];
    // Signed flat added up, shown as an absolute share (rule O2).
    sum[row] = Math.abs(running);
  }
  return { flat, sum, cum };
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

/** Files of a row in one line. */
export function filesText(view: TopView, row: number): string {
  return topRowFiles(view, row)
    .filter((file) => file !== "")
    .join(", ");
}
