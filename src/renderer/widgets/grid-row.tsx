import { memo, type ReactNode } from "react";
import {
  GRID_ROW_HEIGHT,
  type GridActions,
  type GridColumn,
} from "./grid-column.ts";

export interface GridRowProps {
  readonly id: string;
  readonly position: number;
  /** Row of the data. */
  readonly row: number;
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly isSelected: boolean;
  /** 0: not a tree. */
  readonly level: number;
  readonly isExpanded: boolean | undefined;
  readonly actions: GridActions;
}

/** One row of a grid, at its place. Only rendered again when something in it changed. */
export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { position, row, columns, level, actions } = props;
  return (
    <div
      id={props.id}
      className="ls-grid__row"
      role="row"
      aria-rowindex={position + 2}
      aria-selected={props.isSelected}
      aria-level={level === 0 ? undefined : level}
      aria-expanded={props.isExpanded}
      data-position={position}
      style={{
        top: position * GRID_ROW_HEIGHT,
        gridTemplateColumns: props.template,
      }}
      onClick={() => actions.onSelect(row)}
      onDoubleClick={() => actions.onActivate?.(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        actions.onSelect(row);
        actions.onContextMenu?.(row, event);
      }}
    >
      {columns.map((column, i) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={i + 1}
          data-pinned={column.isPinned === true ? "" : undefined}
          className={`ls-grid__cell ls-grid__cell--${column.align}`}
          title={column.title?.(row)}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});
