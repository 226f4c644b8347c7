import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { StackIndex, StackTable } from "#profile/profile.ts";

/**
 * The rows of a stack trie in depth-first order, callers before their callees. Walking it while
 * keeping the last row of each depth gives every path in turn:
 *
 * ```
 *   trie        row depth       row       path
 *   0 a          0   0           0        0
 *   1 └ b        1   1           1        0 1
 *   2   └ d      3   1    walk   3        0 1 3
 *   3 ... of 1   2   2           2        0 2
 * ```
 * An array, not a function that calls back: the loops over it are the hot ones of every report, and
 * a callback per row doubles their time.
 */
export interface StackOrder {
  /** Every row once. */
  readonly rows: Int32Array;
  /** Callers above each row, by row; 0 for roots. */
  readonly depth: Int32Array;
  readonly maxDepth: number;
}

const cache = new WeakMap<StackTable, StackOrder>();

/**
 * Depth-first order of `stacks`, callees in row order; kept for as long as `stacks` is. Two passes:
 * a row's place is after its caller and after what its earlier siblings need.
 */
export function stackOrderOf(stacks: StackTable): StackOrder {
  const known = cache.get(stacks);
  if (known !== undefined) return known;
  const { length, parent } = stacks;
  const size = new Int32Array(length).fill(1);
  for (let row: StackIndex = length - 1; row >= 0; row -= 1) {
    if ((row & EVERY) === 0) checkpoint();
    if (parent[row] >= 0) size[parent[row]] += size[row];
  }
  const rows = new Int32Array(length);
  const depth = new Int32Array(length);
  // Where the next callee of a row goes; takes the place of its size once that is used up.
  const next = size;
  let nextRoot = 0;
  let maxDepth = 0;
  for (let row: StackIndex = 0; row < length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const caller = parent[row];
    const rowSize = size[row];
    let place = nextRoot;
    if (caller < 0) nextRoot += rowSize;
    else {
      place = next[caller];
      next[caller] += rowSize;
      depth[row] = depth[caller] + 1;
      if (depth[row] > maxDepth) maxDepth = depth[row];
    }
    rows[place] = row;
    next[row] = place + 1;
  }
  const order = { rows, depth, maxDepth };
  cache.set(stacks, order);
  return order;
}
