import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { stackKey } from "./stack-key.ts";

/** One state of a stack in two snapshots. */
export interface StateCounts {
  /** null for inputs without wait reasons. */
  readonly waitReason: string | null;
  readonly baseCount: number;
  readonly currentCount: number;
}

/** One stack in two snapshots. */
export interface MatchedStack {
  /** `stackKey` of the frames. */
  readonly key: string;
  /** Rows of `base.groups` and `current.groups`. */
  readonly baseGroups: readonly number[];
  readonly currentGroups: readonly number[];
  readonly baseCount: number;
  readonly currentCount: number;
  /** Most current goroutines first. A stack that changed its state is one stack with two states. */
  readonly states: readonly StateCounts[];
}

type Groups = Pick<GoroutineSnapshot, "groups">;

function statesOf(
  base: readonly GoroutineGroup[],
  current: readonly GoroutineGroup[],
): StateCounts[] {
  const counts = new Map<string | null, [number, number]>();
  const add = (groups: readonly GoroutineGroup[], side: 0 | 1): void => {
    for (const { waitReason, count } of groups) {
      const pair = counts.get(waitReason) ?? [0, 0];
      pair[side] += count;
      counts.set(waitReason, pair);
    }
  };
  add(base, 0);
  add(current, 1);
  return [...counts]
    .map(([waitReason, [baseCount, currentCount]]) => ({
      waitReason,
      baseCount,
      currentCount,
    }))
    .sort(
      (a, b) => b.currentCount - a.currentCount || b.baseCount - a.baseCount,
    );
}

/**
 * Matches the goroutines of two snapshots by stack and, within a stack, by state (rule N9): five
 * goroutines that went from `running` to `chan receive` are one stack of five, not five removed and
 * five new. Largest growth first, then most goroutines. Works across kinds of input.
 */
export function matchGroups(base: Groups, current: Groups): MatchedStack[] {
  const stacks = new Map<string, { base: number[]; current: number[] }>();
  const add = (groups: readonly GoroutineGroup[], side: "base" | "current") => {
    groups.forEach((group, index) => {
      const key = stackKey(group.frames);
      const known = stacks.get(key) ?? { base: [], current: [] };
      known[side].push(index);
      stacks.set(key, known);
    });
  };
  add(base.groups, "base");
  add(current.groups, "current");
  const sum = (groups: readonly GoroutineGroup[]): number =>
    groups.reduce((total, group) => total + group.count, 0);
  return [...stacks]
    .map(([key, indices]) => {
      const baseGroups = indices.base.map((index) => base.groups[index]);
      const currentGroups = indices.current.map(
        (index) => current.groups[index],
      );
      return {
        key,
        baseGroups: indices.base,
        currentGroups: indices.current,
        baseCount: sum(baseGroups),
        currentCount: sum(currentGroups),
        states: statesOf(baseGroups, currentGroups),
      };
    })
    .sort(
      (a, b) =>
        b.currentCount - b.baseCount - (a.currentCount - a.baseCount) ||
        b.currentCount - a.currentCount,
    );
}
