import type { ValueColumn } from "#profile/profile.ts";
import type { TreeShape } from "../tree-shape.ts";
import {
  layoutBoxes,
  orderSiblings,
  pickNodes,
  type Children,
  type TreeBoxes,
} from "../flame-layout.ts";
import { sumSubtrees } from "../node-values.ts";
import { changeClasses } from "./change-class.ts";
import { changeSteps } from "./change-step.ts";
import type { ComparisonSides } from "./comparison.ts";

/**
 * What the boxes of a comparison are as wide as. `larger` takes the larger side at each node's own
 * value and sums that up the tree, so removed frames stay visible (rule N6) and callees never stick
 * out of their caller.
 */
export type ComparisonWidth = "base" | "current" | "larger";

/**
 * Boxes of a comparison with both sides' values, in the unit of the sample type. Whatever the widths,
 * siblings are in one order (largest side first, then by name), so that two layouts of one comparison
 * can stand beside one another:
 *
 * ```
 *   a 5 -> 6, b 4 -> 0, c 0 -> 3
 *   base    |----- a 5 -----|--- b 4 ---|
 *   current |------ a 6 ------|-- c 3 --|
 *   larger  |------ a 6 ------|--- b 4 ---|-- c 3 --|
 * ```
 */
export interface ComparisonLayout extends TreeBoxes {
  readonly baseFlat: ValueColumn;
  readonly baseCum: ValueColumn;
  readonly currentFlat: ValueColumn;
  readonly currentCum: ValueColumn;
  /** Index into `CHANGE_CLASSES`, by cum. */
  readonly changeClass: Uint8Array;
  /** See `changeSteps`, by cum. */
  readonly changeStep: Uint8Array;
}

function largerOf(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i += 1) out[i] = a[i] > b[i] ? a[i] : b[i];
  return out;
}

/** What the layouts of one sample type share, whatever their widths. */
export interface ComparisonOrder {
  readonly sides: ComparisonSides;
  /** Per node, the larger of both sides' own values. */
  readonly larger: Float64Array;
  readonly siblings: Children;
}

/** See `ComparisonOrder`. O(nodes), plus sorting of siblings. */
export function orderComparison(
  shape: TreeShape,
  sides: ComparisonSides,
): ComparisonOrder {
  const larger = largerOf(
    sides.base.flatMagnitude,
    sides.current.flatMagnitude,
  );
  const width = sumSubtrees(larger, shape.parent) as Float64Array;
  return { sides, larger, siblings: orderSiblings(shape, width) };
}

/**
 * The boxes of one comparison; see `ComparisonLayout`. `total` is what a change is a share of for
 * `changeStep`. O(nodes).
 */
export function layoutComparison(
  shape: TreeShape,
  { sides, larger, siblings }: ComparisonOrder,
  width: ComparisonWidth,
  total: number,
): ComparisonLayout {
  const { base, current } = sides;
  const magnitudes = {
    base: base.flatMagnitude,
    current: current.flatMagnitude,
    larger,
  };
  const boxes = layoutBoxes(shape, magnitudes[width], siblings);
  const pick = (column: ValueColumn): ValueColumn =>
    pickNodes(column, boxes.node);
  const baseCum = pick(base.cum);
  const currentCum = pick(current.cum);
  return {
    ...boxes,
    baseFlat: pick(base.flat),
    baseCum,
    currentFlat: pick(current.flat),
    currentCum,
    changeClass: changeClasses(baseCum, currentCum),
    changeStep: changeSteps(baseCum, currentCum, total),
  };
}
