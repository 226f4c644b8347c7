import type { JobPhase } from "#base/cancel-flag.ts";
import type { AppError } from "./app-error.ts";
import type { ProfileId } from "./profile-id.ts";
import type { ProfileSummary } from "./profile-summary.ts";

/**
 * Where an opened profile is in its life.
 *
 * ```
 *   loading --> ready --> lost        lost: its worker died while a view was computed;
 *      |          ^        |          `profile/reopen` starts over.
 *      |          |        |
 *      +--> failed --------+
 * ```
 * A cancelled load ends as `failed` with code `cancelled`.
 */
export type ProfileState =
  | {
      readonly status: "loading";
      readonly phase: JobPhase;
      readonly doneBytes: number;
      /** 0 while unknown. */
      readonly totalBytes: number;
    }
  | { readonly status: "ready"; readonly summary: ProfileSummary }
  | { readonly status: "failed"; readonly error: AppError }
  | {
      readonly status: "lost";
      readonly summary: ProfileSummary;
      readonly error: AppError;
    };

/** Where the bytes came from. A sample capture is shipped with the app; dropped bytes have no path. */
export type ProfileSource =
  | {
      readonly type: "file";
      readonly path: string;
      /** When the file was last written, milliseconds since 1970; absent where unknown. */
      readonly modifiedMs?: number;
      /** Name of the file within the zip at `path`. */
      readonly entry?: string;
    }
  | { readonly type: "bytes"; readonly name: string }
  | { readonly type: "sample"; readonly name: string };

/** What became of a file since it was read. */
export type DiskChange = "changed" | "gone";

/** One opened profile: what a tab shows. */
export interface OpenProfile {
  readonly id: ProfileId;
  /** Rises with each opening: tabs stand in this order, whichever news comes first. */
  readonly order: number;
  readonly source: ProfileSource;
  /** Base name of the file, to be shown; unique names are the page's concern. */
  readonly name: string;
  readonly state: ProfileState;
  /** Absent while the file is as it was read, and for what is no file. */
  readonly diskChange?: DiskChange;
  /** Rises with each change: an event older than what the page has is to be ignored. */
  readonly revision: number;
}
