/**
 * Watches one service: polls, takes snapshots, survives restarts and network failures, keeps the disk
 * bounded. All I/O and time come from `WatchPorts`, so tests run half an hour in a moment.
 */
import type { CaptureRecord } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import type {
  SnapshotReason,
  WatchEvent,
  WatchOptions,
  WatchPoint,
  WatchSnapshot,
} from "#contract/watch.ts";
import type { Result } from "#base/result.ts";
import { snapshotToDrop } from "./thin-snapshots.ts";
import type { ServiceVitals } from "./poll-service.ts";

/** Longest pause between tries while a service is down. */
const MAX_BACKOFF_MILLIS = 5 * 60_000;

/** The outside world of a watch. */
export interface WatchPorts {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Resolves after `millis`, or at once when `signal` is aborted. */
  readonly sleep: (millis: number, signal: AbortSignal) => Promise<void>;
  readonly poll: (
    signal: AbortSignal,
  ) => Promise<Result<ServiceVitals, CaptureError>>;
  readonly capture: (
    kind: string,
    signal: AbortSignal,
  ) => Promise<Result<CaptureRecord, CaptureError>>;
  readonly remove: (record: CaptureRecord) => Promise<void>;
  readonly onEvent: (event: WatchEvent) => void;
}

/** Pause before try number `failures + 1`: doubles from the poll interval, at most five minutes. */
export function backoffMillis(everyMillis: number, failures: number): number {
  return Math.max(
    everyMillis,
    Math.min(everyMillis * 2 ** (failures - 1), MAX_BACKOFF_MILLIS),
  );
}

/** A running watch. Create with `ports` and call `run` once. */
export class ServiceWatch {
  private readonly startedAt: number;
  private readonly wake = new AbortController();
  private snapshots: WatchSnapshot[] = [];
  private lastVitals: ServiceVitals | undefined;
  private goroutinesAtSnapshot = 0;
  private failures = 0;
  private wantsManual = false;
  private nudge = new AbortController();

  constructor(
    private readonly options: WatchOptions,
    private readonly ports: WatchPorts,
    private readonly signal: AbortSignal,
  ) {
    this.startedAt = ports.now();
    signal.addEventListener("abort", () => this.nudge.abort(), { once: true });
  }

  /** Snapshots on disk now, oldest first. */
  get kept(): readonly WatchSnapshot[] {
    return this.snapshots;
  }

  /** Takes a snapshot at the next occasion: at once when the watch is between polls. */
  takeSnapshot(): void {
    this.wantsManual = true;
    this.nudge.abort();
  }

  /** Ends after the snapshot under way, with a last one. */
  finish(): void {
    this.wake.abort();
    this.nudge.abort();
  }

  /** Runs until `forMillis`, `finish` or the signal. Never rejects but for bugs. */
  async run(): Promise<void> {
    while (!this.isOver) {
      await this.step();
      if (this.isOver) break;
      await this.pause();
    }
    if (!this.signal.aborted && this.failures === 0) {
      const latest = this.snapshots.at(-1);
      if (latest === undefined || this.elapsed > latest.atMillis) {
        await this.snapshot("last");
      }
    }
    this.ports.onEvent({ kind: "ended" });
  }

  private get elapsed(): number {
    return this.ports.now() - this.startedAt;
  }

  private get isOver(): boolean {
    const { forMillis } = this.options;
    return (
      this.signal.aborted ||
      this.wake.signal.aborted ||
      (forMillis > 0 && this.elapsed >= forMillis)
    );
  }

  private async pause(): Promise<void> {
    if (this.wantsManual) return;
    const { everyMillis, forMillis } = this.options;
    const wanted =
      this.failures === 0
        ? everyMillis
        : backoffMillis(everyMillis, this.failures);
    const left = forMillis > 0 ? Math.max(0, forMillis - this.elapsed) : wanted;
    this.nudge = new AbortController();
    if (this.isOver) return;
    await this.ports.sleep(Math.min(wanted, left), this.nudge.signal);
  }

  private async step(): Promise<void> {
    const polled = await this.ports.poll(this.signal);
    if (this.signal.aborted) return;
    if (!polled.ok) {
      this.noteFailure(polled.error);
      return;
    }
    if (this.failures > 0) {
      this.failures = 0;
      this.ports.onEvent({ kind: "health", health: { state: "up" } });
    }
    const point = this.pointOf(polled.value);
    this.ports.onEvent({ kind: "point", point });
    this.lastVitals = polled.value;
    const reason = this.reasonToSnapshot(polled.value, point);
    if (reason !== undefined) {
      await this.snapshot(reason);
      this.goroutinesAtSnapshot = polled.value.goroutines;
    }
  }

  private noteFailure(error: CaptureError): void {
    this.failures += 1;
    this.ports.onEvent({
      kind: "health",
      health: {
        state: "down",
        error,
        failures: this.failures,
        retryInMillis: backoffMillis(this.options.everyMillis, this.failures),
      },
    });
  }

  private pointOf(vitals: ServiceVitals): WatchPoint {
    const before = this.lastVitals?.totalAllocBytes ?? null;
    return {
      atMillis: this.elapsed,
      goroutines: vitals.goroutines,
      heapAllocBytes: vitals.heapAllocBytes,
      isRestart:
        before !== null &&
        vitals.totalAllocBytes !== null &&
        vitals.totalAllocBytes < before,
    };
  }

  private reasonToSnapshot(
    vitals: ServiceVitals,
    point: WatchPoint,
  ): SnapshotReason | undefined {
    if (this.wantsManual) {
      this.wantsManual = false;
      return "manual";
    }
    const latest = this.snapshots.at(-1);
    // After a restart everything before is another process: begin a new base.
    if (latest === undefined || point.isRestart) return "first";
    const { snapshotEveryMillis, snapshotGrowthRatio } = this.options;
    if (
      snapshotEveryMillis > 0 &&
      this.elapsed - latest.atMillis >= snapshotEveryMillis
    ) {
      return "schedule";
    }
    const isGrown =
      snapshotGrowthRatio > 0 &&
      vitals.goroutines > this.goroutinesAtSnapshot * (1 + snapshotGrowthRatio);
    return isGrown ? "growth" : undefined;
  }

  private async snapshot(reason: SnapshotReason): Promise<void> {
    const atMillis = this.elapsed;
    const records: CaptureRecord[] = [];
    for (const kind of this.options.kinds) {
      if (this.signal.aborted) break;
      const captured = await this.ports.capture(kind, this.signal);
      if (captured.ok) records.push(captured.value);
      else if (captured.error.code !== "cancelled") {
        this.ports.onEvent({
          kind: "capture-failed",
          profile: kind,
          error: captured.error,
        });
      }
    }
    if (records.length === 0) return;
    const snapshot: WatchSnapshot = { atMillis, reason, records };
    this.snapshots.push(snapshot);
    this.ports.onEvent({ kind: "snapshot", snapshot });
    const drop = snapshotToDrop(this.snapshots, this.options.maxSnapshots);
    if (drop < 0) return;
    const [thinned] = this.snapshots.splice(drop, 1);
    for (const record of thinned.records) await this.ports.remove(record);
    this.ports.onEvent({ kind: "thinned", snapshot: thinned });
  }
}
