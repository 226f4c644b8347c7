import { describe, expect, it } from "vitest";
import { err, ok } from "#base/result.ts";
import type { CaptureRecord } from "#contract/capture.ts";
import type { WatchEvent, WatchOptions } from "#contract/watch.ts";
import { DEFAULT_WATCH } from "#contract/watch.ts";
import { parseMemStats, type ServiceVitals } from "./poll-service.ts";
import { snapshotToDrop } from "./thin-snapshots.ts";
import {
  backoffMillis,
  ServiceWatch,
  type WatchPorts,
} from "./watch-service.ts";

const MINUTE = 60_000;

/** A service on a fake clock; `vitals` says what it looks like at a time, undefined = down. */
function simulate(
  options: Partial<WatchOptions>,
  vitals: (millis: number) => ServiceVitals | undefined,
) {
  let clock = 0;
  const events: WatchEvent[] = [];
  const disk = new Set<string>();
  const abort = new AbortController();
  const ports: WatchPorts = {
    now: () => clock,
    sleep: (millis, signal) => {
      if (!signal.aborted) clock += millis;
      return Promise.resolve();
    },
    poll: () => {
      const now = vitals(clock);
      return Promise.resolve(
        now === undefined
          ? err({ code: "connection-refused" as const, host: "h:1" })
          : ok(now),
      );
    },
    capture: (kind) => {
      const path = `${kind}-${clock}`;
      disk.add(path);
      return Promise.resolve(ok({ path } as CaptureRecord));
    },
    remove: ({ path }) => {
      disk.delete(path);
      return Promise.resolve();
    },
    onEvent: (event) => events.push(event),
  };
  const watch = new ServiceWatch(
    { ...DEFAULT_WATCH, ...options },
    ports,
    abort.signal,
  );
  return { watch, events, disk, abort };
}

function steady(goroutines: number): ServiceVitals {
  return { goroutines, heapAllocBytes: 1000, totalAllocBytes: 5000 };
}

function reasons(events: readonly WatchEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === "snapshot"
      ? [`${event.snapshot.reason}@${event.snapshot.atMillis / MINUTE}`]
      : [],
  );
}

describe("ServiceWatch", () => {
  it("polls every 30 s and takes first, scheduled and last snapshots", async () => {
    const { watch, events } = simulate({ forMillis: 12 * MINUTE }, () =>
      steady(10),
    );
    await watch.run();
    expect(events.filter(({ kind }) => kind === "point").length).toBe(24);
    expect(reasons(events)).toEqual([
      "first@0",
      "schedule@5",
      "schedule@10",
      "last@12",
    ]);
    expect(events.at(-1)).toEqual({ kind: "ended" });
  });

  it("takes one more when goroutines have grown by the set share", async () => {
    const { watch, events } = simulate(
      { forMillis: 4 * MINUTE, snapshotEveryMillis: 0 },
      (millis) => steady(millis < 2 * MINUTE ? 100 : 151),
    );
    await watch.run();
    expect(reasons(events)).toEqual(["first@0", "growth@2", "last@4"]);
  });

  it("marks a restart and begins a new base", async () => {
    const { watch, events } = simulate(
      { forMillis: 3 * MINUTE, snapshotEveryMillis: 0 },
      (millis) => ({
        goroutines: 10,
        heapAllocBytes: 1,
        totalAllocBytes: millis < MINUTE ? 9000 + millis : millis - MINUTE,
      }),
    );
    await watch.run();
    const restarts = events.flatMap((event) =>
      event.kind === "point" && event.point.isRestart
        ? [event.point.atMillis]
        : [],
    );
    expect(restarts).toEqual([MINUTE]);
    expect(reasons(events)).toEqual(["first@0", "first@1", "last@3"]);
  });

  it("backs off while the service is down and comes back", async () => {
    const { watch, events } = simulate(
      { forMillis: 20 * MINUTE, snapshotEveryMillis: 0 },
      (millis) =>
        millis >= MINUTE && millis < 10 * MINUTE ? undefined : steady(5),
    );
    await watch.run();
    const health = events.flatMap((event) =>
      event.kind === "health" ? [event.health] : [],
    );
    expect(
      health.map((item) =>
        item.state === "up" ? "up" : item.retryInMillis / 1000,
      ),
    ).toEqual([30, 60, 120, 240, 300, "up"]);
  });

  it("bounds the disk over a long watch: first and last stay", async () => {
    const { watch, disk, events } = simulate(
      {
        everyMillis: 1000,
        snapshotEveryMillis: 1000,
        maxSnapshots: 5,
        forMillis: 30 * MINUTE,
      },
      () => steady(3),
    );
    await watch.run();
    expect(watch.kept.length).toBe(5);
    expect(disk.size).toBe(10);
    expect(watch.kept[0].atMillis).toBe(0);
    expect(watch.kept.at(-1)?.atMillis).toBe(30 * MINUTE);
    const gaps = watch.kept
      .slice(1)
      .map((snapshot, i) => snapshot.atMillis - watch.kept[i].atMillis);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20 * MINUTE);
    expect(events.filter(({ kind }) => kind === "thinned").length).toBe(
      reasons(events).length - 5,
    );
  });

  it("cancel ends it without a last snapshot", async () => {
    const { watch, events, abort } = simulate({}, () => {
      abort.abort();
      return steady(1);
    });
    await watch.run();
    expect(events).toEqual([{ kind: "ended" }]);
  });

  it("finish ends it with one", async () => {
    const { watch, events } = simulate({}, (millis) => {
      if (millis >= 2 * MINUTE) watch.finish();
      return steady(1);
    });
    await watch.run();
    expect(reasons(events)).toEqual(["first@0", "last@2"]);
  });
});

describe("backoffMillis", () => {
  it("doubles, up to five minutes, and is never shorter than the interval", () => {
    expect([1, 2, 3, 9].map((n) => backoffMillis(1000, n))).toEqual([
      1000, 2000, 4000, 256_000,
    ]);
    expect(backoffMillis(10 * MINUTE, 3)).toBe(10 * MINUTE);
  });
});

describe("snapshotToDrop", () => {
  const at = (...times: number[]) =>
    times.map((atMillis) => ({ atMillis, reason: "schedule" as const }));

  it("drops where the neighbours are nearest", () => {
    expect(snapshotToDrop(at(0, 1, 2, 3, 9), 4)).toBe(1);
  });

  it("drops nothing within the limit", () => {
    expect(snapshotToDrop(at(0, 1, 2), 3)).toBe(-1);
  });

  it("spares what was taken by hand", () => {
    const snapshots = at(0, 1, 2, 30, 60).map((snapshot, i) =>
      i === 1 || i === 2
        ? { ...snapshot, reason: "manual" as const }
        : snapshot,
    );
    expect(snapshotToDrop(snapshots, 4)).toBe(3);
  });
});

describe("parseMemStats", () => {
  it("reads the trailer of heap?debug=1", () => {
    const text =
      "\n# runtime.MemStats\n# Alloc = 1\n# TotalAlloc = 9\n# HeapAlloc = 7\n# HeapInuse = 8\n";
    expect(parseMemStats(text)).toEqual({
      heapAllocBytes: 7,
      totalAllocBytes: 9,
    });
    expect(parseMemStats("404")).toEqual({
      heapAllocBytes: null,
      totalAllocBytes: null,
    });
  });
});
