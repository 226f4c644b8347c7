import type { WorkerFactory, WorkerHandle } from "./worker-handle.ts";

/** Knows every worker that is alive, so that the app can tell whether it may end. */
export class WorkerCensus implements WorkerFactory {
  private readonly alive = new Set<WorkerHandle>();

  constructor(private readonly workers: WorkerFactory) {}

  get size(): number {
    return this.alive.size;
  }

  decode(job: unknown): WorkerHandle {
    return this.count(this.workers.decode(job));
  }

  session(job: unknown): WorkerHandle {
    return this.count(this.workers.session(job));
  }

  /**
   * Ends all workers; whether they ended within `limitMs`. One whose read hangs in the system (a dead
   * network share, a pipe nobody writes) does not, and would keep the process alive for ever.
   */
  async endAll(limitMs: number): Promise<boolean> {
    for (const worker of this.alive) void worker.terminate();
    const deadline = Date.now() + limitMs;
    while (this.alive.size > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.alive.size === 0;
  }

  private count(worker: WorkerHandle): WorkerHandle {
    this.alive.add(worker);
    worker.on("exit", () => this.alive.delete(worker));
    return worker;
  }
}
