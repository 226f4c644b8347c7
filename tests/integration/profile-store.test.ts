/** Main's profile store over real workers and the real contract; no window. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventChannel, EventMap } from "#contract/channels.ts";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SessionView } from "#contract/worker-messages.ts";
import {
  decodeFlameView,
  decodeNeighbourView,
  decodeTopView,
  topRowFiles,
} from "#contract/views.ts";
import { DecodeQueue } from "#main/profiles/decode-queue.ts";
import { ProfileStore } from "#main/profiles/profile-store.ts";
import type { ViewOutcome } from "#main/profiles/session-host.ts";
import { ThreadWorkers } from "../harness/thread-workers.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures/pprof");
const SAMPLES = resolve(import.meta.dirname, "../../resources/samples");
const FLAME: SessionView = {
  view: "flame",
  sampleTypeIndex: 0,
  inverted: false,
};
const never = new AbortController().signal;

interface Seen {
  readonly channel: EventChannel;
  readonly payload: unknown;
}

let dir: string;
let workers: ThreadWorkers;
let events: Seen[];
let store: ProfileStore;

function createStore(concurrency = 2, sessionWorkers = 2): ProfileStore {
  return new ProfileStore({
    workers,
    queue: new DecodeQueue(workers, concurrency, 1024 ** 3),
    sessionLimits: { workers: sessionWorkers, keptBytes: 256 * 1024 ** 2 },
    emit: <C extends EventChannel>(channel: C, payload: EventMap[C]) => {
      events.push({ channel, payload });
    },
    onForget: () => undefined,
  });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "leakscope-store-"));
  workers = new ThreadWorkers();
  events = [];
  store = createStore();
});

afterEach(async () => {
  store.dispose();
  await workers.endAll();
  rmSync(dir, { recursive: true, force: true });
});

function profileOf(id: ProfileId): OpenProfile | undefined {
  return store.list().find((profile) => profile.id === id);
}

/** The state of a profile once it is not loading. */
async function settled(id: ProfileId): Promise<ProfileState> {
  for (;;) {
    const state = profileOf(id)?.state;
    if (state === undefined) throw new Error(`${id} is closed`);
    if (state.status !== "loading") return state;
    await new Promise((done) => setTimeout(done, 10));
  }
}

async function openPath(path: string): Promise<ProfileId> {
  const [id] = await store.openPaths([path]);
  return id;
}

async function openReady(path: string): Promise<ProfileId> {
  const id = await openPath(path);
  expect(await settled(id)).toMatchObject({ status: "ready" });
  return id;
}

/** The block of an outcome, copied out of shared memory as the page gets it. */
function bufferOf(outcome: ViewOutcome): ArrayBuffer {
  if (!outcome.ok) throw new Error(outcome.error.code);
  const copy = new Uint8Array(outcome.value.block.byteLength);
  copy.set(outcome.value.block);
  return copy.buffer;
}

describe("opening", () => {
  it("decodes a file in a worker and says what it is", async () => {
    const id = await openPath(join(SAMPLES, "heap.pb.gz"));
    const state = await settled(id);
    expect(state).toMatchObject({
      status: "ready",
      summary: {
        kind: "heap",
        compression: "gzip",
        defaultSampleTypeIndex: 3,
        sampleTypes: [
          { type: "alloc_objects", unit: "count" },
          { type: "alloc_space", unit: "bytes" },
          { type: "inuse_objects", unit: "count" },
          { type: "inuse_space", unit: "bytes" },
        ],
      },
    });
    expect(profileOf(id)?.name).toBe("heap.pb.gz");
  });

  it("brings an open file to the front instead of opening it twice", async () => {
    const id = await openReady(join(SAMPLES, "heap.pb.gz"));
    const again = await openPath(join(SAMPLES, "..", "samples/heap.pb.gz"));
    expect(again).toBe(id);
    expect(store.list()).toHaveLength(1);
    expect(events.at(-1)).toEqual({
      channel: "profile/focus",
      payload: { profileId: id },
    });
  });

  it.each([
    ["page.html", "not-a-profile"],
    ["gzip-truncated.pb.gz", "truncated-compression"],
    ["empty-file.pb", "empty-file"],
    ["concatenated.pb", "concatenated-profiles"],
  ])("fails on bad/%s with %s", async (name, code) => {
    const id = await openPath(join(FIXTURES, "bad", name));
    expect(await settled(id)).toMatchObject({
      status: "failed",
      error: { code },
    });
  });

  it("fails on a folder and on nothing, by code", async () => {
    const folder = await openPath(dir);
    const nothing = await openPath(join(dir, "gone.pb"));
    expect(await settled(folder)).toMatchObject({
      error: { code: "is-a-directory" },
    });
    expect(await settled(nothing)).toMatchObject({
      error: { code: "not-found" },
    });
  });

  it("reads a file again under the same id after it was mended", async () => {
    const path = join(dir, "late.pb.gz");
    const id = await openPath(path);
    await settled(id);
    writeFileSync(path, await readSample("heap.pb.gz"));
    store.reopen(id);
    expect(await settled(id)).toMatchObject({ status: "ready" });
  });

  it("opens bytes that have no path", async () => {
    const id = store.openBytes("dropped", await readSample("cpu.pb.gz"));
    expect(await settled(id)).toMatchObject({
      status: "ready",
      summary: { kind: "cpu" },
    });
  });

  it("numbers every change of a profile upwards", async () => {
    const id = await openReady(join(SAMPLES, "heap.pb.gz"));
    const revisions = events
      .filter(({ channel }) => channel === "profile/changed")
      .map(({ payload }) => (payload as OpenProfile).revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(profileOf(id)?.revision).toBe(revisions.at(-1));
  });
});

async function readSample(name: string): Promise<Uint8Array> {
  const { readFile } = await import("node:fs/promises");
  return new Uint8Array(await readFile(join(SAMPLES, name)));
}

describe("cancelling and closing", () => {
  it("cancels files that wait and files that load", async () => {
    store = createStore(1);
    const running = await openPath(join(SAMPLES, "heap.pb.gz"));
    const waiting = await openPath(join(SAMPLES, "cpu.pb.gz"));
    store.cancel(waiting);
    store.cancel(running);
    for (const id of [running, waiting]) {
      expect(await settled(id)).toEqual({
        status: "failed",
        error: { code: "cancelled" },
      });
    }
    // The queue goes on.
    await openReady(join(SAMPLES, "goroutine.pb.gz"));
  });

  it("forgets a closed profile, also while it loads", async () => {
    const id = await openPath(join(SAMPLES, "heap.pb.gz"));
    store.close(id);
    expect(store.list()).toEqual([]);
    expect(events.at(-1)).toEqual({
      channel: "profile/closed",
      payload: { profileId: id },
    });
    expect(await store.view(id, FLAME, never)).toEqual({
      ok: false,
      error: { code: "profile-closed" },
    });
  });
});

describe("views", () => {
  it("lay out a flame graph whose width is the total", async () => {
    const id = await openReady(join(SAMPLES, "heap.pb.gz"));
    const outcome = await store.view(
      id,
      { ...FLAME, sampleTypeIndex: 3 },
      never,
    );
    const view = decodeFlameView(bufferOf(outcome));
    const state = await settled(id);
    if (state.status !== "ready") throw new Error(state.status);
    expect(view.total.toString()).toBe(state.summary.sampleTypes[3].absTotal);
    expect(view.layout.end[0]).toBe(Number(view.total));
    expect(view.layout.parent[0]).toBe(-1);
    expect(view.frames.strings.get(view.frames.name[0])).not.toBe("");
  });

  it("agree with each other: inverted flame, top and callers", async () => {
    const id = await openReady(join(SAMPLES, "cpu.pb.gz"));
    const at = { sampleTypeIndex: 1 };
    const inverted = decodeFlameView(
      bufferOf(
        await store.view(id, { view: "flame", ...at, inverted: true }, never),
      ),
    );
    const top = decodeTopView(
      bufferOf(await store.view(id, { view: "top", ...at }, never)),
    );
    expect(top.total).toBe(inverted.total);
    // The first box below the root is the function with the largest flat.
    const { layout, frames } = inverted;
    const largest = layout.levelStart[1];
    expect(frames.strings.get(frames.name[layout.frame[largest]])).toBe(
      top.strings.get(top.name[0]),
    );
    expect(layout.cum[largest]).toBe(top.flat[0]);
    expect(topRowFiles(top, 0)[0]).toMatch(/\.(go|s)$/);
    const func = top.strings.get(top.name[0]);
    const neighbours = decodeNeighbourView(
      bufferOf(
        await store.view(id, { view: "neighbours", ...at, func }, never),
      ),
    );
    expect(neighbours.func).toBe(func);
    expect(neighbours.flat).toBe(BigInt(top.flat[0]));
    expect(neighbours.callers.length).toBeGreaterThan(0);
  });

  it("settle when the worker dies, and the profile can be opened again", async () => {
    const id = await openReady(join(SAMPLES, "heap.pb.gz"));
    const pending = store.view(id, FLAME, never);
    await workers.last("session-worker")?.terminate();
    expect(await pending).toMatchObject({
      ok: false,
      error: { code: "worker-died" },
    });
    expect(profileOf(id)?.state).toMatchObject({
      status: "lost",
      error: { code: "worker-died" },
    });
    store.reopen(id);
    await settled(id);
    expect((await store.view(id, FLAME, never)).ok).toBe(true);
  });

  it("settle at once when cancelled or when the profile is closed", async () => {
    const id = await openReady(join(SAMPLES, "heap.pb.gz"));
    const abort = new AbortController();
    const cancelled = store.view(id, FLAME, abort.signal);
    abort.abort();
    expect(await cancelled).toMatchObject({ error: { code: "cancelled" } });
    const closed = store.view(id, FLAME, never);
    store.close(id);
    expect(await closed).toMatchObject({ error: { code: "profile-closed" } });
  });

  it("end the workers least recently used, and start them again when asked", async () => {
    store = createStore(2, 1);
    const names = ["heap.pb.gz", "cpu.pb.gz"];
    const ids: ProfileId[] = [];
    for (const name of names) {
      const id = await openReady(join(SAMPLES, name));
      ids.push(id);
      expect((await store.view(id, FLAME, never)).ok).toBe(true);
    }
    const sessions = workers.started.filter(
      ({ name }) => name === "session-worker",
    );
    expect(sessions).toHaveLength(2);
    expect(profileOf(ids[0])?.state.status).toBe("ready");
    expect((await store.view(ids[0], FLAME, never)).ok).toBe(true);
  });

  it("refuse a sample type the profile does not have", async () => {
    const id = await openReady(join(SAMPLES, "cpu.pb.gz"));
    await expect(
      store.view(id, { ...FLAME, sampleTypeIndex: 9 }, never),
    ).rejects.toThrow("no sample type 9");
  });
});
