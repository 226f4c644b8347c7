import type { Profile, ValueColumn } from "#profile/profile.ts";
import type { FrameTable } from "./frame-table.ts";
import { addSamples, magnitudesOf, sumSubtrees } from "./node-values.ts";
import { buildTreeShape } from "./tree-shape.ts";

/** Row of a `CallTree`; 0 is the synthetic root that stands for the whole profile. */
export type CallNodeIndex = number;

/**
 * Call stacks merged by path, root at the callers (or at the leaves when `inverted`). Its shape is
 * the same for every sample type; flat and cum come per sample type.
 *
 * ```
 *   stacks (root first)         nodes: index parent frame  flat cum
 *   a b c  3                           0     -1     -1     0    6
 *   a b d  1                           1      0      a     0    6
 *   a b    2                           2      1      b     2    6
 *                                      3      2      c     3    3
 *                                      4      2      d     1    1
 * ```
 * Invariants: `parent[i] < i`; children of a node have distinct frames; `cum[i]` is
 * `flat[i]` plus the cum of its children.
 */
export interface CallTree {
  readonly inverted: boolean;
  readonly frames: FrameTable;
  readonly length: number;
  readonly parent: Int32Array;
  /** `FrameIndex`; -1 for the root. */
  readonly frame: Int32Array;
  /** 1 where every line behind the node was inlined into its caller. */
  readonly isInlined: Uint8Array;
  /** Per sample type, in the unit of that sample type. */
  readonly flat: readonly ValueColumn[];
  /** Per sample type; flat plus all descendants. */
  readonly cum: readonly ValueColumn[];
  /**
   * Per sample type: sum of |value| over the samples that end at the node, never negative; what a
   * flame graph draws. The same array as `flat` where no value is negative. Doubles even where
   * `flat` is exact int64: for widths, not for figures.
   */
  readonly flatMagnitude: readonly Float64Array[];
}

/**
 * The call tree of `profile` with the values of every sample type; see `CallTree`. Samples without
 * locations end at the root, so `cum[0]` is the (signed) sum over all samples. Exact, sums wrap as
 * Go's int64 do (rule I0). O(stack rows + samples x sample types).
 */
export function buildCallTree(profile: Profile): CallTree {
  const { nodeOfStack, frames, length, parent, frame, isInlined } =
    buildTreeShape(profile);
  const { samples } = profile;
  const flat = samples.values.map((values) =>
    addSamples(samples, values, nodeOfStack, length),
  );
  return {
    inverted: false,
    frames,
    length,
    parent,
    frame,
    isInlined,
    flat,
    cum: flat.map((column) => sumSubtrees(column, parent)),
    flatMagnitude: samples.values.map((values, i) =>
      magnitudesOf(samples, values, nodeOfStack, flat[i]),
    ),
  };
}
