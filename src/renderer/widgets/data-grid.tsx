import {
  useTable,
  type ColumnDef,
  type ColumnSizingState,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  type ReactNode,
} from "react";
import {
  GRID_FEATURES,
  GRID_ROW_HEIGHT,
  type GridActions,
  type GridColumn,
  type GridFeatures,
  type GridSort,
  type GridTreeRow,
} from "./grid-column.ts";
import { GridHeader } from "./grid-header.tsx";
import { GridRow } from "./grid-row.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import "./data-grid.css";

export interface DataGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly rowCount: number;
  /** The row shown at a position, 0 .. rowCount. A new function where the order changed. */
  readonly rowAt: (position: number) => number;
  /** Position of the selected row; -1 for none. */
  readonly selectedPosition: number;
  readonly actions: GridActions;
  readonly sort?: GridSort;
  readonly onSort?: (columnId: string) => void;
  readonly widths: ColumnSizingState;
  readonly onWidths: (widths: ColumnSizingState) => void;
  readonly treeRow?: (row: number) => GridTreeRow;
}

const MIN_WIDTH = 56;

/**
 * A virtual table over columns of any length: only rows in view exist in the page. Order is the
 * owner's (it has the typed arrays); column sizes and headers are the table library's.
 */
export function DataGrid(props: DataGridProps): ReactNode {
  const { columns, rowCount, rowAt, selectedPosition, treeRow } = props;
  const { widths, onWidths, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => GRID_ROW_HEIGHT,
    overscan: 6,
    scrollPaddingStart: GRID_ROW_HEIGHT,
    scrollMargin: GRID_ROW_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const positions = items.map(({ index }) => index);
  const table = useTable({
    features: GRID_FEATURES,
    columns: useColumnDefinitions(columns),
    data: NO_DATA,
    state: { columnSizing: widths },
    onColumnSizingChange: (updater) =>
      onWidths(typeof updater === "function" ? updater(widths) : updater),
    columnResizeMode: "onChange",
    defaultColumn: { minSize: MIN_WIDTH },
  });
  const { template, minWidth } = useTemplate(columns, widths);
  const onNudgeWidth = (columnId: string, delta: number): void => {
    const size = columns.find(({ id }) => id === columnId)?.size ?? MIN_WIDTH;
    const width = Math.max(MIN_WIDTH, (widths[columnId] ?? size) + delta);
    onWidths({ ...widths, [columnId]: width });
  };

  useEffect(() => {
    if (selectedPosition >= 0) {
      virtualizer.scrollToIndex(selectedPosition, { align: "auto" });
    }
  }, [virtualizer, selectedPosition]);

  const onKeyDown = useGridKeys({
    rowCount,
    rowAt,
    selectedPosition,
    actions,
    isTree: treeRow !== undefined,
    scroller,
  });
  const rowActions = useStableActions(actions);
  const rowId = (position: number): string => `${gridId}-${position}`;
  const isSelectedInView = positions.includes(selectedPosition);

  return (
    <div
      ref={scroller}
      className="ls-grid"
      role={treeRow === undefined ? "grid" : "treegrid"}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        isSelectedInView ? rowId(selectedPosition) : undefined
      }
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <GridHeader
        headers={table.getHeaderGroups()[0].headers}
        columns={columns}
        template={template}
        minWidth={minWidth}
        sort={props.sort}
        onSort={props.onSort}
        onNudgeWidth={onNudgeWidth}
      />
      <div
        className="ls-grid__body"
        role="rowgroup"
        style={{ height: rowCount * GRID_ROW_HEIGHT, minWidth }}
      >
        {positions.map((position) => {
          const row = rowAt(position);
          const tree = treeRow?.(row);
          return (
            <GridRow
              // Rows that leave the view are used again for those that come.
              key={position % positions.length}
              id={rowId(position)}
              position={position}
              row={row}
              columns={columns}
              template={template}
              isSelected={position === selectedPosition}
              level={tree?.level ?? 0}
              isExpanded={tree?.isExpanded}
              actions={rowActions}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The table library makes columns and headers; rows are rendered straight from the columns. */
const NO_DATA: readonly object[] = [];

/** The latest actions behind one object: rows need not render again for a new closure. */
function useStableActions(actions: GridActions): GridActions {
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  }, [actions]);
  return useMemo(
    () => ({
      onSelect: (row) => latest.current.onSelect(row),
      onActivate: (row) => latest.current.onActivate?.(row),
      onContextMenu: (row, point) => latest.current.onContextMenu?.(row, point),
    }),
    [],
  );
}

function useColumnDefinitions(
  columns: readonly GridColumn[],
): ColumnDef<GridFeatures, object>[] {
  return useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        size: column.size,
      })),
    [columns],
  );
}

/** Widths as a CSS grid: a growing column takes what is left, but no less than its size. */
function useTemplate(
  columns: readonly GridColumn[],
  widths: ColumnSizingState,
): { readonly template: string; readonly minWidth: number } {
  return useMemo(() => {
    const sizes = columns.map(({ id, size }) => widths[id] ?? size);
    const template = columns
      .map(({ grows = false }, i) =>
        grows === false
          ? `${sizes[i]}px`
          : `minmax(${sizes[i]}px, ${Number(grows)}fr)`,
      )
      .join(" ");
    return { template, minWidth: sizes.reduce((sum, size) => sum + size, 0) };
  }, [columns, widths]);
}
