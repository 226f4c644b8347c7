import { describe, expect, it } from "vitest";
import { WorkerCensus } from "./worker-census.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** A worker that ends when told to, or never. */
function fakeWorker(canEnd: boolean): WorkerHandle {
  let onExit = (): void => undefined;
  return {
    postMessage: () => undefined,
    on: (event: string, listener: (...args: never[]) => void) => {
      if (event === "exit") onExit = listener;
    },
    terminate: () => {
      if (canEnd) onExit();
      return Promise.resolve(1);
    },
  };
}

function censusOf(...canEnd: boolean[]): WorkerCensus {
  const next = canEnd.map(fakeWorker);
  const take = (): WorkerHandle => next.shift() ?? fakeWorker(true);
  const census = new WorkerCensus({ decode: take, session: take });
  canEnd.forEach(() => census.decode({}));
  return census;
}

describe("WorkerCensus", () => {
  it("ends all workers", async () => {
    const census = censusOf(true, true);
    expect(census.size).toBe(2);
    expect(await census.endAll(1000)).toBe(true);
    expect(census.size).toBe(0);
  });

  it("says when one does not end in time", async () => {
    const census = censusOf(true, false);
    expect(await census.endAll(30)).toBe(false);
    expect(census.size).toBe(1);
  });

  it("has nothing to wait for without workers", async () => {
    expect(await censusOf().endAll(1000)).toBe(true);
  });
});
