import { useCallback, type KeyboardEvent, type RefObject } from "react";
import {
  GRID_ROW_HEIGHT,
  type GridActions,
  type GridPoint,
} from "./grid-column.ts";
import { gridKeyAction, type GridKeyAction } from "./grid-keyboard.ts";

export interface GridKeysOptions {
  readonly rowCount: number;
  readonly rowAt: (position: number) => number;
  readonly selectedPosition: number;
  readonly actions: GridActions;
  readonly isTree: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Below the left end of a row: where its menu opens from the keyboard. */
function menuPoint(scroller: HTMLElement, position: number): GridPoint | null {
  const row = scroller.querySelector(`[data-position="${position}"]`);
  if (row === null) return null;
  const rect = row.getBoundingClientRect();
  return { clientX: rect.left + 24, clientY: rect.bottom };
}

/** The keydown handler of a grid. */
export function useGridKeys(
  options: GridKeysOptions,
): (event: KeyboardEvent<HTMLElement>) => void {
  const { rowCount, rowAt, selectedPosition, actions, isTree, scroller } =
    options;
  return useCallback(
    (event) => {
      const element = scroller.current;
      if (event.target !== event.currentTarget || element === null) return;
      const action = gridKeyAction(event, {
        rowCount,
        position: selectedPosition,
        pageRows: Math.floor(element.clientHeight / GRID_ROW_HEIGHT) - 2,
      });
      if (action === null) return;
      if (action.kind === "expand" && !isTree) return;
      event.preventDefault();
      if (action.kind === "select") {
        actions.onSelect(rowAt(action.position));
      } else if (selectedPosition >= 0) {
        const point = menuPoint(element, selectedPosition);
        act(actions, action, rowAt(selectedPosition), point);
      }
    },
    [rowCount, rowAt, selectedPosition, actions, isTree, scroller],
  );
}

function act(
  actions: GridActions,
  action: Exclude<GridKeyAction, { readonly kind: "select" }>,
  row: number,
  point: GridPoint | null,
): void {
  switch (action.kind) {
    case "activate":
      actions.onActivate?.(row);
      break;
    case "copy":
      actions.onCopy?.(row);
      break;
    case "expand":
      actions.onExpand?.(row, action.isExpanded);
      break;
    case "menu":
      if (point !== null) actions.onContextMenu?.(row, point);
  }
}
