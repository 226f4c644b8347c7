import type { StackIndex, StackTable } from "#profile/profile.ts";

/** Callee links of a stack trie: `nextSibling[firstCallee[i]]`, …; -1 ends the list. */
export interface CalleeLinks {
  readonly firstRoot: StackIndex;
  readonly firstCallee: Int32Array;
  readonly nextSibling: Int32Array;
}

/** Links for walking a trie from its roots, callees in row order. O(rows). */
export function linkCallees(stacks: StackTable): CalleeLinks {
  const { length, parent } = stacks;
  const firstCallee = new Int32Array(length).fill(-1);
  const nextSibling = new Int32Array(length).fill(-1);
  let firstRoot = -1;
  for (let row = length - 1; row >= 0; row -= 1) {
    const caller = parent[row];
    if (caller < 0) {
      nextSibling[row] = firstRoot;
      firstRoot = row;
    } else {
      nextSibling[row] = firstCallee[caller];
      firstCallee[caller] = row;
    }
  }
  return { firstRoot, firstCallee, nextSibling };
}

/**
 * Depth-first walk without recursion: `enter(row)` before the row's callees, `leave(row)` after them.
 * Between the two, exactly the rows of the path to `row` are entered. Rows where `enter` gives false
 * are skipped with all below them, and not left.
 */
export function walkStacks(
  stacks: StackTable,
  links: CalleeLinks,
  enter: (row: StackIndex) => boolean,
  leave: (row: StackIndex) => void,
): void {
  const { parent } = stacks;
  const { firstCallee, nextSibling } = links;
  let row = links.firstRoot;
  while (row >= 0) {
    const isEntered = enter(row);
    if (isEntered && firstCallee[row] >= 0) {
      row = firstCallee[row];
      continue;
    }
    if (isEntered) leave(row);
    while (row >= 0 && nextSibling[row] < 0) {
      row = parent[row];
      if (row >= 0) leave(row);
    }
    if (row >= 0) row = nextSibling[row];
  }
}
