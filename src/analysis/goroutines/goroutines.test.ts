import { describe, expect, it } from "vitest";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { profileFromSnapshot } from "#profile/goroutines/profile-from-snapshot.ts";
import { parseGoroutineText } from "#profile/decode/text/parse-goroutine-text.ts";
import { buildCreatorTree } from "./creator-tree.ts";
import { groupGoroutines, labelKeysOf } from "./group-goroutines.ts";
import { isSameMoment, joinSnapshots } from "./join-snapshots.ts";
import { snapshotSeries } from "./snapshot-series.ts";
import { stackKey } from "./stack-key.ts";

interface Spec {
  readonly id: number;
  readonly state?: string;
  /** `func:line`, leaf first. */
  readonly stack: string;
  readonly by?: string;
}

function dumpText(specs: readonly Spec[]): string {
  return specs
    .map(({ id, state = "select", stack, by }) => {
      const frames = stack.split(" ").map((frame) => {
        const [func, line] = frame.split(":");
        return `${func}(0x${id})\n\t/src/a.go:${line} +0x1\n`;
      });
      const creator =
        by === undefined ? "" : `created by ${by}\n\t/src/b.go:9 +0x1\n`;
      return `goroutine ${id} [${state}]:\n${frames.join("")}${creator}\n`;
    })
    .join("");
}

function dump(...specs: Spec[]): GoroutineSnapshot {
  return parseGoroutineText(dumpText(specs))[0];
}

/** A goroutine profile: `count` goroutines with the stack, runtime frames and all. */
function profile(...samples: [number, string][]): GoroutineSnapshot {
  const specs = samples.flatMap(([count, stack], kind) =>
    Array.from({ length: count }, (_, i) => ({
      id: kind * 1000 + i + 1,
      stack,
    })),
  );
  return goroutineSnapshotFromProfile(
    profileFromSnapshot({
      ...dump(...specs),
      groups: dump(...specs).groups.map((group) => ({
        ...group,
        waitReason: null,
      })),
    }),
  );
}

const PARKED = "runtime.gopark:1 runtime.chanrecv:2 runtime.chanrecv2:3";

describe("groupGoroutines", () => {
  const snapshot = dump(
    { id: 1, stack: "main.main:1" },
    { id: 2, stack: "main.f:1 main.g:2", by: "main.main in goroutine 1" },
    { id: 3, stack: "main.f:1 main.g:2", by: "main.init in goroutine 1" },
    { id: 4, stack: "main.f:5 main.g:2", by: "main.main in goroutine 1" },
    {
      id: 5,
      stack: "main.f:1 main.g:2",
      state: "chan send, 4 minutes",
      by: "main.main in goroutine 1",
    },
  );
  it.each([
    ["stack", [3, 1, 1]],
    ["functions", [4, 1]],
    ["creator", [3, 1, 1]],
    ["state", [4, 1]],
    ["label", [5]],
  ] as const)("by %s", (granularity, counts) => {
    const buckets = groupGoroutines(snapshot, granularity);
    expect(buckets.map(({ count }) => count)).toEqual(counts);
    const indices = buckets.flatMap(({ groupIndices }) => groupIndices);
    expect(indices.toSorted((a, b) => a - b)).toEqual(
      snapshot.groups.map((_, i) => i),
    );
  });

  it("sums minutes and states", () => {
    const [bucket] = groupGoroutines(snapshot, "functions");
    expect(bucket).toMatchObject({
      minWaitMinutes: 4,
      maxWaitMinutes: 4,
      agedCount: 1,
      states: [
        { waitReason: "select", count: 3 },
        { waitReason: "chan send", count: 1 },
      ],
    });
  });

  it("by one label, and which labels there are", () => {
    const labelled = dump(
      {
        id: 1,
        state: 'select labels:{"team": "a", "path": "/x"}',
        stack: "m.f:1",
      },
      {
        id: 2,
        state: 'select labels:{"team": "a", "path": "/y"}',
        stack: "m.f:1",
      },
      { id: 3, state: 'select labels:{"team": "b"}', stack: "m.f:1" },
      { id: 4, stack: "m.f:1" },
    );
    expect(labelKeysOf(labelled)).toEqual(["team", "path"]);
    expect(
      groupGoroutines(labelled, "label", "team").map(({ key, count }) => [
        key,
        count,
      ]),
    ).toEqual([
      ["a", 2],
      ["", 1],
      ["b", 1],
    ]);
  });
});

describe("stackKey", () => {
  it("is equal for all kinds of input", () => {
    const text = dump({ id: 1, stack: "main.emit[...]:4 main.main:1" });
    const shapes = profile([
      1,
      `${PARKED} main.emit[go.shape.int]:4 main.main:1`,
    ]);
    expect(stackKey(text.groups[0].frames)).toBe(
      stackKey(shapes.groups[0].frames),
    );
  });
  it("tells stacks of the runtime's own apart", () => {
    const one = dump({ id: 1, stack: "runtime.gopark:1 runtime.bgsweep:2" });
    const two = dump({ id: 1, stack: "runtime.gopark:1 runtime.bgscavenge:2" });
    expect(stackKey(one.groups[0].frames)).not.toBe(
      stackKey(two.groups[0].frames),
    );
  });
});

describe("buildCreatorTree", () => {
  const shape = (snapshot: GoroutineSnapshot): string[] =>
    buildCreatorTree(snapshot).map((node) => {
      const name =
        node.kind === "ended"
          ? `ended ${node.func}`
          : snapshot.groups[node.groupIndex].frames[0].func;
      return `${node.parent} ${name} ${node.count}/${node.total}`;
    });

  it("follows goroutine ids", () => {
    expect(
      shape(
        dump(
          { id: 1, stack: "main.main:1" },
          { id: 7, stack: "main.worker:1", by: "main.main in goroutine 1" },
          { id: 8, stack: "main.worker:1", by: "main.main in goroutine 1" },
          { id: 9, stack: "main.sub:1", by: "main.worker in goroutine 8" },
          { id: 40, stack: "main.job:1", by: "main.serve in goroutine 12" },
        ),
      ),
    ).toEqual([
      "-1 main.main 1/4",
      "0 main.worker 2/3",
      "1 main.sub 1/1",
      "-1 ended main.serve 0/1",
      "3 main.job 1/1",
    ]);
  });

  it("goes by function where there are no ids, and survives circles", () => {
    expect(
      shape(
        dump(
          { id: 1, stack: "main.main:1" },
          { id: 7, stack: "main.worker:1", by: "main.main" },
          { id: 8, stack: "main.worker:1", by: "main.main" },
        ),
      ),
    ).toEqual([
      "-1 main.main 1/1",
      "-1 ended main.main 0/2",
      "1 main.worker 2/2",
    ]);
    const circle = dump(
      { id: 2, stack: "main.a:1", by: "main.b in goroutine 3" },
      { id: 3, stack: "main.b:1", by: "main.a in goroutine 2" },
    );
    const nodes = buildCreatorTree(circle);
    expect(nodes.reduce((sum, node) => sum + node.count, 0)).toBe(2);
    nodes.forEach((node, i) => expect(node.parent).toBeLessThan(i));
  });
});

describe("joinSnapshots", () => {
  const text = dump(
    { id: 1, stack: "main.main:1" },
    {
      id: 2,
      state: "chan receive, 3 minutes",
      stack: "main.work:12",
      by: "main.start in goroutine 1",
    },
    {
      id: 3,
      state: "chan receive",
      stack: "main.work:12",
      by: "main.start in goroutine 1",
    },
    {
      id: 4,
      state: "running",
      stack: "main.work:12",
      by: "main.start in goroutine 1",
    },
  );
  const proto = profile(
    [1, "runtime.gopark:1 runtime.selectgo:9 main.main:1"],
    [2, `${PARKED} main.work:12`],
    [1, "main.work:12"],
  );

  it("takes frames from the profile and all else from the dump", () => {
    expect(isSameMoment(proto, text)).toBe(true);
    const joined = joinSnapshots(proto, text);
    expect(joined).toMatchObject({ source: "joined", goroutineCount: 4 });
    const [, received, running] = joined.groups;
    expect(received).toMatchObject({
      count: 2,
      waitReason: "chan receive",
      maxWaitMinutes: 3,
      createdBy: { func: "main.start" },
    });
    expect(received.frames.map(({ func }) => func)).toEqual([
      "runtime.gopark",
      "runtime.chanrecv",
      "runtime.chanrecv2",
      "main.work",
    ]);
    expect(received.frames[3].args).toBe("0x2");
    expect(running.frames.map(({ func }) => func)).toEqual(["main.work"]);
    expect(running.waitReason).toBe("running");
  });

  it("counts by the profile where the dump was cut", () => {
    const cut = { ...text, isTruncated: true };
    const larger = profile([30, `${PARKED} main.work:12`], [9, "main.late:3"]);
    const joined = joinSnapshots(larger, cut);
    expect(joined.goroutineCount).toBe(39);
    expect(
      joined.groups.map(({ count, waitReason }) => [count, waitReason]),
    ).toEqual([
      [30, "chan receive"],
      [9, null],
    ]);
  });

  it("joins stacks that the profile cut at 32 frames", () => {
    const deep = Array.from({ length: 40 }, (_, i) => `main.f${i}:${i}`);
    const joined = joinSnapshots(
      profile([1, deep.slice(0, 32).join(" ")]),
      dump({ id: 1, state: "running", stack: deep.join(" ") }),
    );
    expect(joined.groups[0]).toMatchObject({ isTruncated: false, count: 1 });
    expect(joined.groups[0].frames).toHaveLength(40);
  });

  it("does not take other moments for one", () => {
    const at = (snapshot: GoroutineSnapshot, takenAt: string) => ({
      ...snapshot,
      takenAt,
    });
    const time = "2026-11-23T06:31:00.000Z";
    expect(isSameMoment(text, proto)).toBe(false);
    expect(isSameMoment(proto, { ...text, goroutineCount: 10 })).toBe(false);
    expect(isSameMoment(proto, { ...text, goroutineCount: 9 })).toBe(true);
    expect(
      isSameMoment(at(proto, time), at(text, "2026-11-23T06:31:59.999Z")),
    ).toBe(true);
    expect(
      isSameMoment(at(proto, time), at(text, "2026-11-23T06:32:00.000Z")),
    ).toBe(false);
    expect(isSameMoment({ ...proto, isLeakProfile: true }, text)).toBe(false);
  });
});

describe("snapshotSeries", () => {
  const input = (
    snapshot: GoroutineSnapshot,
    role: "base" | "current",
    fileTimeMs: number | null = null,
  ) => ({ snapshot, role, fileTimeMs });
  const timed = (takenAt: string | null, id = 1): GoroutineSnapshot => ({
    ...dump({ id, stack: "main.f:1" }),
    takenAt,
  });

  it("orders by time, else by file time, else as given", () => {
    const early = "2026-11-23T06:00:00.000Z";
    const late = "2026-11-23T07:00:00.000Z";
    const byTime = snapshotSeries([
      input(timed(late), "current"),
      input(timed(early), "current"),
    ]);
    expect(byTime.order).toBe("time");
    expect(byTime.moments.map((m) => m.inputIndices)).toEqual([[1], [0]]);
    const byFile = snapshotSeries([
      input(timed(null), "current", 9000),
      input(timed(early), "current", 1000),
    ]);
    expect(byFile.order).toBe("file-time");
    expect(byFile.moments.map((m) => m.inputIndices)).toEqual([[1], [0]]);
    const given = snapshotSeries([
      input(timed(null), "current", 2500),
      input(timed(null), "current", 1000),
      input(timed(null), "base", 9000),
    ]);
    expect(given.order).toBe("given");
    expect(given.moments.map((m) => m.inputIndices)).toEqual([[2], [0], [1]]);
  });

  it("joins profile and dump of one role, each once", () => {
    const proto = profile([1, `${PARKED} main.f:1`]);
    const series = snapshotSeries([
      input(timed(null, 1), "current"),
      input(proto, "base"),
      input(proto, "current"),
      input(timed(null, 2), "current"),
    ]);
    expect(series.moments.map((m) => [m.role, m.inputIndices])).toEqual([
      ["base", [1]],
      ["current", [0, 2]],
      ["current", [3]],
    ]);
    expect(series.moments[1].snapshot.source).toBe("joined");
  });
});
