import type { NeighbourTable } from "#analysis/neighbour-table.ts";
import { percentCell, type CopiedTable } from "../../state/separated-text.ts";

/** Callers or callees to paste elsewhere: exact numbers; shares are of the function's cum. */
export function neighbourTable(
  table: NeighbourTable,
  rows: readonly number[],
  cum: bigint,
  unit: string,
): CopiedTable {
  return {
    header: [`value (${unit})`, "cum%", "name"],
    rowCount: rows.length,
    cellsOf: (i) => {
      const value = table.value[rows[i]];
      const ratio = cum === 0n ? 0 : Number(value) / Number(cum);
      const name = table.strings.get(table.name[rows[i]]);
      return [value.toString(), percentCell(ratio), name];
    },
  };
}
