/** Comparisons over real workers and the real contract; no window. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  decodeComparisonFlame,
  decodeComparisonTable,
  decodeGroupDeltas,
  decodeTrend,
  type ComparisonValues,
} from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type { SeriesView } from "#contract/worker-messages.ts";
import { DecodeQueue } from "#main/profiles/decode-queue.ts";
import { ProfileStore } from "#main/profiles/profile-store.ts";
import { ThreadWorkers } from "../harness/thread-workers.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures/pprof");
const never = new AbortController().signal;
const VALUES: ComparisonValues = {
  sampleTypeIndex: 3,
  isNormalised: false,
  isFolded: false,
};

let dir: string;
let workers: ThreadWorkers;
let store: ProfileStore;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "leakscope-compare-"));
  workers = new ThreadWorkers();
  store = new ProfileStore({
    workers,
    queue: new DecodeQueue(workers, 2, 1024 ** 3),
    sessionLimits: { workers: 2, keptBytes: 256 * 1024 ** 2 },
    emit: () => undefined,
    onForget: () => undefined,
  });
});

afterEach(async () => {
  store.dispose();
  await workers.endAll();
  rmSync(dir, { recursive: true, force: true });
});

async function open(...names: string[]): Promise<ProfileId[]> {
  const ids = await store.openPaths(names.map((name) => join(FIXTURES, name)));
  const isLoading = (): boolean =>
    store.list().some(({ state }) => state.status === "loading");
  while (isLoading()) await new Promise((done) => setTimeout(done, 10));
  return ids;
}

function summaryOf(id: ProfileId): ProfileSummary {
  const state = store.list().find((profile) => profile.id === id)?.state;
  if (state?.status !== "ready") throw new Error(`${id} is not ready`);
  return state.summary;
}

async function view(
  ids: readonly ProfileId[],
  what: SeriesView,
): Promise<ArrayBuffer> {
  const outcome = await store.viewSeries(ids, what, never);
  if (!outcome.ok) throw new Error(outcome.error.code);
  return Uint8Array.from(outcome.value.block).buffer;
}

const flame = {
  view: "compare-flame",
  width: "larger",
  isCoarse: false,
  ...VALUES,
} as const;
const table = { view: "compare-table", isNet: true, ...VALUES } as const;
const HEAPS = ["go-heap-base.pb.gz", "go-heap-current.pb.gz"] as const;

describe("comparisons of opened profiles", () => {
  it("keep both sides on one tree", async () => {
    const ids = await open(...HEAPS);
    const { layout, totals } = decodeComparisonFlame(await view(ids, flame));
    const [base, current] = ids.map((id) => summaryOf(id).sampleTypes[3].total);
    expect(totals.base.toString()).toBe(base);
    expect(totals.current.toString()).toBe(current);
    expect(String(layout.baseCum[0])).toBe(base);
    expect(String(layout.currentCum[0])).toBe(current);
  });

  it("of other numbers need no frames where those of the tree are known", async () => {
    const ids = await open(...HEAPS);
    const { frames: known } = decodeComparisonFlame(await view(ids, flame));
    if (known === null) throw new Error("no frames");
    for (const isCoarse of [true, false]) {
      for (const isNormalised of [true, false]) {
        for (const sampleTypeIndex of [0, 1, 2, 3]) {
          const spec = { ...flame, isCoarse, isNormalised, sampleTypeIndex };
          const whole = decodeComparisonFlame(await view(ids, spec));
          const bare = decodeComparisonFlame(
            await view(ids, { ...spec, knowsFrames: true }),
          );
          expect(bare.frames).toBeNull();
          const names = (
            { frame }: typeof whole.layout,
            of: typeof known,
          ): string[] =>
            Array.from(frame, (at) =>
              at < 0 ? "" : of.strings.get(of.name[at]),
            );
          expect(names(bare.layout, known)).toEqual(
            names(whole.layout, whole.frames ?? known),
          );
          expect({ ...bare.layout, frame: 0 }).toEqual({
            ...whole.layout,
            frame: 0,
          });
          expect(bare.isWhole).toBe(whole.isWhole);
        }
      }
    }
  });

  it("swapped, negate every delta and turn new into removed", async () => {
    const ids = await open(...HEAPS);
    const forth = decodeComparisonTable(await view(ids, table)).table;
    const back = decodeComparisonTable(
      await view([...ids].reverse(), table),
    ).table;
    const deltas = ({
      strings,
      name,
      flat,
      length,
    }: typeof forth): Map<string, number> =>
      new Map(
        Array.from({ length }, (_, row) => [
          strings.get(name[row]),
          Number(flat.delta[row]),
        ]),
      );
    const swapped = deltas(back);
    expect(forth.length).toBeGreaterThan(5);
    for (const [name, delta] of deltas(forth)) {
      expect(swapped.get(name), name).toBe(delta === 0 ? 0 : -delta);
    }
  });

  it("have significance for heaps and none for others", async () => {
    const heaps = await open(...HEAPS);
    const { flat } = decodeComparisonTable(await view(heaps, table)).table;
    expect(flat.significance.length).toBe(flat.base.length);
    const cpu = await open("go-cpu.pb.gz", "go-cpu-focused.pb.gz");
    const other = decodeComparisonTable(
      await view(cpu, { ...table, sampleTypeIndex: 0 }),
    ).table;
    expect(other.flat.significance.length).toBe(0);
  });

  it("of a profile with itself are all the same", async () => {
    const [id] = await open("go-goroutine.pb.gz");
    const groups = decodeGroupDeltas(
      await view([id, id], { view: "compare-goroutines" }),
    );
    expect(groups.length).toBeGreaterThan(3);
    expect(new Set(groups.map(({ change }) => change))).toEqual(
      new Set(["same"]),
    );
    const total = groups.reduce((sum, { current }) => sum + current, 0);
    expect(String(total)).toBe(summaryOf(id).sampleTypes[0].total);
  });

  it("refuse profiles without a common sample type", async () => {
    const ids = await open("go-cpu.pb.gz", "go-goroutine.pb.gz");
    expect(
      await store.viewSeries(ids, { ...flame, sampleTypeIndex: 0 }, never),
    ).toMatchObject({ ok: false, error: { code: "not-comparable" } });
  });

  it("follow a series", async () => {
    const ids = await open(...HEAPS, "go-heap-sampled.pb.gz");
    const sampleType = { type: "inuse_space", unit: "bytes" };
    const trend = decodeTrend(await view(ids, { view: "trend", sampleType }));
    expect(trend.total.values.map(String)).toEqual(
      ids.map((id) => summaryOf(id).sampleTypes[3].total),
    );
  });

  it("end with their profiles, and take none down when their worker dies", async () => {
    const ids = await open(...HEAPS);
    await view(ids, flame);
    const pending = store.viewSeries(ids, table, never);
    await workers.last("session-worker")?.terminate();
    expect(await pending).toMatchObject({ ok: false });
    expect(ids.map((id) => summaryOf(id).kind)).toEqual(["heap", "heap"]);
    await view(ids, flame);
    store.close(ids[0]);
    expect(await store.viewSeries(ids, flame, never)).toMatchObject({
      ok: false,
      error: { code: "profile-closed" },
    });
  });

  it("know when a file was written", async () => {
    const path = join(dir, "late.pb");
    writeFileSync(path, "");
    await store.openPaths([path]);
    const [{ source }] = store.list();
    expect(source).toMatchObject({ type: "file" });
    expect(source.type === "file" && source.modifiedMs).toBeGreaterThan(1e12);
  });
});
