import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sharedBytes, SharedGarbage } from "./shared-garbage.ts";

const MB = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("collects once for all that was dropped in a while, and not for little", () => {
  const collect = vi.fn();
  const garbage = new SharedGarbage(collect);
  garbage.drop(10 * MB);
  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
  garbage.drop(30 * MB);
  vi.advanceTimersByTime(500);
  garbage.drop(100 * MB);
  vi.advanceTimersByTime(1000);
  expect(collect).toHaveBeenCalledTimes(1);
  garbage.drop(10 * MB);
  vi.advanceTimersByTime(60_000);
  expect(collect).toHaveBeenCalledTimes(1);
});

it("collects while blocks are dropped without a pause", () => {
  const collect = vi.fn();
  const garbage = new SharedGarbage(collect);
  for (let i = 0; i < 20; i += 1) {
    garbage.drop(50 * MB);
    vi.advanceTimersByTime(250);
  }
  expect(collect.mock.calls.length).toBeGreaterThanOrEqual(4);
});

it("frees shared memory", async () => {
  vi.useRealTimers();
  let freed = 0;
  const registry = new FinalizationRegistry(() => {
    freed += 1;
  });
  const drop = (): void => {
    const memory = new SharedArrayBuffer(40 * MB);
    registry.register(memory, 0);
    new SharedGarbage().drop(memory.byteLength);
  };
  drop();
  await vi.waitFor(() => expect(freed).toBe(1), { timeout: 10_000 });
});

it("counts each shared memory once, and no other", () => {
  const memory = new SharedArrayBuffer(64);
  const tables = {
    a: new Uint8Array(memory, 0, 8),
    list: [new Uint32Array(memory), new Uint8Array(new SharedArrayBuffer(5))],
    own: new Uint8Array(1000),
    none: null,
    text: "x",
  };
  expect(sharedBytes(tables)).toBe(69);
});
