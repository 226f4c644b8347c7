import { useEffect, useState } from "react";
import type { GoroutineGroupsView } from "#contract/goroutines.ts";
import { compileQuery, type SearchQuery } from "../../canvas/flame-search.ts";
import { runSliced } from "../../canvas/time-slice.ts";

/** Columns the groups can be sorted by. */
export const GROUP_COLUMNS = [
  "count",
  "wait",
  "state",
  "func",
  "creator",
  "labels",
] as const;
/** See `GROUP_COLUMNS`. */
export type GroupColumn = (typeof GROUP_COLUMNS)[number];

export interface GroupSort {
  readonly column: GroupColumn;
  readonly isDescending: boolean;
}

/** Rows in the order they are shown. */
export interface GroupOrder {
  readonly rows: Uint32Array;
  readonly badRegex: string;
}

/** Rows looked at between two looks at the clock. */
const CHUNK = 1024;

const SEARCHED = [
  "key",
  "state",
  "func",
  "place",
  "creator",
  "labels",
] as const;

function* matchingRows(
  groups: GoroutineGroupsView,
  matches: (text: string) => boolean,
): Generator<void, Uint32Array> {
  const { strings } = groups;
  // Many rows share a text: each is tested once.
  const known = new Int8Array(strings.length);
  const isMatch = (index: number): boolean => {
    if (known[index] === 0) known[index] = matches(strings.get(index)) ? 1 : -1;
    return known[index] === 1;
  };
  const rows: number[] = [];
  for (let row = 0; row < groups.length; row += 1) {
    if (SEARCHED.some((column) => isMatch(groups[column][row]))) rows.push(row);
    if (row % CHUNK === CHUNK - 1) yield;
  }
  return Uint32Array.from(rows);
}

/** Keys by which the rows are sorted: numbers as they are, texts by their rank. */
function* sortKeys(
  groups: GoroutineGroupsView,
  column: GroupColumn,
): Generator<void, Float64Array> {
  if (column === "count") return groups.count;
  if (column === "wait") return Float64Array.from(groups.maxWait);
  const { strings } = groups;
  const used = [...new Set(groups[column])];
  for (let i = 0; i < used.length; i += 1) {
    strings.get(used[i]);
    if (i % CHUNK === CHUNK - 1) yield;
  }
  used.sort((a, b) => (strings.get(a) < strings.get(b) ? -1 : 1));
  yield;
  const rank = new Map(used.map((index, i) => [index, i]));
  return Float64Array.from(groups[column], (index) => rank.get(index) ?? 0);
}

function* orderedRows(
  groups: GoroutineGroupsView,
  matches: ((text: string) => boolean) | null,
  sort: GroupSort,
): Generator<void, Uint32Array> {
  const rows =
    matches === null
      ? Uint32Array.from({ length: groups.length }, (_, row) => row)
      : yield* matchingRows(groups, matches);
  if (sort.column === "count" && sort.isDescending) return rows;
  const keys = yield* sortKeys(groups, sort.column);
  const sign = sort.isDescending ? -1 : 1;
  return rows.sort((a, b) => sign * (keys[a] - keys[b]) || a - b);
}

/** Which groups are shown, in which order; computed in slices, the last order stays until then. */
export function useGroupOrder(
  groups: GoroutineGroupsView,
  search: SearchQuery,
  sort: GroupSort,
): GroupOrder {
  const [order, setOrder] = useState<{
    readonly of: GoroutineGroupsView | null;
    readonly order: GroupOrder;
  }>({ of: null, order: { rows: new Uint32Array(0), badRegex: "" } });
  useEffect(() => {
    const test = compileQuery(search);
    const badRegex = test !== null && !test.ok ? test.reason : "";
    const matches = test !== null && test.ok ? test.matches : null;
    let isCurrent = true;
    void runSliced(orderedRows(groups, matches, sort), () => isCurrent).then(
      (rows) => {
        if (rows === null || !isCurrent) return;
        setOrder({ of: groups, order: { rows, badRegex } });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [groups, search, sort]);
  return order.of === groups
    ? order.order
    : { rows: new Uint32Array(0), badRegex: "" };
}
