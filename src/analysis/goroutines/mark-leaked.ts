import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { stackViews } from "../leaks/mechanism/stack-view.ts";
import { compatible, StackIndex } from "./stack-index.ts";

/** A group of the leak profile as one of the snapshot's: it has no members there. */
function addedGroup(group: GoroutineGroup, count: number): GoroutineGroup {
  return { ...group, count, leakedCount: count, memberStart: 0, memberEnd: 0 };
}

/**
 * The snapshot with the proof of a goroutineleak profile of the same process: groups with the same
 * stack and wait get its count as `leakedCount`, so no goroutine is counted twice. What only the leak
 * profile has becomes groups of their own at the end, and `goroutineCount` counts them.
 *
 * ```
 *   goroutine      20  chan send  main.forward        20, 18 of them leaked
 *   goroutineleak  18  chan send  main.forward   ->
 *                   2  select     main.pump            2, both leaked (added)
 * ```
 */
export function markLeaked(
  snapshot: GoroutineSnapshot,
  leaks: GoroutineSnapshot,
): GoroutineSnapshot {
  const index = new StackIndex(snapshot);
  const leakedCounts = snapshot.groups.map(({ leakedCount }) => leakedCount);
  const added: GoroutineGroup[] = [];
  for (const { group, wait } of stackViews(leaks)) {
    let rest = group.count;
    // What runs is not leaked, whatever its stack.
    const blocked = index
      .find(group.frames)
      .filter(({ kind }) => kind !== "on-cpu" && kind !== "not-started");
    for (const match of compatible(blocked, wait.kind)) {
      const free = match.group.count - leakedCounts[match.groupIndex];
      const taken = Math.max(0, Math.min(free, rest));
      leakedCounts[match.groupIndex] += taken;
      rest -= taken;
    }
    if (rest > 0) added.push(addedGroup(group, rest));
  }
  const addedCount = added.reduce((sum, { count }) => sum + count, 0);
  const groups = snapshot.groups.map((group, i) =>
    leakedCounts[i] === group.leakedCount
      ? group
      : { ...group, leakedCount: leakedCounts[i] },
  );
  return {
    ...snapshot,
    groups: [...groups, ...added],
    goroutineCount: snapshot.goroutineCount + addedCount,
    // goroutineleak profiles came with Go 1.26.
    goMinorAtLeast: Math.max(snapshot.goMinorAtLeast, 26),
  };
}
