import type { ProfileKind } from "#analysis/profile-kind.ts";
import type { GoroutineFacts } from "./goroutines.ts";
import type { DecodeWarning } from "#profile/decode/decode-error.ts";
import type { ValueType } from "#profile/profile.ts";

/** A sample type with its sums over all samples. Decimal strings: int64 does not fit a number. */
export interface SampleTypeSummary extends ValueType {
  /** Sum of the values, wrapping as Go's int64. */
  readonly total: string;
  /** Sum of |value|: what pprof's percentages are shares of (rule C6). Equals `total` unless there are negatives. */
  readonly absTotal: string;
}

/** A loaded binary named in the file. */
export interface MappingSummary {
  readonly filename: string;
  readonly buildId: string;
}

/** How many rows the model has. */
export interface ProfileCounts {
  readonly samples: number;
  readonly stacks: number;
  readonly locations: number;
  readonly functions: number;
  readonly mappings: number;
  readonly labelSets: number;
}

/** What the page knows of a profile without asking for a view. Serialisable, a few kilobytes. */
export interface ProfileSummary {
  readonly kind: ProfileKind;
  /** How the file was written. Of several snapshots in a log: the newest. */
  readonly format:
    | "pprof"
    | "goroutine-debug1"
    | "goroutine-debug2"
    | "goleak"
    | "heap-debug1"
    | "other-debug1";
  /** Goroutine texts only; null for everything else. */
  readonly goroutines: GoroutineFacts | null;
  /** Heap texts only: figures of `runtime.MemStats` as printed. */
  readonly memStats: Readonly<Record<string, string>>;
  /** Lines of a text that could not be read: kept and shown in the views. */
  readonly unparsedCount: number;
  readonly compression: "none" | "gzip" | "zstd";
  /** Size on disk, and of the decompressed bytes. */
  readonly sizeBytes: number;
  readonly inflatedBytes: number;
  readonly sampleTypes: readonly SampleTypeSummary[];
  /** Rule T1; -1 for a profile without sample types. */
  readonly defaultSampleTypeIndex: number;
  /** Nanoseconds since 1970, decimal; "0" = unknown. */
  readonly timeNanos: string;
  /** Nanoseconds, decimal; "0" = unknown or a moment. */
  readonly durationNanos: string;
  readonly periodType: ValueType;
  /** In the unit of `periodType`, decimal. */
  readonly period: string;
  readonly comments: readonly string[];
  /** "" for none. Comes from the file: never open it unasked. */
  readonly docUrl: string;
  readonly mappings: readonly MappingSummary[];
  readonly counts: ProfileCounts;
  readonly warnings: readonly DecodeWarning[];
  /** From the first byte read to columns ready, wall clock. */
  readonly decodeMs: number;
}
