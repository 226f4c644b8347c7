import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile } from "#profile/profile.ts";
import { stackOrderOf } from "./stack-order.ts";

/** The entries of locations as two columns; see `EntryAssignment`. */
export interface LocationEntries {
  readonly start: Uint32Array;
  readonly list: Int32Array;
}

/**
 * Marks where an entry appears on a path for the first time, seen from the root: that row's samples
 * all pass through the entry, and none of them was counted for it further up. Counting only there
 * is pprof's "once per node per sample" (rule C2, graph.go newGraph) without looking at samples.
 *
 * ```
 *   path        a   b   a   c
 *   mark        1   1   0   1
 * ```
 */
export interface OutermostMarks {
  /** Per row of the stack trie: where its entries begin in `isOutermost`. */
  readonly position: Uint32Array;
  /** Per entry of each row's location, innermost first. */
  readonly isOutermost: Uint8Array;
}

/** See `OutermostMarks`. O(trie rows), for all sample types at once. */
export function markOutermost(
  profile: Profile,
  { start, list }: LocationEntries,
  entryCount: number,
): OutermostMarks {
  const { length, location } = profile.stacks;
  const position = new Uint32Array(length);
  let positions = 0;
  for (let row = 0; row < length; row += 1) {
    position[row] = positions;
    positions += start[location[row] + 1] - start[location[row]];
  }
  const isOutermost = new Uint8Array(positions);
  const { rows, depth, maxDepth } = stackOrderOf(profile.stacks);
  const path = new Int32Array(maxDepth + 1);
  const onPath = new Int32Array(entryCount);
  let pathLength = 0;
  for (let place = 0; place < length; place += 1) {
    if ((place & EVERY) === 0) checkpoint();
    const row = rows[place];
    while (pathLength > depth[row]) {
      pathLength -= 1;
      const left = location[path[pathLength]];
      for (let i = start[left]; i < start[left + 1]; i += 1) {
        onPath[list[i]] -= 1;
      }
    }
    const from = start[location[row]];
    const offset = position[row] - from;
    for (let i = start[location[row] + 1] - 1; i >= from; i -= 1) {
      const entry = list[i];
      if (onPath[entry] === 0) isOutermost[offset + i] = 1;
      onPath[entry] += 1;
    }
    path[pathLength] = row;
    pathLength += 1;
  }
  return { position, isOutermost };
}
