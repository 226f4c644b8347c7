import type { TopView } from "#contract/views.ts";
import { percentCell, type CopiedTable } from "../../state/separated-text.ts";
import { filesText, topShares } from "./top-rows.ts";

/** Rows of Top to paste elsewhere: exact numbers, percentages with two decimals, pprof's columns. */
export function topTable(
  view: TopView,
  rows: Uint32Array,
  unit: string,
): CopiedTable {
  const shares = topShares(view);
  return {
    header: [
      `flat (${unit})`,
      "flat%",
      "sum%",
      `cum (${unit})`,
      "cum%",
      "name",
      "files",
    ],
    rowCount: rows.length,
    cellsOf: (i) => {
      const row = rows[i];
      return [
        view.flat[row].toString(),
        percentCell(shares.flat(row)),
        percentCell(shares.sum(row)),
        view.cum[row].toString(),
        percentCell(shares.cum(row)),
        view.strings.get(view.name[row]),
        filesText(view, row),
      ];
    },
  };
}
