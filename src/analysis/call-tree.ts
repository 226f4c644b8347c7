import { PairMap } from "#base/pair-map.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import type { FrameTable } from "./frame-table.ts";
import { assignFrames } from "./frame-table-builder.ts";
import { addSamples, magnitudesOf, sumSubtrees } from "./node-values.ts";

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

/** The rows of a `CallTree` without values, and where samples belong in it. */
export interface TreeShape {
  readonly frames: FrameTable;
  readonly length: number;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly isInlined: Uint8Array;
  /** Node of each row of `StackTable`: the innermost frame of its location. */
  readonly nodeOfStack: Int32Array;
}

/**
 * Walks the stack trie, callers before callees, and merges what differs by location only (two lines
 * of one function are one node). One hash step per frame of the trie, not per frame of the samples.
 */
export function buildTreeShape(profile: Profile): TreeShape {
  const { stacks, locations } = profile;
  const { frames, ofLine, ofBareLocation } = assignFrames(profile);
  const { lineStart } = locations;
  const nodes = new PairMap(stacks.length + (stacks.length >> 2));
  let notInlined = new Uint8Array(Math.max(16, stacks.length * 2));
  const nodeOfStack = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack += 1) {
    const caller = stacks.parent[stack];
    const location = stacks.location[stack];
    const start = lineStart[location];
    const last = lineStart[location + 1] - 1;
    let node = caller < 0 ? 0 : nodeOfStack[caller];
    if (nodes.size + last - start + 2 >= notInlined.length) {
      const grown = new Uint8Array((notInlined.length + last - start) * 2);
      grown.set(notInlined);
      notInlined = grown;
    }
    if (last < start) {
      node = nodes.add(node, ofBareLocation[location]) + 1;
      notInlined[node] = 1;
    }
    for (let line = last; line >= start; line -= 1) {
      node = nodes.add(node, ofLine[line]) + 1;
      if (line === last) notInlined[node] = 1;
    }
    nodeOfStack[stack] = node;
  }
  const length = nodes.size + 1;
  const parent = new Int32Array(length);
  const frame = new Int32Array(length);
  const isInlined = new Uint8Array(length);
  parent[0] = -1;
  frame[0] = -1;
  for (let node = 1; node < length; node += 1) {
    parent[node] = nodes.firstOf(node - 1);
    frame[node] = nodes.secondOf(node - 1);
    isInlined[node] = 1 - notInlined[node];
  }
  return { frames, length, parent, frame, isInlined, nodeOfStack };
}

/**
 * The call tree of `profile` with the values of every sample type; see `CallTree`. Samples without
 * locations end at the root, so `cum[0]` is the (signed) sum over all samples. Exact, sums wrap as
 * Go's int64 do (rule I0). O(stack rows + samples x sample types).
 */
export function buildCallTree(profile: Profile): CallTree {
  const { nodeOfStack, ...shape } = buildTreeShape(profile);
  const { samples } = profile;
  const flat = samples.values.map((values) =>
    addSamples(samples, values, nodeOfStack, shape.length),
  );
  return {
    inverted: false,
    ...shape,
    flat,
    cum: flat.map((column) => sumSubtrees(column, shape.parent)),
    flatMagnitude: samples.values.map((values, i) =>
      magnitudesOf(samples, values, nodeOfStack, flat[i]),
    ),
  };
}
