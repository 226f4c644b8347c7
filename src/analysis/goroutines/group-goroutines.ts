import { checkpoint } from "#base/checkpoint.ts";
import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { sharedFrames } from "./stack-key.ts";

/**
 * By what goroutines are put together:
 * - `stack`: every frame with its file and line;
 * - `functions`: the functions outside the runtime, whatever their lines;
 * - `creator`: the go statement;
 * - `state`: the wait reason or status;
 * - `label`: the values of one label, or the whole label set where no key is given.
 */
export type GoroutineGranularity =
  "stack" | "functions" | "creator" | "state" | "label";

/** Goroutines put together. */
export interface GoroutineBucket {
  /** Equal in two snapshots for the same bucket; "" for goroutines that have no such thing. */
  readonly key: string;
  /** Rows of `snapshot.groups`, most goroutines first. */
  readonly groupIndices: readonly number[];
  readonly count: number;
  readonly leakedCount: number;
  readonly lockedCount: number;
  /** -1 where no goroutine has minutes. */
  readonly minWaitMinutes: number;
  readonly maxWaitMinutes: number;
  readonly agedCount: number;
  /** Goroutines per wait reason, most first; null for inputs without reasons. */
  readonly states: readonly {
    readonly waitReason: string | null;
    readonly count: number;
  }[];
}

/** What decides the bucket of a group, as a text. */
function keyOf(
  group: GoroutineGroup,
  granularity: GoroutineGranularity,
  labelKey: string | null,
): string {
  switch (granularity) {
    case "stack":
      return group.frames
        .map(({ func, file, line }) => `${func}\t${file}:${line}`)
        .join("\n");
    case "functions": {
      const shared = sharedFrames(group.frames);
      const frames = shared.length > 0 ? shared : group.frames;
      return frames.map(({ func }) => func).join("\n");
    }
    case "creator": {
      const { createdBy } = group;
      if (createdBy === null) return "";
      return `${createdBy.func}\t${createdBy.file}:${createdBy.line}`;
    }
    case "state":
      return group.waitReason ?? "";
    case "label":
      return labelText(group, labelKey);
  }
}

function labelText(group: GoroutineGroup, labelKey: string | null): string {
  if (labelKey !== null) return (group.labels[labelKey] ?? []).join(", ");
  return Object.entries(group.labels)
    .map(([key, values]) => `${key}: ${values.join(", ")}`)
    .sort()
    .join("\n");
}

function bucketOf(
  key: string,
  indices: readonly number[],
  groups: readonly GoroutineGroup[],
): GoroutineBucket {
  const states = new Map<string | null, number>();
  let count = 0;
  let leakedCount = 0;
  let lockedCount = 0;
  let agedCount = 0;
  let min = Infinity;
  let max = -1;
  for (const index of indices) {
    checkpoint();
    const group = groups[index];
    count += group.count;
    leakedCount += group.leakedCount;
    lockedCount += group.lockedCount;
    agedCount += group.agedCount;
    max = Math.max(max, group.maxWaitMinutes);
    if (group.minWaitMinutes >= 0) min = Math.min(min, group.minWaitMinutes);
    const { waitReason } = group;
    states.set(waitReason, (states.get(waitReason) ?? 0) + group.count);
  }
  return {
    key,
    groupIndices: indices.toSorted(
      (a, b) => groups[b].count - groups[a].count || a - b,
    ),
    count,
    leakedCount,
    lockedCount,
    minWaitMinutes: min === Infinity ? -1 : min,
    maxWaitMinutes: max,
    agedCount,
    states: [...states]
      .map(([waitReason, stateCount]) => ({ waitReason, count: stateCount }))
      .sort((a, b) => b.count - a.count),
  };
}

/**
 * The goroutines of a snapshot at a granularity, most goroutines first, then by key. Every group is
 * in exactly one bucket, so the counts add up to `snapshot.goroutineCount`. `labelKey` is used for
 * `label` only. O(groups x frames).
 */
export function groupGoroutines(
  snapshot: Pick<GoroutineSnapshot, "groups">,
  granularity: GoroutineGranularity,
  labelKey: string | null = null,
): GoroutineBucket[] {
  const { groups } = snapshot;
  const indicesByKey = new Map<string, number[]>();
  groups.forEach((group, index) => {
    const key = keyOf(group, granularity, labelKey);
    const known = indicesByKey.get(key);
    if (known === undefined) indicesByKey.set(key, [index]);
    else known.push(index);
  });
  return [...indicesByKey]
    .map(([key, indices]) => bucketOf(key, indices, groups))
    .sort((a, b) => b.count - a.count || compareText(a.key, b.key));
}

/** Keys of all labels of a snapshot, those of most goroutines first. */
export function labelKeysOf(
  snapshot: Pick<GoroutineSnapshot, "groups">,
): string[] {
  const counts = new Map<string, number>();
  for (const group of snapshot.groups) {
    for (const key of Object.keys(group.labels)) {
      counts.set(key, (counts.get(key) ?? 0) + group.count);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))
    .map(([key]) => key);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
