import { describe, expect, it } from "vitest";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { judgeGoroutines } from "../leaks/judge-goroutines.ts";
import { pprofGroup, pprofSnapshot } from "../leaks/testing/snapshots.ts";
import { markLeaked } from "./mark-leaked.ts";

const SELECT = "runtime.gopark runtime.selectgo";
const SEND = "runtime.gopark runtime.chansend runtime.chansend1";
const STUCK = `${SELECT} main.stuck`;

function leaked(...stacks: readonly [string, number][]): GoroutineSnapshot {
  return pprofSnapshot(
    stacks.map(([stack, count]) =>
      pprofGroup(stack, count, { leakedCount: count }),
    ),
    { isLeakProfile: true },
  );
}

const leakedCounts = ({ groups }: GoroutineSnapshot): [number, number][] =>
  groups.map(({ count, leakedCount }) => [count, leakedCount]);

describe("markLeaked", () => {
  it("proves the same goroutines in place, and ranks them first", () => {
    const snapshot = pprofSnapshot([
      `${SELECT} main.loop * 200`,
      `${STUCK} * 3`,
    ]);
    const marked = markLeaked(snapshot, leaked([STUCK, 3]));
    expect(marked.goroutineCount).toBe(203);
    expect(leakedCounts(marked)).toEqual([
      [200, 0],
      [3, 3],
    ]);
    const findings = judgeGoroutines([marked]);
    expect(findings.map(({ key, confidence }) => [key, confidence])).toEqual([
      ["main.stuck", "proved"],
      ["main.loop", "medium"],
    ]);
  });

  it("proves no more of a group than the leak profile has", () => {
    const marked = markLeaked(
      pprofSnapshot([`${STUCK} * 20`]),
      leaked([STUCK, 18]),
    );
    expect(leakedCounts(marked)).toEqual([[20, 18]]);
  });

  it("keeps what only the leak profile has, counted once", () => {
    const marked = markLeaked(
      pprofSnapshot([`${STUCK} * 3`]),
      leaked([STUCK, 5], [`${SEND} main.late`, 4]),
    );
    expect(leakedCounts(marked)).toEqual([
      [3, 3],
      [2, 2],
      [4, 4],
    ]);
    expect(marked.goroutineCount).toBe(9);
    const sum = judgeGoroutines([marked]).reduce(
      (n, { count }) => n + count,
      0,
    );
    expect(sum).toBe(9);
  });

  it("does not take what runs for leaked", () => {
    const marked = markLeaked(
      pprofSnapshot(["main.stuck * 2"]),
      leaked([STUCK, 2]),
    );
    expect(leakedCounts(marked)).toEqual([
      [2, 0],
      [2, 2],
    ]);
  });
});
