/**
 * Functions by name on the merged tree. Their values come from running sums over its leaves, so the
 * delta table costs one pass over nodes, whatever the number of samples.
 */
import { checkpoint, EVERY, FEW } from "#base/checkpoint.ts";
import type { ValueColumn } from "#profile/profile.ts";
import { entriesOfFrames, type FrameEntries } from "../name-entries.ts";
import type { EntryValues } from "../report/entry-values.ts";
import type { TreeShape } from "../tree-shape.ts";
import type { Comparison } from "./comparison.ts";
import { foldName, mayFold } from "./fold-names.ts";

/** Functions of a merged tree, for all sample types. */
export interface MergedEntries extends FrameEntries {
  /**
   * Entry of each node whose function is on its path for the first time, seen from the root, since cum
   * counts there only (rule C2); -1 for all others and the root.
   *
   * ```
   *   path        a   b   a   c
   *   entry       0   1  -1   2
   * ```
   */
  readonly outermost: Int32Array;
  /** Entries in the order of their names. */
  readonly byName: Uint32Array;
  /** Entries with one number here have one folded name (see `foldName`); -1 where folding changes none. */
  readonly foldedName: Int32Array;
}

/** See `MergedEntries.outermost`. Depth first: functions on the present path are kept by entry. */
function outermostEntries(
  { calleeStart, frame, length, levelStart }: TreeShape,
  { ofFrame, entryCount }: FrameEntries,
): Int32Array {
  const outermost = new Int32Array(length).fill(-1);
  const isOnPath = new Uint8Array(entryCount);
  const path = new Int32Array(levelStart.length + 1);
  const next = new Uint32Array(levelStart.length + 1);
  next[0] = calleeStart[0];
  for (let depth = 0; depth >= 0;) {
    const node = path[depth];
    const callee = next[depth];
    if (callee === calleeStart[node + 1]) {
      if (outermost[node] >= 0) isOnPath[outermost[node]] = 0;
      depth -= 1;
      continue;
    }
    if ((callee & EVERY) === 0) checkpoint();
    next[depth] += 1;
    const entry = ofFrame[frame[callee]];
    if (isOnPath[entry] === 0) {
      isOnPath[entry] = 1;
      outermost[callee] = entry;
    }
    depth += 1;
    path[depth] = callee;
    next[depth] = calleeStart[callee];
  }
  return outermost;
}

/** See `MergedEntries.foldedName`. */
function foldedNames({ strings, name }: FrameEntries): Int32Array {
  const numberOf = new Map<string, number>();
  return Int32Array.from(name, (index, entry) => {
    if ((entry & FEW) === 0) checkpoint();
    if (!mayFold(strings, index)) return -1;
    const text = strings.get(index);
    const folded = foldName(text);
    if (folded === text) return -1;
    const known = numberOf.get(folded) ?? numberOf.size;
    numberOf.set(folded, known);
    return known;
  });
}

const cache = new WeakMap<TreeShape, MergedEntries>();

/** See `MergedEntries`; kept for as long as the tree is. O(nodes) the first time. */
export function mergedEntriesOf(shape: TreeShape): MergedEntries {
  let known = cache.get(shape);
  if (known === undefined) {
    const entries = entriesOfFrames(shape.frames);
    const { rank, entryCount } = entries;
    const byName = Uint32Array.from({ length: entryCount }, (_, i) => i);
    byName.sort((a, b) => rank[a] - rank[b]);
    known = {
      ...entries,
      outermost: outermostEntries(shape, entries),
      byName,
      foldedName: foldedNames(entries),
    };
    cache.set(shape, known);
  }
  return known;
}

// Two bodies: see `node-values.ts`.

function addDoubles(
  { shape, leaves }: Comparison,
  { ofFrame, outermost, entryCount }: MergedEntries,
  sums: Float64Array,
): EntryValues {
  const { node, start, end } = leaves;
  const flat = new Float64Array(entryCount);
  // Samples without locations end at the root, which is no function.
  for (let leaf = leaves.isLeaf[0]; leaf < node.length; leaf += 1) {
    flat[ofFrame[shape.frame[node[leaf]]]] += sums[leaf + 1] - sums[leaf];
  }
  const cum = new Float64Array(entryCount);
  for (let i = 1; i < outermost.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    const value = sums[end[i]] - sums[start[i]];
    // Half the nodes of a comparison may be the other side's.
    if (value !== 0 && outermost[i] >= 0) cum[outermost[i]] += value;
  }
  return { flat, cum };
}

function addInt64s(
  { shape, leaves }: Comparison,
  { ofFrame, outermost, entryCount }: MergedEntries,
  sums: BigInt64Array,
): EntryValues {
  const { node, start, end } = leaves;
  const flat = new BigInt64Array(entryCount);
  for (let leaf = leaves.isLeaf[0]; leaf < node.length; leaf += 1) {
    flat[ofFrame[shape.frame[node[leaf]]]] += sums[leaf + 1] - sums[leaf];
  }
  const cum = new BigInt64Array(entryCount);
  for (let i = 1; i < outermost.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    const value = sums[end[i]] - sums[start[i]];
    if (value !== 0n && outermost[i] >= 0) cum[outermost[i]] += value;
  }
  return { flat, cum };
}

/**
 * Flat and cum (rules C1, C2) of every entry, exact, wrapping as int64; `sums` are running sums over
 * the leaves of the comparison. O(nodes).
 */
export function mergedEntryValues(
  comparison: Comparison,
  sums: ValueColumn,
): EntryValues {
  const entries = mergedEntriesOf(comparison.shape);
  return sums instanceof Float64Array
    ? addDoubles(comparison, entries, sums)
    : addInt64s(comparison, entries, sums);
}
