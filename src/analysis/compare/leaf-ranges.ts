/**
 * The structure of a merged tree against its values. Leaves (nodes at which samples of either side end)
 * are numbered depth first, so that those at and below any node are neighbours:
 *
 * ```
 *   node        0 all   1 a   2 d   3 b   4 c   5 b       samples end at 2, 3, 4, 5
 *   callees     1 2     3 4   5
 *   leaf        -       -     2     0     1     3
 *   start..end  0..4    0..2  2..4  0..1  1..2  3..4
 * ```
 * That is the same for every sample type and mode. Values are running sums over leaves, far fewer than
 * nodes, and the sum of any subtree is the difference of two of them:
 *
 * ```
 *   values of leaves   5 1 0 2
 *   running sums     0 5 6 6 8          a: sums[2] - sums[0] = 6      d: sums[4] - sums[2] = 2
 * ```
 * Sums of a `ValueColumn` are exact, so the differences are, too; int64 wraps either way (rule I0).
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { SampleTable, ValueColumn } from "#profile/profile.ts";
import { sumSubtrees, zerosLike } from "../node-values.ts";
import type { TreeShape } from "../tree-shape.ts";

/** See the file header. */
export interface LeafRanges {
  /** Node of each leaf. */
  readonly node: Int32Array;
  /** First leaf at or below each node. */
  readonly start: Int32Array;
  /** One past the last leaf at or below each node. */
  readonly end: Int32Array;
  /** 1 for nodes that are leaves; theirs is `start[node]`. */
  readonly isLeaf: Uint8Array;
}

function markLeaves(
  sides: readonly SampleTable[],
  { nodeOfStack, length }: TreeShape,
): Uint8Array {
  const isLeaf = new Uint8Array(length);
  for (const { stack, count } of sides) {
    for (let i = 0; i < count; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      isLeaf[stack[i] < 0 ? 0 : nodeOfStack[stack[i]]] = 1;
    }
  }
  return isLeaf;
}

/** Numbers the leaves of `sides` on their merged tree. O(samples + nodes). */
export function rangeLeaves(
  sides: readonly SampleTable[],
  shape: TreeShape,
): LeafRanges {
  const { parent, length } = shape;
  const isLeaf = markLeaves(sides, shape);
  // Leaves at and below each node, first; then one past the last of them.
  const end = Int32Array.from(isLeaf);
  for (let node = length - 1; node > 0; node -= 1) {
    if ((node & EVERY) === 0) checkpoint();
    end[parent[node]] += end[node];
  }
  const start = new Int32Array(length);
  const node = new Int32Array(end[0]);
  // Where the next callee of a node begins. A node's own leaf comes before those of its callees.
  const next = new Int32Array(length);
  for (let each = 0; each < length; each += 1) {
    if ((each & EVERY) === 0) checkpoint();
    if (each > 0) {
      start[each] = next[parent[each]];
      next[parent[each]] += end[each];
      end[each] += start[each];
    }
    next[each] = start[each] + isLeaf[each];
    if (isLeaf[each] === 1) node[start[each]] = each;
  }
  return { node, start, end, isLeaf };
}

/** Leaf at which each sample ends; samples without locations end at the root. O(samples). */
export function leafOfSamples(
  { stack, count }: SampleTable,
  { nodeOfStack }: TreeShape,
  { start }: LeafRanges,
): Int32Array {
  const leaf = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    leaf[i] = start[stack[i] < 0 ? 0 : nodeOfStack[stack[i]]];
  }
  return leaf;
}

/** Running sums of a column of samples: `leaves + 1` of them, the first 0. O(samples + leaves). */
export function runningSums(
  values: ValueColumn,
  leafOfSample: Int32Array,
  leaves: number,
): ValueColumn {
  const sums = zerosLike(values, leaves + 1);
  if (sums instanceof Float64Array && values instanceof Float64Array) {
    for (let i = 0; i < leafOfSample.length; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      sums[leafOfSample[i] + 1] += values[i];
    }
    return runOn(sums);
  }
  for (let i = 0; i < leafOfSample.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    // Both are int64 here.
    (sums as BigInt64Array)[leafOfSample[i] + 1] += (values as BigInt64Array)[
      i
    ];
  }
  for (let i = 1; i < sums.length; i += 1) {
    (sums as BigInt64Array)[i] += (sums as BigInt64Array)[i - 1];
  }
  return sums;
}

/** Values of leaves, each one place on, to running sums, in place. */
function runOn(sums: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 1; i < sums.length; i += 1) {
    sum += sums[i];
    sums[i] = sum;
  }
  return sums;
}

/** |value| of each leaf's samples, as doubles. O(samples). */
export function leafMagnitudes(
  values: ValueColumn,
  leafOfSample: Int32Array,
  leaves: number,
): Float64Array {
  const magnitudes = new Float64Array(leaves);
  for (let i = 0; i < leafOfSample.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    magnitudes[leafOfSample[i]] += Math.abs(Number(values[i]));
  }
  return magnitudes;
}

/** How wide the nodes of a tree are: sums over subtrees of something that is never negative. */
export interface TreeWidths {
  /** Running sums over leaves or, where `isByNode`, sums of nodes. */
  readonly sums: Float64Array;
  /** Sums beyond 2^53: differences of running sums would lose the small ones. */
  readonly isByNode: boolean;
}

/** See `TreeWidths`. O(leaves); O(nodes) for sums beyond 2^53. */
export function widthsOfLeaves(
  ofLeaf: Float64Array,
  { node }: LeafRanges,
  { parent, length }: TreeShape,
): TreeWidths {
  const sums = new Float64Array(ofLeaf.length + 1);
  sums.set(ofLeaf, 1);
  runOn(sums);
  if (sums[ofLeaf.length] <= Number.MAX_SAFE_INTEGER) {
    return { sums, isByNode: false };
  }
  const byNode = new Float64Array(length);
  for (let i = 0; i < node.length; i += 1) byNode[node[i]] = ofLeaf[i];
  sumSubtrees(byNode, parent, byNode);
  return { sums: byNode, isByNode: true };
}

/** Width of a node. O(1). */
export function widthOfNode(
  { sums, isByNode }: TreeWidths,
  { start, end }: LeafRanges,
  node: number,
): number {
  return isByNode ? sums[node] : sums[end[node]] - sums[start[node]];
}

/** Value of a leaf alone. */
export function ofLeafAlone(sums: ValueColumn, leaf: number): number | bigint {
  return sums instanceof Float64Array
    ? sums[leaf + 1] - sums[leaf]
    : BigInt.asIntN(64, sums[leaf + 1] - sums[leaf]);
}

/** Sum over the subtree of a node. O(1). */
export function ofSubtree(
  sums: ValueColumn,
  { start, end }: LeafRanges,
  node: number,
): number | bigint {
  return sums instanceof Float64Array
    ? sums[end[node]] - sums[start[node]]
    : BigInt.asIntN(64, sums[end[node]] - sums[start[node]]);
}
