/** How the user left the tables: widths of columns and sorting, by table. Part of the settings. */

/** A sorting, by the id of its column. */
export interface SavedSort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** What was changed in a table. */
export interface TableLayout {
  /** CSS pixels by column; columns left as they were are not there. */
  readonly widths: Readonly<Record<string, number>>;
  /** null: as the table sorts by itself. */
  readonly sort: SavedSort | null;
}

/** Layouts by the id of the table. */
export type TableLayouts = Readonly<Record<string, TableLayout>>;

const MAX_ENTRIES = 100;
const MAX_ID = 64;
const MAX_WIDTH = 10_000;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Entries of an object with ids that may be used; the rest is dropped. */
function entriesOf(value: unknown): (readonly [string, unknown])[] {
  return Object.entries(fieldsOf(value))
    .filter(([id]) => id.length <= MAX_ID && id !== "__proto__")
    .slice(0, MAX_ENTRIES);
}

function isWidth(value: unknown): value is number {
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    value > 0 &&
    value <= MAX_WIDTH
  );
}

function sortFrom(value: unknown): SavedSort | null {
  const { column, isDescending } = fieldsOf(value);
  return typeof column === "string" &&
    column.length <= MAX_ID &&
    typeof isDescending === "boolean"
    ? { column, isDescending }
    : null;
}

/** Layouts from persisted or received data: what is damaged is left out. */
export function tableLayoutsFrom(value: unknown): TableLayouts {
  return Object.fromEntries(
    entriesOf(value).map(([table, layout]) => {
      const { widths, sort } = fieldsOf(layout);
      const good = entriesOf(widths).filter(
        (entry): entry is readonly [string, number] => isWidth(entry[1]),
      );
      return [
        table,
        { widths: Object.fromEntries(good), sort: sortFrom(sort) },
      ];
    }),
  );
}
