import { levelOfBox } from "../../canvas/flame-boxes.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { frameFacts } from "../../state/frame-facts.ts";
import { percentCell, type CopiedTable } from "../../state/separated-text.ts";

/** Rows of the call tree to paste elsewhere: exact numbers, and the level that the indent stands for. */
export function treeTable(
  model: FlameModel,
  boxes: readonly number[],
  unit: string,
): CopiedTable {
  const flatHeader = model.inverted ? [] : [`flat (${unit})`, "flat%"];
  return {
    header: ["level", "name", `cum (${unit})`, "cum%", ...flatHeader, "file"],
    rowCount: boxes.length,
    cellsOf: (i) => {
      const box = boxes[i];
      const { name, cum, flat, location, ...shares } = frameFacts(model, box);
      const flatCells =
        flat === null
          ? []
          : [flat.toString(), percentCell(shares.flatShareOfTotal)];
      return [
        String(levelOfBox(model.boxes, box)),
        name,
        cum.toString(),
        percentCell(shares.shareOfTotal),
        ...flatCells,
        location,
      ];
    },
  };
}
