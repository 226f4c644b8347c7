import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { ValueColumn } from "#profile/profile.ts";
import { pickNodes, type TreeBoxes } from "../flame-layout.ts";
import { frameRanks } from "../frame-ranks.ts";
import { sumSubtrees, zerosLike } from "../node-values.ts";
import type { TreeShape } from "../tree-shape.ts";
import { changeClassCode, changeClasses } from "./change-class.ts";
import { changeStep, changeSteps } from "./change-step.ts";
import type { Comparison, ComparisonSides } from "./comparison.ts";

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

/** What the layouts of one sample type share, whatever their widths. */
export interface ComparisonOrder {
  readonly sides: ComparisonSides;
  /** Sums over subtrees of the larger of both sides' own values, per node. */
  readonly largerWidth: Float64Array;
  /** Callees of `node` in order: `siblings[i]`, `i` from `calleeStart[node]` to the next. */
  readonly siblings: Int32Array;
  /** 1 for nodes at which samples of either side end. */
  readonly isLeaf: Uint8Array;
}

function largerWidths(
  { shape, baseLeaves, currentLeaves }: Comparison,
  { base, current }: ComparisonSides,
): Float64Array {
  const larger = new Float64Array(shape.length);
  baseLeaves.node.forEach((node, i) => {
    larger[node] = base.leafMagnitude[i];
  });
  currentLeaves.node.forEach((node, i) => {
    const magnitude = current.leafMagnitude[i];
    if (magnitude > larger[node]) larger[node] = magnitude;
  });
  return sumSubtrees(larger, shape.parent, larger) as Float64Array;
}

/** Below this, insertion sort beats the call of a comparator; nearly all nodes have fewer callees. */
const FEW_CALLEES = 24;

/** Callees of all nodes, widest first, then by frame name. */
function orderSiblings(shape: TreeShape, width: Float64Array): Int32Array {
  const { calleeStart, length, frame } = shape;
  const rank = frameRanks(shape.frames);
  const order = new Int32Array(length);
  for (let i = 0; i < length; i += 1) order[i] = i;
  for (let node = 0; node < length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    const start = calleeStart[node];
    const end = calleeStart[node + 1];
    if (end - start > FEW_CALLEES) {
      order
        .subarray(start, end)
        .sort((a, b) => width[b] - width[a] || rank[frame[a]] - rank[frame[b]]);
      continue;
    }
    for (let i = start + 1; i < end; i += 1) {
      const callee = order[i];
      const w = width[callee];
      let j = i - 1;
      while (j >= start) {
        const other = order[j];
        const isBefore =
          w !== width[other]
            ? w > width[other]
            : rank[frame[callee]] < rank[frame[other]];
        if (!isBefore) break;
        order[j + 1] = other;
        j -= 1;
      }
      order[j + 1] = callee;
    }
  }
  return order;
}

/**
 * See `ComparisonOrder`. `siblings` of another one keeps its order: boxes then stay where they are
 * when the values change. O(nodes), plus sorting of siblings.
 */
export function orderComparison(
  comparison: Comparison,
  sides: ComparisonSides,
  siblings?: Int32Array,
): ComparisonOrder {
  const { shape, baseLeaves, currentLeaves } = comparison;
  const largerWidth = largerWidths(comparison, sides);
  const isLeaf = new Uint8Array(shape.length);
  for (const { node } of [baseLeaves, currentLeaves]) {
    for (let i = 0; i < node.length; i += 1) isLeaf[node[i]] = 1;
  }
  return {
    sides,
    largerWidth,
    siblings: siblings ?? orderSiblings(shape, largerWidth),
    isLeaf,
  };
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
  readonly width: Float64Array;
  /** Narrower ones have none; above 0. */
  readonly minWidth: number;
}

/** Boxes per level (the root always has one) and boxes that are leaves. */
function countBoxes(
  { levelStart }: TreeShape,
  { width, minWidth }: Shown,
  isLeaf: Uint8Array,
): { readonly levels: readonly number[]; readonly leaves: number } {
  const levels = [1];
  let leaves = isLeaf[0];
  for (let level = 1; level + 1 < levelStart.length; level += 1) {
    let boxes = 0;
    for (let i = levelStart[level]; i < levelStart[level + 1]; i += 1) {
      if (!(width[i] >= minWidth)) continue;
      boxes += 1;
      leaves += isLeaf[i];
    }
    if (boxes === 0) break;
    levels.push(boxes);
  }
  return { levels, leaves };
}

/**
 * Breadth first: a box's callees follow those of the boxes before it. `min` keeps rounding (sums
 * beyond 2^53 only) from pushing a callee over its caller's edge.
 */
function placeBoxes(
  shape: TreeShape,
  siblings: Int32Array,
  { width, minWidth }: Shown,
  layout: ComparisonLayout,
): void {
  const { calleeStart } = shape;
  const { node, parent, start, end, frame, isInlined } = layout;
  parent[0] = -1;
  frame[0] = -1;
  end[0] = width[0];
  let next = 1;
  for (let box = 0; box < layout.length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    const right = end[box];
    let left = start[box];
    const last = calleeStart[node[box] + 1];
    for (let i = calleeStart[node[box]]; i < last; i += 1) {
      const callee = siblings[i];
      const calleeWidth = width[callee];
      if (!(calleeWidth >= minWidth)) {
        // In the order of both sides a wider one may follow.
        left += calleeWidth;
        continue;
      }
      node[next] = callee;
      parent[next] = box;
      frame[next] = shape.frame[callee];
      isInlined[next] = shape.isInlined[callee];
      start[next] = left < right ? left : right;
      left += calleeWidth;
      end[next] = left < right ? left : right;
      next += 1;
    }
  }
}

function fillValues(
  { base, current }: ComparisonSides,
  total: number,
  layout: ComparisonLayout,
): void {
  const { node, baseCum, currentCum, length } = layout;
  if (
    base.cum instanceof Float64Array &&
    current.cum instanceof Float64Array &&
    baseCum instanceof Float64Array &&
    currentCum instanceof Float64Array
  ) {
    for (let box = 0; box < length; box += 1) {
      if ((box & EVERY) === 0) checkpoint();
      const before = base.cum[node[box]];
      const after = current.cum[node[box]];
      baseCum[box] = before;
      currentCum[box] = after;
      layout.changeClass[box] = changeClassCode(before, after);
      layout.changeStep[box] = changeStep(after - before, total);
    }
    return;
  }
  const before = pickNodes(base.cum, node);
  const after = pickNodes(current.cum, node);
  (baseCum as BigInt64Array).set(before as BigInt64Array);
  (currentCum as BigInt64Array).set(after as BigInt64Array);
  layout.changeClass.set(changeClasses(before, after));
  layout.changeStep.set(changeSteps(before, after, total));
}

/** `cum` of a node without that of its callees: exact, as all sums of a column are; int64 not wrapped. */
export function flatOfNode(
  cum: ValueColumn,
  { calleeStart }: TreeShape,
  node: number,
): number | bigint {
  const end = calleeStart[node + 1];
  if (cum instanceof Float64Array) {
    let flat = cum[node];
    for (let i = calleeStart[node]; i < end; i += 1) flat -= cum[i];
    return flat;
  }
  let flat = cum[node];
  for (let i = calleeStart[node]; i < end; i += 1) flat -= cum[i];
  return flat;
}

function fillFlats(
  shape: TreeShape,
  { sides, isLeaf }: ComparisonOrder,
  layout: ComparisonLayout,
): void {
  const { node, flatBox, baseFlat, currentFlat, length } = layout;
  let next = 0;
  for (let box = 0; box < length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    if (isLeaf[node[box]] === 0) continue;
    flatBox[next] = box;
    baseFlat[next] = flatOfNode(sides.base.cum, shape, node[box]);
    currentFlat[next] = flatOfNode(sides.current.cum, shape, node[box]);
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

function widthsOf(
  { sides, largerWidth }: ComparisonOrder,
  width: ComparisonWidth,
): Float64Array {
  return width === "larger" ? largerWidth : sides[width].width;
}

/** How many boxes a layout has that leaves none out. O(nodes). */
export function wholeBoxCount(
  order: ComparisonOrder,
  width: ComparisonWidth,
): number {
  const widths = widthsOf(order, width);
  // The root always has one.
  let boxes = 1;
  for (let node = 1; node < widths.length; node += 1) {
    if (widths[node] > 0) boxes += 1;
  }
  return boxes;
}

/** The boxes of one comparison; see `ComparisonLayout`. O(nodes). */
export function layoutComparison(
  shape: TreeShape,
  order: ComparisonOrder,
  { width, total, minShare = 0 }: LayoutOptions,
  make: MakeLayout = newLayout,
): ComparisonLayout {
  const { base, current } = order.sides;
  const widthOfNode = widthsOf(order, width);
  const minWidth = Math.max(ANY_WIDTH, widthOfNode[0] * minShare);
  const shown: Shown = { width: widthOfNode, minWidth };
  const { levels, leaves } = countBoxes(shape, shown, order.isLeaf);
  const layout = make({
    boxes: levels.reduce((sum, boxes) => sum + boxes, 0),
    levels: levels.length,
    leaves,
    base: base.cum,
    current: current.cum,
  });
  levels.forEach((boxes, level) => {
    layout.levelStart[level + 1] = layout.levelStart[level] + boxes;
  });
  placeBoxes(shape, order.siblings, shown, layout);
  fillValues(order.sides, total, layout);
  fillFlats(shape, order, layout);
  return layout;
}
