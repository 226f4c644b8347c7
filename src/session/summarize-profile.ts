import { profileKind } from "#analysis/profile-kind.ts";
import type {
  ProfileSummary,
  SampleTypeSummary,
} from "#contract/profile-summary.ts";
import type { GoroutineFacts } from "#contract/goroutines.ts";
import type { DecodeWarning } from "#profile/decode/decode-error.ts";
import type { MemStats } from "#profile/decode/text/text-profile.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { visibleText } from "#profile/visible-text.ts";
import {
  defaultSampleTypeIndex,
  type Profile,
  stringAt,
  type ValueColumn,
} from "#profile/profile.ts";

/** What is known of the input beside the profile. */
export interface InputFacts {
  readonly compression: ProfileSummary["compression"];
  readonly sizeBytes: number;
  readonly inflatedBytes: number;
  readonly warnings: readonly DecodeWarning[];
  readonly decodeMs: number;
  readonly format: ProfileSummary["format"];
  /** Of goroutine texts, in the order of the input. */
  readonly snapshots: readonly GoroutineSnapshot[];
  readonly memStats: MemStats;
  readonly unparsedCount: number;
}

function goroutineFacts(facts: InputFacts): GoroutineFacts | null {
  const newest = facts.snapshots.at(-1);
  if (newest === undefined) return null;
  return {
    source: newest.source,
    goroutineCount: newest.goroutineCount,
    claimedCount: newest.claimedCount,
    isTruncated: newest.isTruncated,
    goMinorAtLeast: newest.goMinorAtLeast,
    snapshotCount: facts.snapshots.length,
    unparsedCount: facts.unparsedCount,
  };
}

/** The figures of `runtime.MemStats` worth showing; the rest are histograms and internals. */
const SHOWN_STATS: ReadonlySet<string> = new Set([
  "HeapAlloc",
  "HeapSys",
  "HeapIdle",
  "HeapInuse",
  "HeapReleased",
  "HeapObjects",
  "NumGC",
]);

/** Sum and sum of magnitudes, as Go's int64 would wrap (rule I0). */
function sumsOf(column: ValueColumn): {
  total: bigint;
  absTotal: bigint;
} {
  if (column instanceof Float64Array) {
    let total = 0;
    let absTotal = 0;
    for (const value of column) {
      total += value;
      absTotal += Math.abs(value);
    }
    return { total: BigInt(total), absTotal: BigInt(absTotal) };
  }
  let total = 0n;
  let absTotal = 0n;
  for (const value of column) {
    total += value;
    absTotal += value < 0n ? -value : value;
  }
  return {
    total: BigInt.asIntN(64, total),
    absTotal: BigInt.asIntN(64, absTotal),
  };
}

/** The facts of a profile that the page shows without asking for a view. O(samples). */
export function summarizeProfile(
  profile: Profile,
  facts: InputFacts,
): ProfileSummary {
  const sampleTypes = profile.sampleTypes.map(
    (sampleType, i): SampleTypeSummary => {
      const { total, absTotal } = sumsOf(profile.samples.values[i]);
      return {
        ...sampleType,
        total: total.toString(),
        absTotal: absTotal.toString(),
      };
    },
  );
  const { mappings } = profile;
  return {
    kind: profileKind(profile),
    format: facts.format,
    goroutines: goroutineFacts(facts),
    memStats: Object.fromEntries(
      Object.entries(facts.memStats)
        .filter(([name]) => SHOWN_STATS.has(name))
        .map(([name, value]) => [name, visibleText(value)]),
    ),
    unparsedCount: facts.unparsedCount,
    compression: facts.compression,
    sizeBytes: facts.sizeBytes,
    inflatedBytes: facts.inflatedBytes,
    sampleTypes,
    defaultSampleTypeIndex: defaultSampleTypeIndex(profile),
    timeNanos: profile.timeNanos.toString(),
    durationNanos: profile.durationNanos.toString(),
    periodType: profile.periodType,
    period: profile.period.toString(),
    comments: profile.comments,
    docUrl: profile.docUrl,
    mappings: Array.from({ length: mappings.length }, (_, i) => ({
      filename: stringAt(profile, mappings.filename[i]),
      buildId: stringAt(profile, mappings.buildId[i]),
    })),
    counts: {
      samples: profile.samples.count,
      stacks: profile.stacks.length,
      locations: profile.locations.length,
      functions: profile.functions.length,
      mappings: mappings.length,
      labelSets: profile.labelSets.length,
    },
    warnings: facts.warnings,
    decodeMs: facts.decodeMs,
  };
}
