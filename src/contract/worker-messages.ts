/**
 * Main and its workers. Two kinds of worker, both over `session/`:
 *
 * - a decode worker reads, inflates and decodes one file and ends: `DecodeJob` in, one `DecodeReply`
 *   out. Progress and cancel go through the job's `JobControl` memory, since it reads no messages.
 * - a session worker keeps one decoded profile and answers `SessionRequest`s with `SessionReply`s, in
 *   order, until it is ended. Its columns are shared memory: main can start another one from them.
 */
import type { Result } from "#base/result.ts";
import type { StringColumns } from "#profile/string-table.ts";
import type { Profile } from "#profile/profile.ts";
import type { AppError } from "./app-error.ts";
import type { NeighbourSpec, TreeSpec, ViewSpec } from "./channels.ts";
import type {
  ComparisonFlameSpec,
  ComparisonTableSpec,
  PairSpec,
  TrendSpec,
} from "./compare.ts";
import type { UserRules } from "#analysis/leaks/user-rules.ts";
import type {
  GoroutineDetailSpec,
  GoroutineSpec,
  LeakDetailSpec,
  LeakSpec,
  SharedSnapshots,
} from "./goroutines.ts";
import type { ProfileId, RequestId } from "./profile-id.ts";
import type { ProfileSummary } from "./profile-summary.ts";

/** A `Profile` as it crosses threads: typed arrays over `SharedArrayBuffer`s, no class instances. */
export interface SharedProfile extends Omit<Profile, "strings"> {
  readonly strings: StringColumns;
  /**
   * Leaf-side locations without lines are runtime frames the text did not name: counted by the leak
   * rules, left out of views (`dropHiddenFrames`).
   */
  readonly hasHiddenFrames?: boolean;
}

/** What is to be decoded: a file, or bytes in shared memory. */
export type DecodeSource = (
  | { readonly type: "path"; readonly path: string }
  | { readonly type: "bytes"; readonly bytes: Uint8Array }
  /** A file within a zip. */
  | {
      readonly type: "zip-entry";
      readonly path: string;
      readonly entry: string;
    }
) & {
  /** The user was asked, and wants it inflated whatever it grows to (`decompression-bomb`). */
  readonly allowsAnySize?: boolean;
};

/** Given to a decode worker as its `workerData`. */
export interface DecodeJob {
  readonly source: DecodeSource;
  /** Memory of the job's `JobControl`. */
  readonly control: SharedArrayBuffer;
  /** Most bytes of columns it may make. */
  readonly limitBytes: number;
}

/** A decoded file. */
export interface Decoded {
  readonly profile: SharedProfile;
  /** Goroutine texts only. */
  readonly snapshots: SharedSnapshots | null;
  readonly summary: ProfileSummary;
}

/** The only message of a decode worker. */
export type DecodeReply = Result<Decoded, AppError>;

/** Given to a session worker as its `workerData`. */
export interface SessionJob {
  readonly profile: SharedProfile;
  /** Snapshots before it, oldest first: the worker then answers `SeriesView`s. */
  readonly earlier?: readonly SharedProfile[];
  /** What is judged together, current files first: the worker then answers `LeakView`s. */
  readonly inputs?: readonly LeakInput[];
  readonly usesEarlier?: boolean;
  /** Most bytes of trees and views it may keep. */
  readonly limitBytes: number;
}

/** One file of a `LeakSpec`. */
export interface LeakInput {
  readonly id: ProfileId;
  readonly role: "base" | "current";
  readonly profile: SharedProfile;
  readonly snapshots: SharedSnapshots | null;
}

/** A view of what is judged together. */
export type LeakView = { readonly userRules: UserRules } & (
  | { readonly view: "leaks" }
  | ({ readonly view: "leak" } & Omit<LeakDetailSpec, keyof LeakSpec>)
  | ({ readonly view: "goroutine-groups" } & Omit<
      GoroutineSpec,
      keyof LeakSpec
    >)
  | ({ readonly view: "goroutine-detail" } & Omit<
      GoroutineDetailSpec,
      keyof LeakSpec
    >)
  | { readonly view: "creators" }
);

/** A view without the profile it is of: a session worker has one. */
export type SessionView =
  | ({ readonly view: "flame" } & Omit<TreeSpec, "profileId">)
  | ({ readonly view: "top" } & Omit<ViewSpec, "profileId">)
  | ({ readonly view: "filtered" } & Omit<ViewSpec, "profileId">)
  | ({ readonly view: "neighbours" } & Omit<NeighbourSpec, "profileId">);

/** A view of a series: of the newest snapshot and the one before it, or (`trend`) of all. */
export type SeriesView =
  | ({ readonly view: "compare-flame" } & Omit<
      ComparisonFlameSpec,
      keyof PairSpec
    >)
  | ({ readonly view: "compare-table" } & Omit<
      ComparisonTableSpec,
      keyof PairSpec
    >)
  | { readonly view: "compare-goroutines" }
  | ({ readonly view: "trend" } & Omit<TrendSpec, "profileIds">);

/** Asks a session worker for a view. */
export interface SessionRequest {
  readonly requestId: RequestId;
  readonly view: SessionView | SeriesView | LeakView;
  /** Memory of the request's `JobControl`. */
  readonly control: SharedArrayBuffer;
}

/** A computed view as a bulk block over shared memory. */
export interface SessionBlock {
  readonly block: Uint8Array;
  readonly computeMs: number;
  /** Bytes of trees and views the worker keeps now. */
  readonly keptBytes: number;
}

/** Answer to the `SessionRequest` of the same id. */
export interface SessionReply {
  readonly requestId: RequestId;
  readonly outcome: Result<SessionBlock, AppError>;
}
