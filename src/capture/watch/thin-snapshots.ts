import type { WatchSnapshot } from "#contract/watch.ts";

/**
 * The snapshot to drop so that at most `max` remain, or -1. First and last always stay; of the rest
 * goes the one whose neighbours are closest together, so the middle thins out evenly:
 *
 * ```
 *   at   0   1   2   3 ......... 9        max 4: drop 1 (its neighbours 0 and 2 are nearest)
 *   ->   0       2   3 ......... 9
 * ```
 * Ties go to the earlier one. Snapshots taken by hand go last.
 */
export function snapshotToDrop(
  snapshots: readonly Pick<WatchSnapshot, "atMillis" | "reason">[],
  max: number,
): number {
  if (snapshots.length <= Math.max(3, max)) return -1;
  let drop = -1;
  let smallestGap = Number.POSITIVE_INFINITY;
  for (const byHand of [false, true]) {
    for (let i = 1; i < snapshots.length - 1; i += 1) {
      if ((snapshots[i].reason === "manual") !== byHand) continue;
      const gap = snapshots[i + 1].atMillis - snapshots[i - 1].atMillis;
      if (gap < smallestGap) {
        smallestGap = gap;
        drop = i;
      }
    }
    if (drop >= 0) break;
  }
  return drop;
}
