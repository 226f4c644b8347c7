import { create } from "zustand";

/** Widths the user gave to columns, in CSS pixels, by table and column. */
interface GridWidths {
  readonly widths: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const useGridWidths = create<GridWidths>(() => ({ widths: {} }));

const NO_WIDTHS: Readonly<Record<string, number>> = {};

/** Widths of a table, and how to change them. */
export function useWidthsOf(
  tableId: string,
): [Record<string, number>, (widths: Record<string, number>) => void] {
  const widths = useGridWidths((state) => state.widths[tableId] ?? NO_WIDTHS);
  const setWidths = (next: Record<string, number>): void =>
    useGridWidths.setState((state) => ({
      widths: { ...state.widths, [tableId]: next },
    }));
  return [widths, setWidths];
}
