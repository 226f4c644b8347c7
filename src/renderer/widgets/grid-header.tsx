import type { Header } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import type { GridColumn, GridFeatures, GridSort } from "./grid-column.ts";

export interface GridHeaderProps {
  readonly headers: readonly Header<GridFeatures, object>[];
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly minWidth: number;
  readonly sort: GridSort | undefined;
  readonly onSort: ((columnId: string) => void) | undefined;
  readonly onNudgeWidth: (columnId: string, delta: number) => void;
}

/** Pixels a column changes by one press of shift + arrow on its header. */
const NUDGE = 16;

/** The header row: names that sort, handles that resize (shift + arrow keys on the name do too). */
export function GridHeader(props: GridHeaderProps): ReactNode {
  const { headers, columns, template, minWidth } = props;
  return (
    <div role="rowgroup" className="ls-grid__head-group">
      <div
        className="ls-grid__head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth }}
      >
        {headers.map((header, i) => (
          <HeaderCell
            key={header.id}
            header={header}
            column={columns[i]}
            index={i}
            owner={props}
          />
        ))}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  readonly header: Header<GridFeatures, object>;
  readonly column: GridColumn;
  readonly index: number;
  readonly owner: GridHeaderProps;
}

function HeaderCell(props: HeaderCellProps): ReactNode {
  const { header, column, index, owner } = props;
  const { sort, onSort, onNudgeWidth } = owner;
  const isSorted = sort?.columnId === column.id;
  const isSortable = column.isSortable === true && onSort !== undefined;
  const onResize = header.getResizeHandler();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.shiftKey) return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    onNudgeWidth(column.id, event.key === "ArrowRight" ? NUDGE : -NUDGE);
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={ariaSort(isSorted ? sort : undefined, isSortable)}
      data-pinned={column.isPinned === true ? "" : undefined}
      className={`ls-grid__head-cell ls-grid__head-cell--${column.align}`}
    >
      <button
        type="button"
        className="ls-grid__head-button"
        title={column.hint}
        // One that does not sort still takes the keys that resize.
        data-plain={isSortable ? undefined : ""}
        onClick={isSortable ? () => onSort(column.id) : undefined}
        onKeyDown={onKeyDown}
      >
        {column.header}
        {isSorted && <SortArrow isDescending={sort.isDescending} />}
      </button>
      <span
        className="ls-grid__resize"
        aria-hidden
        data-resizing={header.column.getIsResizing() ? "" : undefined}
        onMouseDown={onResize}
        onTouchStart={onResize}
      />
    </div>
  );
}

function SortArrow({
  isDescending,
}: {
  readonly isDescending: boolean;
}): ReactNode {
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  return <Arrow size={12} strokeWidth={2} aria-hidden />;
}

function ariaSort(
  sort: GridSort | undefined,
  isSortable: boolean,
): "ascending" | "descending" | "none" | undefined {
  if (sort !== undefined) return sort.isDescending ? "descending" : "ascending";
  return isSortable ? "none" : undefined;
}
