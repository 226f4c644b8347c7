import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { judgeGoroutines } from "./judge-goroutines.ts";
import { judgeHeap } from "./judge-heap.ts";
import type { LeakFinding } from "./leak-finding.ts";
import { linkKinds } from "./link-kinds.ts";
import { pprofSnapshot } from "./testing/snapshots.ts";

const RANGE = "runtime.gopark runtime.chanrecv runtime.chanrecv2";
const SELECT = "runtime.gopark runtime.selectgo";

function heaps(stack: string): LeakFinding[] {
  return judgeHeap(
    [3000, 60000].map((n) =>
      profileFromText(
        `${stack} ${n} ${n * 96} ${n} ${n * 96} {bytes=96:bytes}`,
        {
          periodType: "space/bytes",
          period: 16384n,
        },
      ),
    ),
  );
}

function goroutines(stack: string): LeakFinding[] {
  return judgeGoroutines(
    [3, 16].map((n) => pprofSnapshot([`${stack} * ${n}`])),
  );
}

describe("linkKinds", () => {
  it.each([
    [
      `${RANGE} main.heartbeat.func1 main.heartbeat`,
      "main.heartbeat;time.NewTicker",
      "ticker-leak",
    ],
    [`${SELECT} main.pump`, "main.pump;time.After", "time-after-loop"],
    // Another function's timers say nothing about this select.
    [`${SELECT} main.pump`, "main.other;time.After", "select-blocked"],
  ])("%s with %s is %s", (stack, allocation, category) => {
    const [goroutine, heap] = linkKinds(goroutines(stack), heaps(allocation));
    expect(goroutine.category).toBe(category);
    const isLinked = category !== "select-blocked";
    expect(goroutine.relatedTo).toEqual(isLinked ? [1] : []);
    expect(heap.relatedTo).toEqual(isLinked ? [0] : []);
  });

  it("finds in the heap who held the bodies", () => {
    const [goroutine] = linkKinds(
      goroutines(`${SELECT} net/http.(*persistConn).readLoop`),
      heaps("main.poll;net/http.(*Client).Get;net/http.NewRequest"),
    );
    expect(goroutine.evidence).toContainEqual(
      expect.objectContaining({ code: "client-caller" }),
    );
  });
});
