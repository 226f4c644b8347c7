import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type {
  GoroutineSnapshot,
  UnparsedText,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { profileFromSnapshot } from "#profile/goroutines/profile-from-snapshot.ts";
import { parseGoroutineText } from "#profile/decode/text/parse-goroutine-text.ts";
import { parseTextProfile } from "#profile/decode/text/parse-text-profile.ts";
import type { MemStats } from "#profile/decode/text/text-profile.ts";
import type { Profile } from "#profile/profile.ts";
import type { OpenedText } from "./open/open-profile.ts";

/** What a text input holds, as a profile and, for goroutines, as snapshots. */
export interface ReadText {
  readonly format: ProfileSummary["format"];
  /** Of the newest snapshot. */
  readonly profile: Profile;
  /** In the order of the input; empty for other texts than goroutine dumps. */
  readonly snapshots: readonly GoroutineSnapshot[];
  readonly memStats: MemStats;
  readonly unparsed: readonly UnparsedText[];
  readonly unparsedCount: number;
}

/** Bytes of the head that tell goroutines from other `NAME profile: total` texts. */
const HEAD_BYTES = 4096;

const GOROUTINE_COUNTS = /^goroutine(?:leak)? profile: total \d+/m;

const FORMAT_OF_SOURCE = {
  pprof: "pprof",
  debug1: "goroutine-debug1",
  debug2: "goroutine-debug2",
  goleak: "goleak",
  joined: "goroutine-debug2",
} as const;

function fromSnapshots(snapshots: readonly GoroutineSnapshot[]): ReadText {
  const newest = snapshots[snapshots.length - 1];
  return {
    format: FORMAT_OF_SOURCE[newest.source],
    profile: profileFromSnapshot(newest),
    snapshots,
    memStats: {},
    unparsed: newest.unparsed,
    unparsedCount: snapshots.reduce(
      (sum, { unparsedCount }) => sum + unparsedCount,
      0,
    ),
  };
}

/**
 * Reads a text input: goroutine dumps of every kind, alone or in a log, or a debug=1 profile.
 * `not-a-profile` where it holds neither.
 */
export function readText(opened: OpenedText): Result<ReadText, AppError> {
  const { bytes, format } = opened;
  if (opened.snapshots !== null) return ok(fromSnapshots(opened.snapshots));
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.length, HEAD_BYTES),
  ).toString("latin1");
  const parsed = GOROUTINE_COUNTS.test(head) ? null : parseTextProfile(bytes);
  if (parsed?.ok === true) {
    const { profile, kind, memStats, unparsed, unparsedCount } = parsed.value;
    return ok({
      format: kind === "heap" ? "heap-debug1" : "other-debug1",
      profile,
      snapshots: [],
      memStats,
      unparsed,
      unparsedCount,
    });
  }
  // Headed as another text, and yet a log with dumps further down.
  const snapshots = parseGoroutineText(bytes);
  return snapshots.length === 0
    ? err({ code: "not-a-profile", lookalike: format })
    : ok(fromSnapshots(snapshots));
}
