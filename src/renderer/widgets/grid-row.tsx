import { FlexRender, type Row } from "@tanstack/react-table";
import type { ReactNode } from "react";
import {
  GRID_ROW_HEIGHT,
  type GridActions,
  type GridColumn,
  type GridDatum,
  type GridFeatures,
  type GridTreeRow,
} from "./grid-column.ts";

export interface GridRowProps {
  readonly id: string;
  readonly position: number;
  readonly tableRow: Row<GridFeatures, GridDatum>;
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly isSelected: boolean;
  readonly tree: GridTreeRow | undefined;
  readonly actions: GridActions;
}

/** One row of a grid, at its place. */
export function GridRow(props: GridRowProps): ReactNode {
  const { position, tableRow, columns, tree, actions } = props;
  const { row } = tableRow.original;
  return (
    <div
      id={props.id}
      className="ls-grid__row"
      role="row"
      aria-rowindex={position + 2}
      aria-selected={props.isSelected}
      aria-level={tree?.level}
      aria-expanded={tree?.isExpanded}
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
      {tableRow.getAllCells().map((cell, i) => (
        <div
          key={cell.id}
          role="gridcell"
          aria-colindex={i + 1}
          className={`ls-grid__cell ls-grid__cell--${columns[i].align}`}
          title={columns[i].title?.(row)}
        >
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}
