import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { captureProfile, defaultRequest } from "#capture/capture-profile.ts";
import type { CaptureHistory } from "#capture/history.ts";
import { pollService } from "#capture/watch/poll-service.ts";
import { ServiceWatch, type WatchPorts } from "#capture/watch/watch-service.ts";
import type { CaptureTarget, ConnectionOptions } from "#contract/capture.ts";
import type { CaptureJobId, WatchState } from "#contract/capture-job.ts";
import type { WatchEvent, WatchOptions, WatchPoint } from "#contract/watch.ts";

/** What watches need from the app. */
export interface WatchesPorts {
  readonly history: CaptureHistory;
  readonly folder: () => string;
  readonly onChanged: (state: WatchState) => void;
  /** Time; the real one by default. */
  readonly clock?: Pick<WatchPorts, "now" | "sleep">;
}

const REAL_CLOCK: Pick<WatchPorts, "now" | "sleep"> = {
  now: () => performance.now(),
  sleep: (millis, signal) =>
    delay(millis, undefined, { signal }).catch((error: unknown) => {
      // Woken early: that is what the signal is for.
      if (!signal.aborted) throw error;
    }),
};

/** Points kept: more than a chart has pixels. Past it every other one goes. */
const MAX_POINTS = 4000;

function withPoint(
  points: readonly WatchPoint[],
  point: WatchPoint,
): readonly WatchPoint[] {
  const all = [...points, point];
  return all.length <= MAX_POINTS
    ? all
    : all.filter((kept, i) => i % 2 === 0 || kept.isRestart);
}

/** The state after an event. Pure. */
export function watchStateAfter(
  state: WatchState,
  event: WatchEvent,
): WatchState {
  switch (event.kind) {
    case "point":
      return { ...state, points: withPoint(state.points, event.point) };
    case "snapshot":
      return {
        ...state,
        snapshots: [...state.snapshots, event.snapshot],
        captureError: null,
      };
    case "thinned":
      return {
        ...state,
        snapshots: state.snapshots.filter(
          ({ atMillis }) => atMillis !== event.snapshot.atMillis,
        ),
      };
    case "health":
      return { ...state, health: event.health };
    case "capture-failed":
      return { ...state, captureError: event.error };
    case "ended":
      return { ...state, isRunning: false };
  }
}

/** Services being watched. Ended watches stay listed until they are forgotten. */
export class Watches {
  private readonly states = new Map<CaptureJobId, WatchState>();
  private readonly running = new Map<
    CaptureJobId,
    {
      readonly watch: ServiceWatch;
      readonly abort: AbortController;
      readonly ended: Promise<void>;
    }
  >();

  constructor(private readonly ports: WatchesPorts) {}

  list(): readonly WatchState[] {
    return [...this.states.values()];
  }

  start(
    target: CaptureTarget,
    connection: ConnectionOptions,
    options: WatchOptions,
  ): CaptureJobId {
    const id = randomUUID() as CaptureJobId;
    const abort = new AbortController();
    this.states.set(id, {
      id,
      host: new URL(target.origin).host,
      address: target.origin + target.indexPath,
      options,
      startedAt: new Date().toISOString(),
      isRunning: true,
      health: { state: "up" },
      points: [],
      snapshots: [],
      captureError: null,
    });
    const watch = new ServiceWatch(
      options,
      {
        ...(this.ports.clock ?? REAL_CLOCK),
        poll: (signal) => pollService(target, connection, signal),
        capture: async (kind, signal) => {
          const captured = await captureProfile({
            target,
            request: defaultRequest(kind),
            connection,
            folder: this.ports.folder(),
            signal,
            partial: "discard",
            onProgress: () => undefined,
            now: () => new Date(),
          });
          if (captured.ok) await this.ports.history.add(captured.value);
          return captured;
        },
        remove: async ({ path }) => {
          await this.ports.history.remove(path);
          await rm(path, { force: true });
        },
        onEvent: (event) => this.apply(id, event),
      },
      abort.signal,
    );
    this.notify(id);
    const ended = watch.run().then(() => {
      this.running.delete(id);
    });
    this.running.set(id, { watch, abort, ended });
    return id;
  }

  /** Ends with a last snapshot. */
  stop(id: CaptureJobId): void {
    this.running.get(id)?.watch.finish();
  }

  takeSnapshot(id: CaptureJobId): void {
    this.running.get(id)?.watch.takeSnapshot();
  }

  forget(id: CaptureJobId): void {
    if (this.states.get(id)?.isRunning === false) this.states.delete(id);
  }

  get isBusy(): boolean {
    return this.running.size > 0;
  }

  /** Ends every watch without a last snapshot; resolves when none has a socket or a timer. */
  async dispose(): Promise<void> {
    for (const { abort, ended } of [...this.running.values()]) {
      abort.abort();
      await ended;
    }
  }

  private apply(id: CaptureJobId, event: WatchEvent): void {
    const state = this.states.get(id);
    if (state === undefined) return;
    this.states.set(id, watchStateAfter(state, event));
    this.notify(id);
  }

  private notify(id: CaptureJobId): void {
    const state = this.states.get(id);
    if (state !== undefined) this.ports.onChanged(state);
  }
}
