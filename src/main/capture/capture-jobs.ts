import { randomUUID } from "node:crypto";
import { captureProfile } from "#capture/capture-profile.ts";
import type { CaptureHistory } from "#capture/history.ts";
import type { CaptureTarget, ConnectionOptions } from "#contract/capture.ts";
import type {
  CaptureItem,
  CaptureJob,
  CaptureJobId,
  CaptureStart,
} from "#contract/capture-job.ts";

/** What jobs need from the app. */
export interface CaptureJobPorts {
  readonly history: CaptureHistory;
  readonly folder: () => string;
  readonly onChanged: (job: CaptureJob) => void;
  /** Files of a job that ended, in order. */
  readonly openFiles: (paths: readonly string[]) => void;
}

/** Most events a second a running item sends: progress is for eyes. */
const PROGRESS_EVERY_MILLIS = 100;

/** Captures under way and ended, in order of start; ended ones stay until the page forgets them. */
export class CaptureJobs {
  private readonly jobs = new Map<CaptureJobId, CaptureJob>();
  private readonly aborts = new Map<CaptureJobId, AbortController>();

  constructor(private readonly ports: CaptureJobPorts) {}

  list(): readonly CaptureJob[] {
    return [...this.jobs.values()];
  }

  start(
    start: CaptureStart,
    target: CaptureTarget,
    connection: ConnectionOptions,
  ): CaptureJobId {
    const id = randomUUID() as CaptureJobId;
    const job: CaptureJob = {
      id,
      host: new URL(target.origin).host,
      // Never the text that was typed: it may hold a password.
      address: target.origin + target.indexPath,
      items: start.requests.map((request) => ({
        kind: request.kind,
        request,
        state: { status: "waiting" },
      })),
      isDone: false,
    };
    this.jobs.set(id, job);
    this.aborts.set(id, new AbortController());
    this.ports.onChanged(job);
    void this.run(id, start, target, connection);
    return id;
  }

  cancel(id: CaptureJobId): void {
    this.aborts.get(id)?.abort();
  }

  /** Takes an ended job off the list. */
  forget(id: CaptureJobId): void {
    if (this.jobs.get(id)?.isDone === true) this.jobs.delete(id);
  }

  dispose(): void {
    for (const abort of this.aborts.values()) abort.abort();
  }

  private async run(
    id: CaptureJobId,
    start: CaptureStart,
    target: CaptureTarget,
    connection: ConnectionOptions,
  ): Promise<void> {
    const abort = this.aborts.get(id);
    if (abort === undefined) return;
    const paths: string[] = [];
    for (const [index, request] of start.requests.entries()) {
      let reportedAt = Number.NEGATIVE_INFINITY;
      const captured = await captureProfile({
        target,
        request,
        connection,
        folder: this.ports.folder(),
        signal: abort.signal,
        keepPartial: start.keepPartial,
        onProgress: (progress) => {
          const now = performance.now();
          if (now - reportedAt < PROGRESS_EVERY_MILLIS) return;
          reportedAt = now;
          this.setItem(id, index, { status: "running", progress });
        },
        now: () => new Date(),
      });
      if (captured.ok) {
        await this.ports.history.add(captured.value);
        this.setItem(id, index, { status: "done", record: captured.value });
        paths.push(captured.value.path);
      } else {
        this.setItem(id, index, { status: "failed", error: captured.error });
      }
    }
    this.aborts.delete(id);
    this.change(id, (job) => ({ ...job, isDone: true }));
    if (start.opensFiles && paths.length > 0) this.ports.openFiles(paths);
  }

  private setItem(
    id: CaptureJobId,
    index: number,
    state: CaptureItem["state"],
  ): void {
    this.change(id, (job) => ({
      ...job,
      items: job.items.map((item, i) =>
        i === index ? { ...item, state } : item,
      ),
    }));
  }

  private change(
    id: CaptureJobId,
    change: (job: CaptureJob) => CaptureJob,
  ): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    const changed = change(job);
    this.jobs.set(id, changed);
    this.ports.onChanged(changed);
  }
}
