/** What a key does in a grid. */
export type GridKeyAction =
  | { readonly kind: "select"; readonly position: number }
  | { readonly kind: "activate" }
  | { readonly kind: "copy" }
  | { readonly kind: "menu" }
  | { readonly kind: "expand"; readonly isExpanded: boolean };

/** The part of a keyboard event that matters. */
export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface GridPlace {
  readonly rowCount: number;
  /** Selected position; -1 for none. */
  readonly position: number;
  readonly pageRows: number;
}

function movedPosition(key: string, place: GridPlace): number | null {
  const { rowCount, position, pageRows } = place;
  const last = rowCount - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, position + 1);
    case "ArrowUp":
      return Math.max(0, position - 1);
    case "PageDown":
      return Math.min(last, Math.max(0, position) + pageRows);
    case "PageUp":
      return Math.max(0, position - pageRows);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** null: the key is not the grid's. */
export function gridKeyAction(
  event: GridKey,
  place: GridPlace,
): GridKeyAction | null {
  const { key } = event;
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    return key.toLowerCase() === "c" && !event.shiftKey
      ? { kind: "copy" }
      : null;
  }
  if (key === "ContextMenu" || (event.shiftKey && key === "F10")) {
    return { kind: "menu" };
  }
  if (key === "Enter") return { kind: "activate" };
  if (key === "ArrowRight") return { kind: "expand", isExpanded: true };
  if (key === "ArrowLeft") return { kind: "expand", isExpanded: false };
  const position = place.rowCount === 0 ? null : movedPosition(key, place);
  return position === null ? null : { kind: "select", position };
}
