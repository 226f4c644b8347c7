import type { CaptureError } from "./capture-error.ts";
import type { CaptureRecord } from "./capture.ts";

/** How a service is watched. */
export interface WatchOptions {
  /** Time between polls. */
  readonly everyMillis: number;
  /** Stop after this long; 0 = until stopped. */
  readonly forMillis: number;
  /** Time between scheduled snapshots; 0 = none but the first and the last. */
  readonly snapshotEveryMillis: number;
  /** Also take a snapshot when goroutines have grown by this share since the last one; 0 = never. */
  readonly snapshotGrowthRatio: number;
  /** Profiles of one snapshot. */
  readonly kinds: readonly string[];
  /** Most snapshots kept on disk: first and last stay, the middle thins out. At least 3. */
  readonly maxSnapshots: number;
}

/** Every 30 s, a snapshot each 5 min or at +50 % goroutines, at most 24 kept. */
export const DEFAULT_WATCH: WatchOptions = {
  everyMillis: 30_000,
  forMillis: 0,
  snapshotEveryMillis: 5 * 60_000,
  snapshotGrowthRatio: 0.5,
  kinds: ["goroutine", "heap"],
  maxSnapshots: 24,
};

/** One poll. A figure is null where it could not be read. */
export interface WatchPoint {
  /** Milliseconds since the watch began. */
  readonly atMillis: number;
  readonly goroutines: number | null;
  /** MemStats.HeapAlloc: bytes of live and not yet swept objects. */
  readonly heapAllocBytes: number | null;
  /** The process began anew since the point before (its TotalAlloc fell). */
  readonly isRestart: boolean;
}

/** Why a snapshot was taken. */
export type SnapshotReason =
  "first" | "schedule" | "growth" | "manual" | "last";

/** Files of one moment. */
export interface WatchSnapshot {
  readonly atMillis: number;
  readonly reason: SnapshotReason;
  readonly records: readonly CaptureRecord[];
}

/** Whether the service answers. `retryInMillis` counts from the event. */
export type WatchHealth =
  | { readonly state: "up" }
  | {
      readonly state: "down";
      readonly error: CaptureError;
      readonly failures: number;
      readonly retryInMillis: number;
    };

/** What a running watch tells. */
export type WatchEvent =
  | { readonly kind: "point"; readonly point: WatchPoint }
  | { readonly kind: "snapshot"; readonly snapshot: WatchSnapshot }
  | { readonly kind: "thinned"; readonly snapshot: WatchSnapshot }
  | { readonly kind: "health"; readonly health: WatchHealth }
  | {
      readonly kind: "capture-failed";
      readonly profile: string;
      readonly error: CaptureError;
    }
  | { readonly kind: "ended" };
