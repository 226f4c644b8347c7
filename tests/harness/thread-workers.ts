import { Worker } from "node:worker_threads";
import type {
  WorkerFactory,
  WorkerHandle,
} from "#main/profiles/worker-handle.ts";

/** The app's own worker entries as threads, straight from source. */
function start(name: string, workerData: unknown): Worker {
  const entry = new URL(`../../src/worker/${name}.ts`, import.meta.url);
  return new Worker(new URL("worker-bootstrap.mjs", import.meta.url), {
    workerData: { ...(workerData as object), __entry: entry.href },
  });
}

/** Real workers that remember what was started, so that a test can end one from outside. */
export class ThreadWorkers implements WorkerFactory {
  readonly started: { name: string; worker: Worker }[] = [];

  decode(job: unknown): WorkerHandle {
    return this.start("decode-worker", job);
  }

  session(job: unknown): WorkerHandle {
    return this.start("session-worker", job);
  }

  private start(name: string, job: unknown): Worker {
    const worker = start(name, job);
    this.started.push({ name, worker });
    return worker;
  }

  /** The last worker of a name. */
  last(name: string): Worker | undefined {
    return this.started.findLast((entry) => entry.name === name)?.worker;
  }

  async endAll(): Promise<void> {
    await Promise.all(this.started.map(({ worker }) => worker.terminate()));
  }
}
