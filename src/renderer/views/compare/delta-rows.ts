import { CHANGE_CLASSES, type ComparisonTableView } from "#contract/compare.ts";
import type { ChangeClass } from "#analysis/compare/change-class.ts";
import type { SortableTable } from "../../state/grid-layout.ts";
import type { CompareRows } from "../../state/sliced-sort.ts";

/** Columns of the delta table that can be sorted. */
export const DELTA_COLUMNS = [
  "name",
  "base",
  "current",
  "delta",
  "percent",
  "ofTotal",
  "share",
  "change",
  "sure",
] as const;
export type DeltaColumn = (typeof DELTA_COLUMNS)[number];

const SORTING = {
  id: "compare",
  columns: DELTA_COLUMNS,
  // What reads from A to Z first.
  ascending: ["name", "change"],
} as const;

/** Growth first: the top answers "what grew". */
export const GROWTH_FIRST: SortableTable<DeltaColumn> = {
  ...SORTING,
  sort: { column: "delta", isDescending: true },
};

/** Where nothing grew, what shrank is the answer. */
export const SHRINKAGE_FIRST: SortableTable<DeltaColumn> = {
  ...SORTING,
  sort: { column: "delta", isDescending: false },
};

export type Measure = "flat" | "cum";

/** Delta as a share of the row's base; Infinity for new rows, 0 where nothing changed. */
export function percentOf(
  { table }: ComparisonTableView,
  measure: Measure,
  row: number,
): number {
  const { base, delta } = table[measure];
  const change = Number(delta[row]);
  const from = Math.abs(Number(base[row]));
  if (change === 0) return 0;
  return from === 0 ? Math.sign(change) * Infinity : change / from;
}

function byNumber(valueOf: (row: number) => number | bigint): CompareRows {
  return (a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

/** How two rows compare in a column, ascending. */
export function compareBy(
  view: ComparisonTableView,
  measure: Measure,
  column: DeltaColumn,
): CompareRows {
  const { table } = view;
  const { base, current, delta, changeClass, z } = table[measure];
  switch (column) {
    case "name":
      return (a, b) => table.strings.compareBytes(table.name[a], table.name[b]);
    case "base":
      return byNumber((row) => base[row]);
    case "current":
      return byNumber((row) => current[row]);
    case "delta":
    case "ofTotal":
    case "share":
      return byNumber((row) => delta[row]);
    case "percent":
      return byNumber((row) => percentOf(view, measure, row));
    case "change":
      return byNumber((row) => changeClass[row]);
    case "sure":
      return byNumber((row) => Math.abs(z[row]));
  }
}

/** Filters and sorts in chunks; yields between them. Rows whose values are all 0 come last or not. */
export function keptRows(
  { table }: ComparisonTableView,
  measure: Measure,
  shown: string | null,
  matches: ((name: string) => boolean) | null,
): Uint32Array {
  const { base, current, changeClass } = table[measure];
  const shownCode = CHANGE_CLASSES.findIndex((change) => change === shown);
  const kept = new Uint32Array(table.length);
  let length = 0;
  for (let row = 0; row < table.length; row += 1) {
    if (base[row] == 0 && current[row] == 0) continue;
    if (shown !== null && changeClass[row] !== shownCode) continue;
    if (matches !== null && !matches(table.strings.get(table.name[row]))) {
      continue;
    }
    kept[length++] = row;
  }
  return kept.subarray(0, length);
}

/** How many rows are of each class. */
export function countClasses(
  { table }: ComparisonTableView,
  measure: Measure,
): Readonly<Record<ChangeClass, number>> {
  const byCode = new Uint32Array(CHANGE_CLASSES.length);
  const { base, current, changeClass } = table[measure];
  for (let row = 0; row < table.length; row += 1) {
    if (base[row] == 0 && current[row] == 0) continue;
    byCode[changeClass[row]] += 1;
  }
  const counts = { new: 0, removed: 0, grown: 0, shrunk: 0, same: 0 };
  CHANGE_CLASSES.forEach((change, code) => {
    counts[change] = byCode[code];
  });
  return counts;
}
