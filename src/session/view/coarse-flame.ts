import type { ComparisonTotals } from "#analysis/compare/comparison.ts";
import type { ComparisonLayout } from "#analysis/compare/layout-comparison.ts";
import type { FrameTable } from "#analysis/frame-table.ts";
import type { TreeShape } from "#analysis/tree-shape.ts";
import { encodeComparisonFlame } from "#contract/compare.ts";
import type { Allocate } from "#contract/views.ts";

/** The frames that `frame` names, and their new numbers in its place; -1 stays. */
function usedFrames(frames: FrameTable, frame: Int32Array): FrameTable {
  const used: number[] = [];
  const numberOf = new Int32Array(frames.length).fill(-1);
  for (let box = 0; box < frame.length; box += 1) {
    const old = frame[box];
    if (old < 0) continue;
    if (numberOf[old] < 0) numberOf[old] = used.push(old) - 1;
    frame[box] = numberOf[old];
  }
  return {
    length: used.length,
    strings: frames.strings,
    name: Uint32Array.from(used, (i) => frames.name[i]),
    file: Uint32Array.from(used, (i) => frames.file[i]),
    line: Float64Array.from(used, (i) => frames.line[i]),
    packagePath: Uint32Array.from(used, (i) => frames.packagePath[i]),
    kind: Uint8Array.from(used, (i) => frames.kind[i]),
  };
}

/** What a coarse picture is made of. */
export interface CoarseFlame {
  readonly shape: TreeShape;
  readonly layout: ComparisonLayout;
  readonly totals: ComparisonTotals;
  readonly isWhole: boolean;
}

/**
 * A coarse picture with the frames it shows and no others: of a large comparison the names weigh more
 * than the boxes. Renumbers `layout.frame`.
 */
export function encodeCoarseFlame(
  { shape, layout, totals, isWhole }: CoarseFlame,
  allocate: Allocate,
): Uint8Array {
  const frames = usedFrames(shape.frames, layout.frame);
  return encodeComparisonFlame(
    { frames, totals, isWhole },
    (make) => {
      const columns = make({
        boxes: layout.length,
        levels: layout.levelStart.length - 1,
        leaves: layout.flatBox.length,
        base: layout.baseCum,
        current: layout.currentCum,
      });
      columns.levelStart.set(layout.levelStart);
      columns.start.set(layout.start);
      columns.end.set(layout.end);
      columns.parent.set(layout.parent);
      columns.frame.set(layout.frame);
      columns.isInlined.set(layout.isInlined);
      columns.node.set(layout.node);
      columns.changeClass.set(layout.changeClass);
      columns.changeStep.set(layout.changeStep);
      columns.flatBox.set(layout.flatBox);
      for (const name of [
        "baseCum",
        "currentCum",
        "baseFlat",
        "currentFlat",
      ] as const) {
        // Both were made for columns of one kind.
        (columns[name] as Float64Array).set(layout[name] as Float64Array);
      }
    },
    allocate,
  );
}
