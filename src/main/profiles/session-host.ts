import { JobControl } from "#base/cancel-flag.ts";
import { err, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { RequestId } from "#contract/profile-id.ts";
import type {
  SessionBlock,
  SessionJob,
  SessionReply,
  SessionRequest,
} from "#contract/worker-messages.ts";
import { deathReason, type WorkerHandle } from "./worker-handle.ts";

/** What a view request settles to. */
export type ViewOutcome = Result<SessionBlock, AppError>;

interface Pending {
  readonly control: JobControl;
  readonly settle: (outcome: ViewOutcome) => void;
}

/**
 * One session worker and the requests it has been given. Every request settles: by its reply, by
 * being cancelled, or by the end of the worker, expected (`close`: the given error) or not
 * (`worker-died`, and `onDied` is told).
 */
export class SessionHost {
  private readonly pending = new Map<RequestId, Pending>();
  private readonly worker: WorkerHandle;
  private endedWith: AppError | undefined;
  private lastId = 0;
  /** Bytes of trees and views the worker said it keeps. */
  keptBytes = 0;

  constructor(
    start: (job: SessionJob) => WorkerHandle,
    job: SessionJob,
    onDied: (error: AppError) => void,
  ) {
    this.worker = start(job);
    let failure: Error | undefined;
    this.worker.on("message", (message) =>
      this.receive(message as SessionReply),
    );
    this.worker.on("error", (error) => {
      failure = error;
    });
    this.worker.on("exit", () => {
      if (this.endedWith !== undefined) return;
      const error: AppError = {
        code: "worker-died",
        reason: deathReason(failure),
      };
      this.end(error);
      onDied(error);
    });
  }

  get isIdle(): boolean {
    return this.pending.size === 0;
  }

  request(
    view: SessionRequest["view"],
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    if (this.endedWith !== undefined) {
      return Promise.resolve(err(this.endedWith));
    }
    if (signal.aborted) return Promise.resolve(err({ code: "cancelled" }));
    this.lastId += 1;
    const requestId = this.lastId as RequestId;
    const control = new JobControl();
    return new Promise((resolve) => {
      const onAbort = (): void => {
        control.cancel();
        this.settle(requestId, err({ code: "cancelled" }));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.pending.set(requestId, {
        control,
        settle: (outcome) => {
          signal.removeEventListener("abort", onAbort);
          resolve(outcome);
        },
      });
      this.worker.postMessage({
        requestId,
        view,
        control: control.buffer,
      } satisfies SessionRequest);
    });
  }

  /** Ends the worker; what is pending settles with `error`. */
  close(error: AppError): void {
    if (this.endedWith !== undefined) return;
    this.end(error);
    void this.worker.terminate();
  }

  private receive(reply: SessionReply): void {
    if (reply.outcome.ok) this.keptBytes = reply.outcome.value.keptBytes;
    this.settle(reply.requestId, reply.outcome);
  }

  private settle(requestId: RequestId, outcome: ViewOutcome): void {
    const request = this.pending.get(requestId);
    this.pending.delete(requestId);
    request?.settle(outcome);
  }

  private end(error: AppError): void {
    this.endedWith = error;
    for (const [requestId, { control }] of [...this.pending]) {
      control.cancel();
      this.settle(requestId, err(error));
    }
  }
}
