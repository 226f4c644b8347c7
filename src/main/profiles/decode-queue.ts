import { JobControl, type JobProgress } from "#base/cancel-flag.ts";
import { err } from "#base/result.ts";
import type {
  DecodeJob,
  DecodeReply,
  DecodeSource,
} from "#contract/worker-messages.ts";
import {
  deathReason,
  type WorkerFactory,
  type WorkerHandle,
} from "./worker-handle.ts";

/** How often progress is read from shared memory and shown. */
const PROGRESS_INTERVAL_MS = 100;
/** How long a cancelled worker may take to notice before it is ended. */
const CANCEL_GRACE_MS = 500;

/** A decode in the queue or running. */
export interface DecodeTask {
  /** Never rejects: a worker that dies gives `worker-died`. */
  readonly outcome: Promise<DecodeReply>;
  cancel(): void;
}

interface Waiting {
  readonly start: () => void;
}

/**
 * Runs decode workers, at most `concurrency` at a time: fifty dropped files must not start fifty
 * threads. The others wait, in order, and can be cancelled while they do.
 */
export class DecodeQueue {
  private running = 0;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly workers: WorkerFactory,
    private readonly concurrency: number,
    private readonly limitBytes: number | (() => number),
  ) {}

  add(
    source: DecodeSource,
    onProgress: (progress: JobProgress) => void,
  ): DecodeTask {
    const control = new JobControl();
    let cancelRunning: (() => void) | undefined;
    const outcome = new Promise<DecodeReply>((resolve) => {
      const start = (): void => {
        if (control.isCancelled) {
          resolve(err({ code: "cancelled" }));
          return;
        }
        this.running += 1;
        cancelRunning = this.run(source, control, onProgress, (reply) => {
          this.running -= 1;
          resolve(reply);
          this.startNext();
        });
      };
      if (this.running < this.concurrency) start();
      else this.waiting.push({ start });
      this.cancelWaiting.set(control, () => {
        const at = this.waiting.findIndex((entry) => entry.start === start);
        if (at < 0) return;
        this.waiting.splice(at, 1);
        resolve(err({ code: "cancelled" }));
      });
    });
    return {
      outcome: outcome.finally(() => this.cancelWaiting.delete(control)),
      cancel: () => {
        control.cancel();
        if (cancelRunning !== undefined) cancelRunning();
        else this.cancelWaiting.get(control)?.();
      },
    };
  }

  private readonly cancelWaiting = new Map<JobControl, () => void>();

  private startNext(): void {
    while (this.running < this.concurrency) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      next.start();
    }
  }

  /** @returns what to call when the running job is cancelled */
  private run(
    source: DecodeSource,
    control: JobControl,
    onProgress: (progress: JobProgress) => void,
    onSettled: (reply: DecodeReply) => void,
  ): () => void {
    const job: DecodeJob = {
      source,
      control: control.buffer,
      limitBytes:
        typeof this.limitBytes === "number"
          ? this.limitBytes
          : this.limitBytes(),
    };
    const worker: WorkerHandle = this.workers.decode(job);
    let last = control.progress;
    const ticker = setInterval(() => {
      const progress = control.progress;
      if (
        progress.phase === last.phase &&
        progress.doneBytes === last.doneBytes &&
        progress.totalBytes === last.totalBytes
      ) {
        return;
      }
      last = progress;
      onProgress(progress);
    }, PROGRESS_INTERVAL_MS);
    let failure: Error | undefined;
    let isSettled = false;
    const settle = (reply: DecodeReply): void => {
      if (isSettled) return;
      isSettled = true;
      clearInterval(ticker);
      onSettled(control.isCancelled ? err({ code: "cancelled" }) : reply);
    };
    worker.on("message", (reply) => {
      settle(reply as DecodeReply);
      void worker.terminate();
    });
    worker.on("error", (error) => {
      failure = error;
    });
    worker.on("exit", () =>
      settle(err({ code: "worker-died", reason: deathReason(failure) })),
    );
    return () => {
      // The flag stops a decoder between chunks; a read that hangs (a dead network share) never
      // gets there.
      setTimeout(() => void worker.terminate(), CANCEL_GRACE_MS).unref();
      settle(err({ code: "cancelled" }));
    };
  }
}
