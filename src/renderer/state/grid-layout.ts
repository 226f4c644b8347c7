import { useMemo } from "react";
import type { TableLayout } from "#contract/table-layouts.ts";
import { changeSettingsSoon, useSettings } from "./settings.ts";

const UNTOUCHED: TableLayout = { widths: {}, sort: null };

function useLayoutOf(tableId: string): TableLayout {
  return useSettings(({ settings }) => settings.tables[tableId] ?? UNTOUCHED);
}

function change(tableId: string, changed: Partial<TableLayout>): void {
  const { tables } = useSettings.getState().settings;
  const layout = { ...(tables[tableId] ?? UNTOUCHED), ...changed };
  changeSettingsSoon({ tables: { ...tables, [tableId]: layout } });
}

/** Widths the user gave to columns of a table, in CSS pixels, and how to change them. Kept. */
export function useWidthsOf(
  tableId: string,
): [Record<string, number>, (widths: Record<string, number>) => void] {
  const { widths } = useLayoutOf(tableId);
  return [widths, (next) => change(tableId, { widths: next })];
}

/** A sorting of a table with columns `Column`. */
export interface GridSortOf<Column extends string> {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** How a sortable table begins. */
export interface SortableTable<Column extends string> {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly sort: GridSortOf<Column>;
  /** Columns that begin ascending; the others show what is largest first. */
  readonly ascending: readonly Column[];
}

/** How a table is sorted, and what a click on a column's header does. Kept. */
export function useSortOf<Column extends string>(
  table: SortableTable<Column>,
): [GridSortOf<Column>, (columnId: string) => void] {
  const { sort: saved } = useLayoutOf(table.id);
  const column = table.columns.find((id) => id === saved?.column);
  const isDescending = saved?.isDescending ?? true;
  // The same object while nothing changed: rows are ordered again for a new one.
  const sort = useMemo(
    () => (column === undefined ? table.sort : { column, isDescending }),
    [table, column, isDescending],
  );
  const onSort = (columnId: string): void => {
    const isNext =
      sort.column === columnId
        ? !sort.isDescending
        : !table.ascending.some((id) => id === columnId);
    change(table.id, { sort: { column: columnId, isDescending: isNext } });
  };
  return [sort, onSort];
}
