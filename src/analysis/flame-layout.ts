import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { SampleTypeIndex, ValueColumn } from "#profile/profile.ts";
import type { CallTree } from "./call-tree.ts";
import type { FrameTable } from "./frame-table.ts";
import { frameRanks } from "./frame-ranks.ts";
import { sumSubtrees, zerosLike } from "./node-values.ts";

/**
 * Boxes of a flame graph for one sample type, level by level and left to right, so that a row of
 * the picture is one contiguous range to search and cull. Children are ordered by size, largest
 * first, ties by frame name (UTF-8 bytes).
 *
 * ```
 *   level 0 |------------- all 6 -------------|     levelStart = [0, 1, 2, 3, 5]
 *   level 1 |-------------  a 6  -------------|     start      = [0, 0, 0, 0, 3]
 *   level 2 |-------------  b 6  -------------|     end        = [6, 6, 6, 3, 4]
 *   level 3 |----- c 3 -----|-d 1-|                 parent     = [-1, 0, 1, 2, 2]
 * ```
 * Widths are sums of |value|, so that a profile with negative values keeps every frame visible;
 * `flat` and `cum` keep their sign. Boxes of width 0 are left out of the layout.
 */
export interface FlameLayout {
  readonly length: number;
  /** `levels + 1` offsets. */
  readonly levelStart: Uint32Array;
  /** Left and right edge in the unit of the sample type, exact to 2^53. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Box of the caller; -1 for the root box. */
  readonly parent: Int32Array;
  /** `FrameIndex`; -1 for the root box. */
  readonly frame: Int32Array;
  /** 1 where the frame was inlined into its caller. */
  readonly isInlined: Uint8Array;
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}

/** Children of all nodes as one list: those of `node` are `list[start[node] .. start[node + 1])`. */
interface Children {
  readonly start: Uint32Array;
  readonly list: Int32Array;
}

/** Counting sort by parent of the nodes with a width; within a parent by node number. */
function childrenOf(parent: Int32Array, width: Float64Array): Children {
  const start = new Uint32Array(parent.length + 1);
  for (let node = 1; node < parent.length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    if (width[node] > 0) start[parent[node] + 1] += 1;
  }
  for (let node = 0; node < parent.length; node += 1) {
    start[node + 1] += start[node];
  }
  const list = new Int32Array(start[parent.length]);
  const next = start.slice(0, parent.length);
  for (let node = 1; node < parent.length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    if (width[node] > 0) list[next[parent[node]]++] = node;
  }
  return { start, list };
}

/** Below this, insertion sort beats the call of a comparator; nearly all nodes have fewer children. */
const FEW_CHILDREN = 16;

/** Sorts `list[start .. end)` by width, widest first, then by rank. */
function sortSiblings(
  list: Int32Array,
  start: number,
  end: number,
  isBefore: (a: number, b: number) => boolean,
): void {
  if (end - start > FEW_CHILDREN) {
    list
      .subarray(start, end)
      .sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
    return;
  }
  for (let i = start + 1; i < end; i += 1) {
    const node = list[i];
    let j = i - 1;
    while (j >= start && isBefore(node, list[j])) {
      list[j + 1] = list[j];
      j -= 1;
    }
    list[j + 1] = node;
  }
}

/** Boxes in order (level by level, left to right): the node of each, its parent box and left edge. */
interface PlacedBoxes {
  readonly length: number;
  readonly node: Int32Array;
  readonly parent: Int32Array;
  readonly start: Float64Array;
  readonly levelStart: Uint32Array;
}

/**
 * Breadth first over the children lists: a box's children follow those of the boxes before it, so
 * each level comes out contiguous and ordered. `min` keeps rounding (sums beyond 2^53 only) from
 * pushing a child over its caller's edge.
 */
function placeBoxes(
  children: Children,
  width: Float64Array,
  isBefore: (a: number, b: number) => boolean,
): PlacedBoxes {
  const capacity = children.list.length + 1;
  const node = new Int32Array(capacity);
  const parent = new Int32Array(capacity);
  const start = new Float64Array(capacity);
  const levelStart = [0, 1];
  parent[0] = -1;
  let length = 1;
  for (let box = 0, levelEnd = 1; box < length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    if (box === levelEnd) {
      levelEnd = length;
      levelStart.push(length);
    }
    const from = children.start[node[box]];
    const to = children.start[node[box] + 1];
    if (to - from > 1) {
      sortSiblings(children.list, from, to, isBefore);
    }
    const right = start[box] + width[node[box]];
    let left = start[box];
    for (let i = from; i < to; i += 1) {
      const child = children.list[i];
      if (!(width[child] > 0)) continue;
      node[length] = child;
      parent[length] = box;
      start[length] = Math.min(left, right);
      left += width[child];
      length += 1;
    }
  }
  if (levelStart.at(-1) !== length) levelStart.push(length);
  return {
    length,
    node,
    parent,
    start,
    levelStart: Uint32Array.from(levelStart),
  };
}

/** What a layout needs of a tree: rows have `parent[i] < i`, frame -1 and parent -1 at the root. */
interface BoxTree {
  readonly frames: FrameTable;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly isInlined: Uint8Array;
}

/** Boxes without values: the columns of `FlameLayout` that say where they are. */
export interface TreeBoxes extends Omit<FlameLayout, "flat" | "cum"> {
  /** Row of the tree behind each box. */
  readonly node: Int32Array;
}

function isBeforeBy(
  tree: BoxTree,
  width: Float64Array,
): (a: number, b: number) => boolean {
  const { frame } = tree;
  const rank = frameRanks(tree.frames);
  return (a, b) =>
    width[a] !== width[b]
      ? width[a] > width[b]
      : rank[frame[a]] < rank[frame[b]];
}

/**
 * Boxes of `tree` whose widths are the subtree sums of `flatMagnitude` (per node, not negative), in
 * the order of their widths. O(nodes), plus sorting of siblings.
 */
export function layoutBoxes(
  tree: BoxTree,
  flatMagnitude: Float64Array,
): TreeBoxes {
  const { parent, frame } = tree;
  const width = sumSubtrees(flatMagnitude, parent) as Float64Array;
  const boxes = placeBoxes(
    childrenOf(parent, width),
    width,
    isBeforeBy(tree, width),
  );
  const { length, node, start } = boxes;
  const end = new Float64Array(length);
  const boxFrame = new Int32Array(length);
  const isInlined = new Uint8Array(length);
  for (let box = 0; box < length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    const right = start[box] + width[node[box]];
    end[box] = box === 0 ? right : Math.min(right, end[boxes.parent[box]]);
    boxFrame[box] = frame[node[box]];
    isInlined[box] = tree.isInlined[node[box]];
  }
  return {
    length,
    levelStart: boxes.levelStart,
    start: start.subarray(0, length),
    end,
    parent: boxes.parent.subarray(0, length),
    frame: boxFrame,
    isInlined,
    node: node.subarray(0, length),
  };
}

/** The rows of a node column at `nodes`, in their order. */
export function pickNodes(column: ValueColumn, nodes: Int32Array): ValueColumn {
  checkpoint();
  const out = zerosLike(column, nodes.length);
  for (let i = 0; i < nodes.length; i += 1) out[i] = column[nodes[i]];
  return out;
}

/**
 * The boxes of `tree` for one sample type; see `FlameLayout`. The root box is always there, and
 * alone (width 0) in a profile without values. Works for inverted trees as they are. O(nodes), plus
 * sorting of siblings.
 */
export function layoutFlame(
  tree: CallTree,
  sampleTypeIndex: SampleTypeIndex,
): FlameLayout {
  const { node, ...boxes } = layoutBoxes(
    tree,
    tree.flatMagnitude[sampleTypeIndex],
  );
  return {
    ...boxes,
    flat: pickNodes(tree.flat[sampleTypeIndex], node),
    cum: pickNodes(tree.cum[sampleTypeIndex], node),
  };
}
