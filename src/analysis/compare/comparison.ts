/**
 * A comparison as it is worked with: the pair of profiles, the merged tree's shape, and the values of
 * both sides on it.
 *
 * ```
 *   pairProfiles -> Comparison --+-- computeSides --> layoutComparison   flame graphs
 *   (or foldNames of it)         +-- computeDeltaTable                   functions
 * ```
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { SampleTable, ValueColumn } from "#profile/profile.ts";
import { normaliseProfile, sumColumn } from "#profile/transform/normalise.ts";
import { magnitudeOf } from "#profile/value-column.ts";
import { hasNegative, sumSubtrees, zerosLike } from "../node-values.ts";
import { buildTreeShape, type TreeShape } from "../tree-shape.ts";
import type { ProfilePair } from "./pair-profiles.ts";

/**
 * Nodes at which samples of one side end, and which of them each sample ends at: a large profile has
 * far fewer of them than samples or nodes, so a column is added up among them first.
 */
export interface SideLeaves {
  /** Ascending. */
  readonly node: Int32Array;
  /** Index into `node`, per sample. */
  readonly ofSample: Int32Array;
}

/** A pair with what does not depend on the sample type. */
export interface Comparison {
  readonly pair: ProfilePair;
  readonly shape: TreeShape;
  readonly baseLeaves: SideLeaves;
  readonly currentLeaves: SideLeaves;
}

/** See `SideLeaves`. Samples without locations end at the root. O(samples + nodes). */
function leavesOf({ stack, count }: SampleTable, shape: TreeShape): SideLeaves {
  const { nodeOfStack, length } = shape;
  const place = new Int32Array(length);
  const ofSample = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const node = stack[i] < 0 ? 0 : nodeOfStack[stack[i]];
    ofSample[i] = node;
    place[node] = 1;
  }
  let leaves = 0;
  for (let node = 0; node < length; node += 1) leaves += place[node];
  const node = new Int32Array(leaves);
  let next = 0;
  for (let each = 0; each < length; each += 1) {
    if (place[each] === 0) continue;
    node[next] = each;
    place[each] = next;
    next += 1;
  }
  for (let i = 0; i < count; i += 1) ofSample[i] = place[ofSample[i]];
  return { node, ofSample };
}

/** See `Comparison`. O(trie rows + samples). */
export function compareProfiles(pair: ProfilePair): Comparison {
  const shape = buildTreeShape(pair.profile);
  return {
    pair,
    shape,
    baseLeaves: leavesOf(pair.base, shape),
    currentLeaves: leavesOf(pair.current, shape),
  };
}

/** Numbers of one side, of one sample type. */
export interface SideValues {
  /** Values of samples that end there, per row of `SideLeaves.node`. */
  readonly own: ValueColumn;
  /** Sum of their |value|. */
  readonly leafMagnitude: Float64Array;
  /** Per node. */
  readonly cum: ValueColumn;
  /** Sum of |value| per node, as doubles: `cum` itself where that says the same. */
  readonly width: Float64Array;
}

/** Values of both sides on one tree, per node. */
export interface ComparisonSides {
  readonly base: SideValues;
  readonly current: SideValues;
}

/** Sums of a column of samples per row of `SideLeaves.node`. */
export function addByLeaf(
  values: ValueColumn,
  leaves: SideLeaves,
): ValueColumn {
  const { ofSample, node } = leaves;
  if (values instanceof Float64Array) {
    const sums = new Float64Array(node.length);
    for (let i = 0; i < ofSample.length; i += 1) sums[ofSample[i]] += values[i];
    return sums;
  }
  const sums = new BigInt64Array(node.length);
  for (let i = 0; i < ofSample.length; i += 1) sums[ofSample[i]] += values[i];
  return sums;
}

function magnitudesByLeaf(
  values: ValueColumn,
  sums: ValueColumn,
  { ofSample }: SideLeaves,
): Float64Array {
  if (sums instanceof Float64Array && !hasNegative(values)) return sums;
  const magnitudes = new Float64Array(sums.length);
  for (let i = 0; i < ofSample.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    magnitudes[ofSample[i]] += Math.abs(Number(values[i]));
  }
  return magnitudes;
}

/** Sums over subtrees of values that only some nodes have. */
export function sumFromLeaves(
  values: ValueColumn,
  node: Int32Array,
  { parent, length }: TreeShape,
): ValueColumn {
  const sums = zerosLike(values, length);
  for (let i = 0; i < node.length; i += 1) sums[node[i]] = values[i];
  return sumSubtrees(sums, parent, sums);
}

/** Both sides of one sample type on the merged tree. O(samples + nodes). */
export function computeSides(
  { pair, shape, baseLeaves, currentLeaves }: Comparison,
  sampleTypeIndex: number,
): ComparisonSides {
  const sideOf = (samples: SampleTable, leaves: SideLeaves): SideValues => {
    const values = samples.values[sampleTypeIndex];
    const sums = addByLeaf(values, leaves);
    const leafMagnitude = magnitudesByLeaf(values, sums, leaves);
    const cum = sumFromLeaves(sums, leaves.node, shape);
    const isPlain = cum instanceof Float64Array && leafMagnitude === sums;
    return {
      own: sums,
      leafMagnitude,
      cum,
      width: isPlain
        ? cum
        : (sumFromLeaves(leafMagnitude, leaves.node, shape) as Float64Array),
    };
  };
  return {
    base: sideOf(pair.base, baseLeaves),
    current: sideOf(pair.current, currentLeaves),
  };
}

/**
 * The comparison with the current side scaled to the totals of the base, each sample value rounded
 * (rule N3, pprof's `-normalize`), its quirk N4 included. Tables and tree are those of the original:
 * only samples differ.
 */
export function normaliseComparison(comparison: Comparison): Comparison {
  const { pair, shape } = comparison;
  const like = { ...pair.profile, sampleTypes: pair.sampleTypes };
  const scaled = normaliseProfile(
    { ...like, samples: pair.current },
    { ...like, samples: pair.base },
  );
  // Both are cut from one profile, so their types agree.
  if (!scaled.ok) throw new Error(scaled.error.code);
  const { samples: current } = scaled.value;
  return {
    ...comparison,
    pair: { ...pair, current },
    currentLeaves:
      current.count === pair.current.count
        ? comparison.currentLeaves
        : leavesOf(current, shape),
  };
}

/** Sums over all samples of both sides, of one sample type. */
export interface ComparisonTotals {
  /** Signed sums, wrapping as Go's int64. */
  readonly base: bigint;
  readonly current: bigint;
  /** Sums of |value|: what pprof's percentages are shares of. */
  readonly baseMagnitude: bigint;
  readonly currentMagnitude: bigint;
}

/** See `ComparisonTotals`. */
export function comparisonTotals(
  { pair }: Comparison,
  sampleTypeIndex: number,
): ComparisonTotals {
  const base = pair.base.values[sampleTypeIndex];
  const current = pair.current.values[sampleTypeIndex];
  return {
    base: sumColumn(base),
    current: sumColumn(current),
    baseMagnitude: magnitudeOf(base),
    currentMagnitude: magnitudeOf(current),
  };
}
