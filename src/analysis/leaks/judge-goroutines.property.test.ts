import fc from "fast-check";
import { expect, it } from "vitest";
import { judgeGoroutines } from "./judge-goroutines.ts";
import { pprofSnapshot } from "./testing/snapshots.ts";

const FRAMES = [
  "runtime.gopark",
  "runtime.chansend",
  "runtime.chansend1",
  "runtime.chanrecv2",
  "runtime.selectgo",
  "runtime.semacquire1",
  "sync.runtime_SemacquireMutex",
  "sync.(*Mutex).Lock",
  "sync.(*RWMutex).RLock",
  "sync.(*Once).doSlow",
  "sync.(*WaitGroup).Wait",
  "net/http.(*persistConn).readLoop",
  "net/http.(*persistConn).writeLoop",
  "net/http.(*persistConn).roundTrip",
  "net/http.(*conn).serve",
  "database/sql.(*DB).conn",
  "database/sql.(*Rows).awaitDone",
  "main.(*store).Get",
  "main.(*store).load.func1",
  "main.main",
  "runtime.main",
  "runtime.runfinq",
  "",
];

const STACK = fc
  .array(fc.constantFrom(...FRAMES), { maxLength: 8 })
  .map((frames) => frames.filter((frame) => frame !== "").join(" "));
const SNAPSHOT = fc
  .array(fc.tuple(STACK, fc.integer({ min: 1, max: 300 })), { maxLength: 25 })
  .map((stacks) =>
    pprofSnapshot(stacks.map(([stack, count]) => `${stack} * ${count}`)),
  );

it("has every goroutine in exactly one finding, whatever the stacks", () => {
  fc.assert(
    fc.property(
      fc.array(SNAPSHOT, { minLength: 1, maxLength: 4 }),
      (series) => {
        const findings = judgeGoroutines(series);
        const newest = series[series.length - 1];
        const total = findings.reduce((sum, { count }) => sum + count, 0);
        expect(total).toBe(newest.goroutineCount);
        const groups = findings.flatMap(({ groupIndices }) => groupIndices);
        expect(groups.toSorted((a, b) => a - b)).toEqual([
          ...newest.groups.keys(),
        ]);
        const ids = findings.map(({ category, key, waitReason }) =>
          JSON.stringify([category, key, waitReason]),
        );
        expect(new Set(ids).size).toBe(ids.length);
        findings.forEach(({ relatedTo, verdict, confidence, series }, i) => {
          expect(
            relatedTo.every((at) => at !== i && at < findings.length),
          ).toBe(true);
          expect(verdict === "benign").toBe(confidence === null);
          expect(series[series.length - 1]).toBe(findings[i].count);
        });
      },
    ),
    { numRuns: 300 },
  );
});
