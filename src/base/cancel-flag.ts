/**
 * Cancellation and progress shared between threads. A busy worker reads no messages, so both
 * directions go through one `SharedArrayBuffer` that either side polls.
 *
 * ```
 * word  0          1        2                 3
 *      [cancelled] [phase] [done, kilo-units] [total, kilo-units; 0 = unknown]
 * ```
 */
export const JOB_CONTROL_WORDS = 4;

/** What a running job is doing; shown to the user beside the bytes. */
export type JobPhase = "waiting" | "reading" | "decoding" | "building";

const PHASES: readonly JobPhase[] = [
  "waiting",
  "reading",
  "decoding",
  "building",
];

/** Progress of a job. `done` and `total` are in bytes (rounded to KiB); `total` 0 means unknown. */
export interface JobProgress {
  readonly phase: JobPhase;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** One job's cancel flag and progress words, over memory both threads see. */
export class JobControl {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;

  /** Without `buffer`: a new job. With it: the other side's view of the same job. */
  constructor(
    buffer: SharedArrayBuffer = new SharedArrayBuffer(JOB_CONTROL_WORDS * 4),
  ) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer);
  }

  cancel(): void {
    Atomics.store(this.words, 0, 1);
  }

  /** Poll per chunk, or per 64 k samples: an atomic load costs some nanoseconds. */
  get isCancelled(): boolean {
    return Atomics.load(this.words, 0) === 1;
  }

  report(phase: JobPhase, doneBytes: number, totalBytes: number): void {
    Atomics.store(this.words, 1, PHASES.indexOf(phase));
    Atomics.store(this.words, 2, Math.floor(doneBytes / 1024));
    Atomics.store(this.words, 3, Math.floor(totalBytes / 1024));
  }

  get progress(): JobProgress {
    return {
      phase: PHASES[Atomics.load(this.words, 1)] ?? "waiting",
      doneBytes: Atomics.load(this.words, 2) * 1024,
      totalBytes: Atomics.load(this.words, 3) * 1024,
    };
  }
}
