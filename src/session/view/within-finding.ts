import type { GoroutineBucket } from "#analysis/goroutines/group-goroutines.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";

/** Buckets cut down to the groups of a finding. */
export function withinFinding(
  { groups }: GoroutineSnapshot,
  buckets: readonly GoroutineBucket[],
  findingGroups: readonly number[],
): readonly GoroutineBucket[] {
  const wanted = new Set(findingGroups);
  return buckets
    .map((bucket) => {
      const groupIndices = bucket.groupIndices.filter((index) =>
        wanted.has(index),
      );
      if (groupIndices.length === bucket.groupIndices.length) return bucket;
      const states = new Map<string | null, number>();
      for (const index of groupIndices) {
        const { waitReason, count } = groups[index];
        states.set(waitReason, (states.get(waitReason) ?? 0) + count);
      }
      const inside = groupIndices.map((index) => groups[index]);
      const sum = (value: (group: (typeof inside)[number]) => number) =>
        inside.reduce((total, group) => total + value(group), 0);
      const waits = inside
        .map(({ minWaitMinutes }) => minWaitMinutes)
        .filter((minutes) => minutes >= 0);
      return {
        ...bucket,
        groupIndices,
        count: sum(({ count }) => count),
        leakedCount: sum(({ leakedCount }) => leakedCount),
        lockedCount: sum(({ lockedCount }) => lockedCount),
        agedCount: sum(({ agedCount }) => agedCount),
        minWaitMinutes: waits.length === 0 ? -1 : Math.min(...waits),
        maxWaitMinutes: Math.max(
          -1,
          ...inside.map(({ maxWaitMinutes }) => maxWaitMinutes),
        ),
        states: [...states].map(([waitReason, count]) => ({
          waitReason,
          count,
        })),
      };
    })
    .filter(({ groupIndices }) => groupIndices.length > 0);
}
