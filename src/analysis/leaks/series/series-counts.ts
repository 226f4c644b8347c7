import type {
  ClassifiedGroup,
  ClassifiedSnapshot,
} from "./classified-snapshot.ts";

/** Goroutines that satisfy `test`, per snapshot, oldest first. */
export function countPerSnapshot(
  series: readonly ClassifiedSnapshot[],
  test: (group: ClassifiedGroup) => boolean,
): number[] {
  return series.map((snapshot) =>
    snapshot.groups.reduce(
      (sum, group) => (test(group) ? sum + group.view.group.count : sum),
      0,
    ),
  );
}

/** `counts[i] - explained[i]`, never below 0: what another count does not account for. */
export function unexplained(
  counts: readonly number[],
  explained: readonly number[],
): number[] {
  return counts.map((count, i) => Math.max(0, count - (explained[i] ?? 0)));
}
