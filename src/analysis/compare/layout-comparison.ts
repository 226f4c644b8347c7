import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { ValueColumn } from "#profile/profile.ts";
import type { TreeBoxes } from "../flame-layout.ts";
import { zerosLike } from "../node-values.ts";
import { changeClassCode, changeClasses } from "./change-class.ts";
import { changeStep, changeSteps } from "./change-step.ts";
import type { Comparison, ComparisonSides } from "./comparison.ts";
import {
  ofLeafAlone,
  ofSubtree,
  widthOfNode,
  type LeafRanges,
  type TreeWidths,
} from "./leaf-ranges.ts";
import type { ComparisonOrder, SiblingOrder } from "./sibling-order.ts";

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
  readonly baseCum: ValueColumn;
  readonly currentCum: ValueColumn;
  /** Index into `CHANGE_CLASSES`, by cum. */
  readonly changeClass: Uint8Array;
  /** See `changeSteps`, by cum. */
  readonly changeStep: Uint8Array;
  /** Boxes at which samples of either side may end, ascending: one in eight, as a rule. */
  readonly flatBox: Int32Array;
  /** Flat values of `flatBox`; all other boxes have 0. */
  readonly baseFlat: ValueColumn;
  readonly currentFlat: ValueColumn;
}

/** Flat values of one box of a layout. O(log boxes). */
export function flatOfBox(
  { flatBox, baseFlat, currentFlat }: ComparisonLayout,
  box: number,
): { readonly base: number | bigint; readonly current: number | bigint } {
  let low = 0;
  let high = flatBox.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flatBox[middle] < box) low = middle + 1;
    else high = middle;
  }
  return low < flatBox.length && flatBox[low] === box
    ? { base: baseFlat[low], current: currentFlat[low] }
    : { base: 0, current: 0 };
}

/** How long the columns of a layout are. */
export interface LayoutSizes {
  readonly boxes: number;
  readonly levels: number;
  /** Length of `flatBox`. */
  readonly leaves: number;
  /** Columns whose kind (doubles or int64) those of the layout take. */
  readonly base: ValueColumn;
  readonly current: ValueColumn;
}

/** Makes the columns of a layout, all 0: in one block that is then sent, for example. */
export type MakeLayout = (sizes: LayoutSizes) => ComparisonLayout;

const newLayout: MakeLayout = ({ boxes, levels, leaves, base, current }) => ({
  length: boxes,
  levelStart: new Uint32Array(levels + 1),
  start: new Float64Array(boxes),
  end: new Float64Array(boxes),
  parent: new Int32Array(boxes),
  frame: new Int32Array(boxes),
  isInlined: new Uint8Array(boxes),
  node: new Int32Array(boxes),
  baseCum: zerosLike(base, boxes),
  currentCum: zerosLike(current, boxes),
  changeClass: new Uint8Array(boxes),
  changeStep: new Uint8Array(boxes),
  flatBox: new Int32Array(leaves),
  baseFlat: zerosLike(base, leaves),
  currentFlat: zerosLike(current, leaves),
});

/** Which nodes get a box. */
interface Shown {
  readonly widths: TreeWidths;
  /** Narrower ones have none; above 0. */
  readonly minWidth: number;
}

/** What a layout is made of. */
type Laid = Pick<Comparison, "shape" | "leaves">;

interface BoxCounts {
  /** Boxes per level; the root always has one. */
  readonly levels: readonly number[];
  /** Boxes that are leaves. */
  readonly leaves: number;
}

/** Of a layout that leaves none out: looks at every node, level by level. */
function countAll({ shape, leaves }: Laid, { widths }: Shown): BoxCounts {
  const { levelStart } = shape;
  const levels = [1];
  let leafBoxes = leaves.isLeaf[0];
  for (let level = 1; level + 1 < levelStart.length; level += 1) {
    let boxes = 0;
    for (let i = levelStart[level]; i < levelStart[level + 1]; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      if (!(widthOfNode(widths, leaves, i) > 0)) continue;
      boxes += 1;
      leafBoxes += leaves.isLeaf[i];
    }
    if (boxes === 0) break;
    levels.push(boxes);
  }
  return { levels, leaves: leafBoxes };
}

/** Of a layout that leaves narrow boxes out: looks at the callees of those that it has, and no others. */
function countWide({ shape, leaves }: Laid, shown: Shown): BoxCounts {
  const { widths, minWidth } = shown;
  const { calleeStart } = shape;
  const levels: number[] = [];
  let leafBoxes = 0;
  for (let level = [0]; level.length > 0;) {
    levels.push(level.length);
    const below: number[] = [];
    for (const node of level) {
      leafBoxes += leaves.isLeaf[node];
      for (let i = calleeStart[node]; i < calleeStart[node + 1]; i += 1) {
        if (widthOfNode(widths, leaves, i) >= minWidth) below.push(i);
      }
    }
    level = below;
  }
  return { levels, leaves: leafBoxes };
}

/**
 * Breadth first: a box's callees follow those of the boxes before it. `min` keeps rounding (sums
 * beyond 2^53 only) from pushing a callee over its caller's edge.
 */
function placeBoxes(
  { shape, leaves }: Laid,
  siblings: SiblingOrder,
  { widths, minWidth }: Shown,
  layout: ComparisonLayout,
): void {
  const { calleeStart } = shape;
  const { node, parent, start, end, frame, isInlined } = layout;
  parent[0] = -1;
  frame[0] = -1;
  end[0] = widthOfNode(widths, leaves, 0);
  let next = 1;
  for (let box = 0; box < layout.length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    const right = end[box];
    let left = start[box];
    const first = calleeStart[node[box]];
    const last = calleeStart[node[box] + 1];
    if (first === last) continue;
    const order = siblings.withCalleesOf(node[box]);
    for (let i = first; i < last; i += 1) {
      const callee = order[i];
      const width = widthOfNode(widths, leaves, callee);
      if (!(width >= minWidth)) {
        // In the order of both sides a wider one may follow.
        left += width;
        continue;
      }
      node[next] = callee;
      parent[next] = box;
      frame[next] = shape.frame[callee];
      isInlined[next] = shape.isInlined[callee];
      start[next] = left < right ? left : right;
      left += width;
      end[next] = left < right ? left : right;
      next += 1;
    }
  }
}

function fillValues(
  { base, current }: ComparisonSides,
  leaves: LeafRanges,
  total: number,
  layout: ComparisonLayout,
): void {
  const { start, end } = leaves;
  const { node, baseCum, currentCum, length } = layout;
  const { sums: before } = base;
  const { sums: after } = current;
  if (before instanceof Float64Array && after instanceof Float64Array) {
    for (let box = 0; box < length; box += 1) {
      if ((box & EVERY) === 0) checkpoint();
      const from = start[node[box]];
      const to = end[node[box]];
      const baseValue = before[to] - before[from];
      const currentValue = after[to] - after[from];
      baseCum[box] = baseValue;
      currentCum[box] = currentValue;
      layout.changeClass[box] = changeClassCode(baseValue, currentValue);
      layout.changeStep[box] = changeStep(currentValue - baseValue, total);
    }
    return;
  }
  fillSums(before, leaves, node, baseCum);
  fillSums(after, leaves, node, currentCum);
  layout.changeClass.set(changeClasses(baseCum, currentCum));
  layout.changeStep.set(changeSteps(baseCum, currentCum, total));
}

function fillSums(
  sums: ValueColumn,
  leaves: LeafRanges,
  node: Int32Array,
  out: ValueColumn,
): void {
  for (let box = 0; box < node.length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    out[box] = ofSubtree(sums, leaves, node[box]);
  }
}

function fillFlats(
  { base, current }: ComparisonSides,
  { start, isLeaf }: LeafRanges,
  layout: ComparisonLayout,
): void {
  const { node, flatBox, baseFlat, currentFlat, length } = layout;
  let next = 0;
  for (let box = 0; box < length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    if (isLeaf[node[box]] === 0) continue;
    flatBox[next] = box;
    baseFlat[next] = ofLeafAlone(base.sums, start[node[box]]);
    currentFlat[next] = ofLeafAlone(current.sums, start[node[box]]);
    next += 1;
  }
}

/** What a layout shows. */
export interface LayoutOptions {
  readonly width: ComparisonWidth;
  /** What a change is a share of for `changeStep`. */
  readonly total: number;
  /** Share of the whole width below which nodes get no box; 0 (the default) leaves none out. */
  readonly minShare?: number;
}

/** Less than any width but 0. */
const ANY_WIDTH = Number.MIN_VALUE;

function shownBy(
  { leaves }: Laid,
  { sides, larger }: ComparisonOrder,
  { width, minShare = 0 }: LayoutOptions,
): Shown {
  const widths = width === "larger" ? larger : sides[width].widths;
  const whole = widthOfNode(widths, leaves, 0);
  return { widths, minWidth: Math.max(ANY_WIDTH, whole * minShare) };
}

/** Whether a layout leaves boxes out for being narrow. O(boxes and their callees). */
export function hidesBoxes(
  comparison: Laid,
  order: ComparisonOrder,
  options: LayoutOptions,
): boolean {
  const { shape, leaves } = comparison;
  const { widths, minWidth } = shownBy(comparison, order, options);
  for (let nodes = [0]; nodes.length > 0;) {
    const below: number[] = [];
    for (const node of nodes) {
      const end = shape.calleeStart[node + 1];
      for (let i = shape.calleeStart[node]; i < end; i += 1) {
        const width = widthOfNode(widths, leaves, i);
        if (width >= minWidth) below.push(i);
        else if (width > 0) return true;
      }
    }
    nodes = below;
  }
  return false;
}

/**
 * The boxes of one comparison; see `ComparisonLayout`. O(nodes) where none is left out, else O(boxes and
 * their callees).
 */
export function layoutComparison(
  comparison: Laid,
  order: ComparisonOrder,
  options: LayoutOptions,
  make: MakeLayout = newLayout,
): ComparisonLayout {
  const shown = shownBy(comparison, order, options);
  const { base, current } = order.sides;
  const { levels, leaves } =
    shown.minWidth > ANY_WIDTH
      ? countWide(comparison, shown)
      : countAll(comparison, shown);
  const layout = make({
    boxes: levels.reduce((sum, boxes) => sum + boxes, 0),
    levels: levels.length,
    leaves,
    base: base.sums,
    current: current.sums,
  });
  levels.forEach((boxes, level) => {
    layout.levelStart[level + 1] = layout.levelStart[level] + boxes;
  });
  placeBoxes(comparison, order.siblings, shown, layout);
  fillValues(order.sides, comparison.leaves, options.total, layout);
  fillFlats(order.sides, comparison.leaves, layout);
  return layout;
}
