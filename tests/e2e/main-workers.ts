/** Main's workers, seen and ended from outside. */
import type { App } from "./app.ts";

/** From now on main remembers the workers it starts. */
export async function watchWorkers(app: App): Promise<void> {
  await app.electron.evaluate(() => {
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const seen = new Set<unknown>();
    (globalThis as Record<string, unknown>).workersSeen = seen;
    const on = Reflect.get(Worker.prototype, "on") as (
      this: object,
      ...args: unknown[]
    ) => unknown;
    Reflect.set(
      Worker.prototype,
      "on",
      function (this: object, ...args: unknown[]) {
        seen.add(this);
        return on.apply(this, args);
      },
    );
  });
}

/** Ends the worker started last, as the system would: without a word. */
export async function killLastWorker(app: App): Promise<void> {
  await app.electron.evaluate(async () => {
    const seen = (globalThis as Record<string, unknown>).workersSeen as Set<{
      terminate(): Promise<number>;
    }>;
    await [...seen].at(-1)?.terminate();
  });
}

/** From now on every worker that starts has a heap of `heapMb` only. */
export async function limitWorkerHeaps(
  app: App,
  heapMb: number,
): Promise<void> {
  await app.electron.evaluate((_, maxOldGenerationSizeMb) => {
    const threads = process.getBuiltinModule("node:worker_threads");
    const state = globalThis as Record<string, unknown>;
    const Real = (state.realWorker ??= threads.Worker) as typeof threads.Worker;
    threads.Worker = class extends Real {
      constructor(...[file, options]: ConstructorParameters<typeof Real>) {
        const resourceLimits = { maxOldGenerationSizeMb };
        super(file, { ...options, resourceLimits });
      }
    };
    // What main has imported is changed, too.
    process.getBuiltinModule("node:module").syncBuiltinESMExports();
  }, heapMb);
}

/** Workers that start from now on have the heaps main gives them. */
export async function freeWorkerHeaps(app: App): Promise<void> {
  await app.electron.evaluate(() => {
    const threads = process.getBuiltinModule("node:worker_threads");
    const state = globalThis as Record<string, unknown>;
    threads.Worker = state.realWorker as typeof threads.Worker;
    process.getBuiltinModule("node:module").syncBuiltinESMExports();
  });
}
