import {
  columnResizingFeature,
  columnSizingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";

/** What grids use of the table library. */
export const GRID_FEATURES = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
});
/** See `GRID_FEATURES`. */
export type GridFeatures = typeof GRID_FEATURES;

/** Height of a row in CSS pixels. */
export const GRID_ROW_HEIGHT = 24;

/** A column of a `DataGrid`. `row` is a row of the data, not a position on screen. */
export interface GridColumn {
  readonly id: string;
  readonly header: string;
  /** What the numbers mean, for the header's tooltip. */
  readonly hint?: string;
  readonly align: "start" | "end";
  /** Width in CSS pixels until the user changes it; a column that grows is at least so wide. */
  readonly size: number;
  /** Takes what is left; of several, each this part of it (true is 1). */
  readonly grows?: boolean | number;
  /** The last column: stays in view at the right edge while the others scroll under it. */
  readonly isPinned?: boolean;
  readonly isSortable?: boolean;
  readonly cell: (row: number) => ReactNode;
  /** Exact text on hover. */
  readonly title?: (row: number) => string;
}

export interface GridSort {
  readonly columnId: string;
  readonly isDescending: boolean;
}

/** Where a row is in a tree; makes the grid a tree grid. */
export interface GridTreeRow {
  /** From 1. */
  readonly level: number;
  /** undefined for leaves. */
  readonly isExpanded: boolean | undefined;
}

/** A point of the page, in CSS pixels. */
export interface GridPoint {
  readonly clientX: number;
  readonly clientY: number;
}

/** What the user does to rows. Rows, not positions. */
export interface GridActions {
  readonly onSelect: (row: number) => void;
  /** Enter or double click. */
  readonly onActivate?: (row: number) => void;
  readonly onContextMenu?: (row: number, point: GridPoint) => void;
  readonly onCopy?: (row: number) => void;
  /** Arrow right and left in a tree. */
  readonly onExpand?: (row: number, isExpanded: boolean) => void;
}
