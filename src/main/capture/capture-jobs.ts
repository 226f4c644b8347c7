import { randomUUID } from "node:crypto";
import { captureProfile, type HeldPartial } from "#capture/capture-profile.ts";
import type { CaptureHistory } from "#capture/history.ts";
import type { PastLimit } from "#capture/http-get.ts";
import type {
  CaptureProgress,
  CaptureRecord,
  CaptureTarget,
  ConnectionOptions,
} from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import type {
  CaptureAnswer,
  CaptureItem,
  CaptureJob,
  CaptureJobId,
  CaptureStart,
} from "#contract/capture-job.ts";
import type { Result } from "#base/result.ts";

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

/** What of a job only main knows: its secrets are in `connection`. */
interface Work {
  readonly start: CaptureStart;
  readonly target: CaptureTarget;
  readonly connection: ConnectionOptions;
  /** Parts of broken bodies, by item, until they are kept or not. */
  readonly held: Map<number, HeldPartial>;
  /** Settles the question of the item that asks. */
  answer: ((answer: CaptureAnswer) => void) | undefined;
  /** Cancels all that is left of the run under way. */
  abort: AbortController;
  /** Stops the item under way and keeps what came. */
  keep: AbortController;
  run: Promise<void>;
}

/** Passes on the newest value at most every `PROGRESS_EVERY_MILLIS`; a value before a pause, too. */
function throttled<T>(pass: (value: T) => void): {
  readonly report: (value: T) => void;
  readonly stop: () => void;
} {
  let passedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const report = (value: T): void => {
    stop();
    const waitMillis = passedAt + PROGRESS_EVERY_MILLIS - performance.now();
    const now = (): void => {
      passedAt = performance.now();
      pass(value);
    };
    if (waitMillis <= 0) now();
    else timer = setTimeout(now, waitMillis);
  };
  return { report, stop };
}

/** Captures under way and ended, in order of start; ended ones stay until the page forgets them. */
export class CaptureJobs {
  private readonly jobs = new Map<CaptureJobId, CaptureJob>();
  private readonly works = new Map<CaptureJobId, Work>();

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
    const work: Work = {
      start,
      target,
      connection,
      held: new Map(),
      answer: undefined,
      abort: new AbortController(),
      keep: new AbortController(),
      run: Promise.resolve(),
    };
    this.jobs.set(id, job);
    this.works.set(id, work);
    this.ports.onChanged(job);
    work.run = this.run(
      id,
      work,
      job.items.map((_, i) => i),
    );
    return id;
  }

  cancel(id: CaptureJobId): void {
    this.works.get(id)?.abort.abort();
  }

  /** See `CaptureAnswer`. */
  async answer(
    id: CaptureJobId,
    index: number,
    answer: CaptureAnswer,
  ): Promise<void> {
    const work = this.works.get(id);
    const item = this.jobs.get(id)?.items.at(index);
    if (work === undefined || item === undefined) return;
    if (item.state.status === "asking") {
      if (answer === "keep") work.keep.abort();
      work.answer?.(answer);
    } else if (item.state.status === "running" && answer === "keep") {
      work.keep.abort();
    } else if (item.state.status === "failed") {
      await this.settleHeld(id, work, index, answer === "keep");
    }
  }

  /** Fetches what failed once more. */
  async retry(id: CaptureJobId): Promise<void> {
    const job = this.jobs.get(id);
    const work = this.works.get(id);
    if (job?.isDone !== true || work === undefined) return;
    const failed = job.items.flatMap(({ state }, i) =>
      state.status === "failed" ? [i] : [],
    );
    // At once: a second click must not start a second run.
    this.change(id, { isDone: false });
    await this.discardHeld(work);
    for (const i of failed) this.setItem(id, i, { status: "waiting" });
    work.abort = new AbortController();
    work.run = this.run(id, work, failed);
  }

  /** Takes an ended job off the list, with what it holds. */
  async forget(id: CaptureJobId): Promise<void> {
    if (this.jobs.get(id)?.isDone !== true) return;
    const work = this.works.get(id);
    this.jobs.delete(id);
    this.works.delete(id);
    if (work !== undefined) await this.discardHeld(work);
  }

  /** Whether something is under way or held. */
  get isBusy(): boolean {
    return (
      [...this.jobs.values()].some(({ isDone }) => !isDone) ||
      [...this.works.values()].some(({ held }) => held.size > 0)
    );
  }

  /** Ends every capture; resolves when none has a socket or a half-written file. */
  async dispose(): Promise<void> {
    for (const work of this.works.values()) {
      work.abort.abort();
      await work.run;
      await this.discardHeld(work);
    }
  }

  private async run(
    id: CaptureJobId,
    work: Work,
    indices: readonly number[],
  ): Promise<void> {
    const paths: string[] = [];
    for (const index of indices) {
      const captured = await this.capture(id, work, index);
      if (captured.ok) {
        await this.note(id, index, captured.value);
        // A part of a profile is no profile; it is there for those who want it.
        if (!captured.value.isPartial) paths.push(captured.value.path);
      } else {
        const heldBytes = work.held.get(index)?.sizeBytes ?? 0;
        const { error } = captured;
        this.setItem(id, index, { status: "failed", error, heldBytes });
      }
    }
    this.change(id, { isDone: true });
    if (work.start.opensFiles && paths.length > 0) this.ports.openFiles(paths);
  }

  private async capture(
    id: CaptureJobId,
    work: Work,
    index: number,
  ): Promise<Result<CaptureRecord, CaptureError>> {
    const reporter = throttled((progress: CaptureProgress) =>
      this.setItem(id, index, { status: "running", progress }),
    );
    let held: HeldPartial | undefined;
    work.keep = new AbortController();
    const captured = await captureProfile({
      target: work.target,
      request: work.start.requests[index],
      connection: work.connection,
      folder: this.ports.folder(),
      signal: AbortSignal.any([work.abort.signal, work.keep.signal]),
      partial: (part) => {
        held = part;
      },
      askLimit: (past) => {
        reporter.stop();
        return this.askLimit(id, work, index, past);
      },
      onProgress: reporter.report,
      now: () => new Date(),
    });
    reporter.stop();
    if (captured.ok || held === undefined) return captured;
    if (work.keep.signal.aborted) return held.keep();
    // Cancelled or stopped by the user, who said what to do; else they are asked.
    const { code } = captured.error;
    if (code === "cancelled" || code === "over-size-limit") {
      await held.discard();
    } else {
      work.held.set(index, held);
    }
    return captured;
  }

  /** Asks the page; a cancel ends the request itself. */
  private async askLimit(
    id: CaptureJobId,
    work: Work,
    index: number,
    past: PastLimit,
  ): Promise<boolean> {
    const answered = new Promise<CaptureAnswer>((settle) => {
      work.answer = settle;
    });
    this.setItem(id, index, { status: "asking", ...past });
    const answer = await answered;
    work.answer = undefined;
    if (answer !== "continue") return false;
    const { receivedBytes, expectedBytes } = past;
    this.setItem(id, index, {
      status: "running",
      progress: {
        phase: "receiving",
        receivedBytes,
        expectedBytes,
        remainingMillis: 0,
      },
    });
    return true;
  }

  private async settleHeld(
    id: CaptureJobId,
    work: Work,
    index: number,
    keeps: boolean,
  ): Promise<void> {
    const held = work.held.get(index);
    if (held === undefined) return;
    work.held.delete(index);
    if (!keeps) {
      await held.discard();
      const { error } = held;
      this.setItem(id, index, { status: "failed", error, heldBytes: 0 });
      return;
    }
    const kept = await held.keep();
    if (kept.ok) await this.note(id, index, kept.value);
    else {
      const { error } = kept;
      this.setItem(id, index, { status: "failed", error, heldBytes: 0 });
    }
  }

  private async discardHeld({ held }: Work): Promise<void> {
    const parts = [...held.values()];
    held.clear();
    for (const part of parts) await part.discard();
  }

  private async note(
    id: CaptureJobId,
    index: number,
    record: CaptureRecord,
  ): Promise<void> {
    await this.ports.history.add(record);
    this.setItem(id, index, { status: "done", record });
  }

  private setItem(
    id: CaptureJobId,
    index: number,
    state: CaptureItem["state"],
  ): void {
    const items = this.jobs
      .get(id)
      ?.items.map((item, i) => (i === index ? { ...item, state } : item));
    if (items !== undefined) this.change(id, { items });
  }

  private change(id: CaptureJobId, change: Partial<CaptureJob>): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    const changed = { ...job, ...change };
    this.jobs.set(id, changed);
    this.ports.onChanged(changed);
  }
}
