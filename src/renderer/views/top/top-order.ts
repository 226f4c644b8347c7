import { useEffect, useState } from "react";
import type { TopView } from "#contract/views.ts";
import { compileQuery, type SearchQuery } from "../../canvas/flame-search.ts";
import { runSliced } from "../../canvas/time-slice.ts";
import { sortRows } from "../../state/sliced-sort.ts";
import { compareBy, type TopSort } from "./top-rows.ts";

/** Rows that pass the filter, in the order of the sort. */
export interface TopOrder {
  readonly rows: Uint32Array;
  /** Why the filter is no expression; "" where it is one. */
  readonly badRegex: string;
}

const CHUNK = 2048;

/** Filters and sorts in chunks; yields after each. */
export function* orderRows(
  view: TopView,
  matches: ((name: string) => boolean) | null,
  sort: TopSort,
): Generator<void, Uint32Array> {
  const { strings, name, length } = view;
  let rows = allRows(view);
  if (matches !== null) {
    let kept = 0;
    for (let row = 0; row < length; row += 1) {
      if (matches(strings.get(name[row]))) rows[kept++] = row;
      if (row % CHUNK === CHUNK - 1) yield;
    }
    rows = rows.slice(0, kept);
  }
  const compare = compareBy(view, sort.column);
  if (compare === null) return sort.isDescending ? rows : rows.reverse();
  return yield* sortRows(
    rows,
    sort.isDescending ? (a, b) => compare(b, a) : compare,
  );
}

function allRows(view: TopView): Uint32Array {
  const rows = new Uint32Array(view.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  return rows;
}

/** The rows to show; the last ones stay until the next are there. */
export function useTopOrder(
  view: TopView,
  query: SearchQuery,
  sort: TopSort,
): TopOrder {
  const [order, setOrder] = useState(() => ({
    view,
    rows: allRows(view),
    badRegex: "",
  }));
  useEffect(() => {
    const test = compileQuery(query);
    if (test?.ok === false) {
      setOrder({ view, rows: allRows(view), badRegex: test.reason });
      return;
    }
    let isCurrent = true;
    const work = orderRows(view, test?.matches ?? null, sort);
    void runSliced(work, () => isCurrent).then((rows) => {
      if (rows !== null && isCurrent) setOrder({ view, rows, badRegex: "" });
    });
    return () => {
      isCurrent = false;
    };
  }, [view, query, sort]);
  // Rows of another table would be out of range in this one.
  return order.view === view ? order : { rows: allRows(view), badRegex: "" };
}
