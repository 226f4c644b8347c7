import { describe, expect, it } from "vitest";
import { judgeGoroutines } from "../judge-goroutines.ts";
import type { LeakFinding } from "../leak-finding.ts";
import { pprofSnapshot } from "../testing/snapshots.ts";

const WAIT =
  "runtime.gopark runtime.goparkunlock runtime.semacquire1 sync.runtime_SemacquireWaitGroup sync.(*WaitGroup).Wait";
const RECV = "runtime.gopark runtime.chanrecv runtime.chanrecv1";

function judge(...snapshots: readonly (readonly string[])[]): LeakFinding[] {
  return judgeGoroutines(snapshots.map((stacks) => pprofSnapshot(stacks)));
}

function find(findings: readonly LeakFinding[], key: string): LeakFinding {
  const found = findings.find((finding) => finding.key === key);
  if (found === undefined) throw new Error(`no finding ${key}`);
  return found;
}

describe("calls made once for many", () => {
  const leader = `${RECV} main.load main.(*flight).do`;
  const waiters = (n: number): string => `${WAIT} main.(*flight).do * ${n}`;

  it("finds the one that all others wait for, however flat it is", () => {
    const findings = judge([leader, waiters(3)], [leader, waiters(17)]);
    const load = find(findings, "main.load");
    expect(load.confidence).toBe("medium");
    expect(load.evidence).toContainEqual({
      code: "waited-for",
      values: { func: "main.(*flight).do", count: 17 },
    });
    expect(find(findings, "main.(*flight).do").relatedTo).toContain(
      findings.indexOf(load),
    );
  });

  it("says nothing while nobody piles up behind it", () => {
    const stacks = [leader, waiters(3)];
    expect(find(judge(stacks, stacks), "main.load").confidence).toBe("low");
  });

  it("leaves goroutines alone that are not inside the call", () => {
    const other = `${RECV} main.load main.serve`;
    const findings = judge([other, waiters(3)], [other, waiters(17)]);
    expect(find(findings, "main.load").confidence).toBe("low");
  });
});
