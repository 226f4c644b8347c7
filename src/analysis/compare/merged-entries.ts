/**
 * Functions by name on the merged tree. Their values come from the nodes' own: a tree has its cum once
 * per sample type, so the delta table costs one pass over nodes, whatever the number of samples.
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { ValueColumn } from "#profile/profile.ts";
import { entriesOfFrames, type FrameEntries } from "../name-entries.ts";
import { zerosLike } from "../node-values.ts";
import type { EntryValues } from "../report/entry-values.ts";
import type { TreeShape } from "../tree-shape.ts";
import type { SideLeaves } from "./comparison.ts";

/** Functions of a merged tree, for all sample types. */
export interface MergedEntries extends FrameEntries {
  /**
   * 1 where the node's function is on its path for the first time, seen from the root: cum counts
   * there only (rule C2).
   *
   * ```
   *   path        a   b   a   c
   *   mark        1   1   0   1
   * ```
   */
  readonly isOutermost: Uint8Array;
}

/** Depth first: functions on the present path are kept by entry. */
function markOutermost(
  { calleeStart, frame, length, levelStart }: TreeShape,
  { ofFrame, entryCount }: FrameEntries,
): Uint8Array {
  const isOutermost = new Uint8Array(length);
  const isOnPath = new Uint8Array(entryCount);
  const path = new Int32Array(levelStart.length + 1);
  const next = new Uint32Array(levelStart.length + 1);
  next[0] = calleeStart[0];
  for (let depth = 0; depth >= 0;) {
    const node = path[depth];
    const callee = next[depth];
    if (callee === calleeStart[node + 1]) {
      if (isOutermost[node] === 1) isOnPath[ofFrame[frame[node]]] = 0;
      depth -= 1;
      continue;
    }
    if ((callee & EVERY) === 0) checkpoint();
    next[depth] += 1;
    const entry = ofFrame[frame[callee]];
    if (isOnPath[entry] === 0) {
      isOnPath[entry] = 1;
      isOutermost[callee] = 1;
    }
    depth += 1;
    path[depth] = callee;
    next[depth] = calleeStart[callee];
  }
  return isOutermost;
}

const cache = new WeakMap<TreeShape, MergedEntries>();

/** See `MergedEntries`; kept for as long as the tree is. O(nodes) the first time. */
export function mergedEntriesOf(shape: TreeShape): MergedEntries {
  let known = cache.get(shape);
  if (known === undefined) {
    const entries = entriesOfFrames(shape.frames);
    known = { ...entries, isOutermost: markOutermost(shape, entries) };
    cache.set(shape, known);
  }
  return known;
}

/** Values of one side: per row of `SideLeaves.node`, and per node. */
export interface TreeValues {
  readonly own: ValueColumn;
  readonly cum: ValueColumn;
}

// Two bodies: see `node-values.ts`.

function addDoubles(
  { frame }: TreeShape,
  { ofFrame, isOutermost, entryCount }: MergedEntries,
  cum: Float64Array,
): Float64Array {
  const sums = new Float64Array(entryCount);
  for (let node = 1; node < cum.length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    if (isOutermost[node] === 1 && cum[node] !== 0) {
      sums[ofFrame[frame[node]]] += cum[node];
    }
  }
  return sums;
}

function addInt64s(
  { frame }: TreeShape,
  { ofFrame, isOutermost, entryCount }: MergedEntries,
  cum: BigInt64Array,
): BigInt64Array {
  const sums = new BigInt64Array(entryCount);
  for (let node = 1; node < cum.length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    if (isOutermost[node] === 1 && cum[node] !== 0n) {
      sums[ofFrame[frame[node]]] += cum[node];
    }
  }
  return sums;
}

/** Flat and cum (rules C1, C2) of every entry, exact, wrapping as int64. O(nodes). */
export function mergedEntryValues(
  shape: TreeShape,
  { node }: SideLeaves,
  { own, cum }: TreeValues,
): EntryValues {
  const entries = mergedEntriesOf(shape);
  const flat = zerosLike(own, entries.entryCount);
  for (let i = 0; i < node.length; i += 1) {
    // Samples without locations end at the root, which is no function.
    if (node[i] === 0) continue;
    const entry = entries.ofFrame[shape.frame[node[i]]];
    if (flat instanceof Float64Array) flat[entry] += Number(own[i]);
    else flat[entry] += own[i] as bigint;
  }
  return {
    flat,
    cum:
      cum instanceof Float64Array
        ? addDoubles(shape, entries, cum)
        : addInt64s(shape, entries, cum),
  };
}
