import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import type { Profile } from "#profile/profile.ts";
import { compareGoroutines, type GroupDelta } from "./compare-goroutines.ts";

const RECEIVE = "runtime.chanrecv1;runtime.chanrecv;runtime.gopark";
const SEND = "runtime.chansend1;runtime.chansend;runtime.gopark";

function goroutines(text: string): Profile {
  return profileFromText(text, { sampleTypes: ["goroutine/count"] });
}

function rows(groups: readonly GroupDelta[]): string[] {
  return groups.map(({ key, state, base, current, change, ...moves }) => {
    const moved = [
      ...moves.movedFrom.map(({ state: from, count }) => `${count} <- ${from}`),
      ...moves.movedTo.map(({ state: to, count }) => `${count} -> ${to}`),
    ];
    return [`${key} [${state}] ${base} ${current} ${change}`, ...moved].join(
      ", ",
    );
  });
}

describe("compareGoroutines", () => {
  it("a stack that moved state is neither new nor removed (rule N9)", () => {
    const base = goroutines(`main.work@w.go:1 10\nmain.idle@w.go:9 1`);
    const current = goroutines(
      `main.work@w.go:1 5\nmain.work@w.go:4;${RECEIVE} 5\nmain.idle@w.go:9 1`,
    );
    expect(rows(compareGoroutines(base, current))).toEqual([
      "main.work [chan receive] 0 5 moved, 5 <- running",
      "main.idle [running] 1 1 same",
      "main.work [running] 10 5 moved, 5 -> chan receive",
    ]);
  });

  it("keeps growth beyond what moved", () => {
    const base = goroutines("main.work@w.go:1 3");
    const current = goroutines(`main.work@w.go:4;${SEND} 800`);
    expect(rows(compareGoroutines(base, current))).toEqual([
      "main.work [chan send] 3 800 grown, 3 <- running",
    ]);
  });

  it("follows user code whatever library call it sits in", () => {
    const base = goroutines(
      `main.fill@w.go:1;time.Sleep@time/sleep.go:9;runtime.gopark 4`,
    );
    const current = goroutines(
      `main.fill@w.go:2;internal/poll.runtime_pollWait@runtime/netpoll.go:1;runtime.gopark 4`,
    );
    expect(
      compareGoroutines(base, current).map(({ change }) => change),
    ).toEqual(["moved"]);
  });

  it("a stack that left its state for another is one row", () => {
    const base = goroutines("main.work@w.go:1 10\nmain.idle@w.go:9 1");
    const current = goroutines(
      `main.work@w.go:4;${RECEIVE} 10\nmain.idle@w.go:9 1`,
    );
    expect(rows(compareGoroutines(base, current))).toEqual([
      "main.work [chan receive] 10 10 moved, 10 <- running",
      "main.idle [running] 1 1 same",
    ]);
  });

  it("keeps two rows where goroutines went to two states", () => {
    const base = goroutines("main.work@w.go:1 10");
    const current = goroutines(
      `main.work@w.go:4;${RECEIVE} 6\nmain.work@w.go:5;${SEND} 4`,
    );
    expect(rows(compareGoroutines(base, current))).toEqual([
      "main.work [chan receive] 0 6 moved, 6 <- running",
      "main.work [chan send] 0 4 moved, 4 <- running",
      "main.work [running] 10 0 moved, 6 -> chan receive, 4 -> chan send",
    ]);
  });

  it("new and removed stacks, whatever their lines", () => {
    const base = goroutines("main.gone@w.go:1 3\nmain.stays@w.go:5 1");
    const current = goroutines("main.stays@w.go:6 1\nmain.came@w.go:2 2");
    expect(rows(compareGoroutines(base, current))).toEqual([
      "main.came [running] 0 2 new",
      "main.stays [running] 1 1 same",
      "main.gone [running] 3 0 removed",
    ]);
  });

  it("sums are the profiles' totals; a profile against itself is all the same", () => {
    const line = fc
      .tuple(
        fc.constantFrom("main.a@w.go:1", "main.b@w.go:2", "main.c@x.go:3"),
        fc.constantFrom("", `;${RECEIVE}`, `;${SEND}`),
        fc.integer({ min: 1, max: 99 }),
      )
      .map(([frame, park, count]) => ({
        text: `${frame}${park} ${count}`,
        count,
      }));
    const lines = fc.array(line, { minLength: 1, maxLength: 8 });
    const text = (all: readonly { text: string }[]): string =>
      all.map((each) => each.text).join("\n");
    const sum = (all: readonly { count: number }[]): number =>
      all.reduce((total, { count }) => total + count, 0);
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const groups = compareGoroutines(
          goroutines(text(a)),
          goroutines(text(b)),
        );
        expect(groups.reduce((n, { base }) => n + base, 0)).toBe(sum(a));
        expect(groups.reduce((n, { current }) => n + current, 0)).toBe(sum(b));
        for (const group of groups) {
          const from = group.movedFrom.reduce((n, { count }) => n + count, 0);
          const to = group.movedTo.reduce((n, { count }) => n + count, 0);
          const delta = group.current - group.base;
          expect(from).toBeLessThanOrEqual(group.current);
          expect(to).toBeLessThanOrEqual(Math.max(0, -delta));
          // What moved says which of a stack's states are one another's.
          if (group.change === "removed") expect(from + to).toBe(0);
          if (group.change === "new") expect(from + to).toBe(0);
        }
        const same = compareGoroutines(
          goroutines(text(a)),
          goroutines(text(a)),
        );
        expect(new Set(same.map(({ change }) => change))).toEqual(
          new Set(["same"]),
        );
      }),
    );
  });
});
