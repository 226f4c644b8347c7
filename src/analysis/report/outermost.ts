import type { Profile } from "#profile/profile.ts";
import { linkCallees, walkStacks } from "./stack-walk.ts";

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
 *   path        a   b   a   c        with c inlined: positions of a location are innermost first
 *   mark        1   1   0   1
 * ```
 */
export interface OutermostMarks {
  /** Per row of the stack trie: where its positions begin in `isOutermost`. */
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
  const { stacks } = profile;
  const position = new Uint32Array(stacks.length);
  let positions = 0;
  for (let row = 0; row < stacks.length; row += 1) {
    const location = stacks.location[row];
    position[row] = positions;
    positions += start[location + 1] - start[location];
  }
  const isOutermost = new Uint8Array(positions);
  const onPath = new Int32Array(entryCount);
  walkStacks(
    stacks,
    linkCallees(stacks),
    (row) => {
      const location = stacks.location[row];
      const from = start[location];
      for (let i = start[location + 1] - 1; i >= from; i -= 1) {
        const entry = list[i];
        if (onPath[entry] === 0) isOutermost[position[row] + i - from] = 1;
        onPath[entry] += 1;
      }
      return true;
    },
    (row) => {
      const location = stacks.location[row];
      for (let i = start[location]; i < start[location + 1]; i += 1) {
        onPath[list[i]] -= 1;
      }
    },
  );
  return { position, isOutermost };
}
