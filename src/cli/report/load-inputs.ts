import { profileKind, type ProfileKind } from "#analysis/profile-kind.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import type { ReportFormat, ReportRole } from "#contract/leak-report.ts";
import { parseTextProfile } from "#profile/decode/text/parse-text-profile.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import { withVisibleTexts } from "#profile/goroutines/visible-snapshot.ts";
import { withVisibleStrings } from "#profile/visible-text.ts";
import type { Profile } from "#profile/profile.ts";
import { bigintAt } from "#profile/value-column.ts";
import {
  openInput,
  type OpenedProfile,
  type OpenedText,
} from "#session/open/open-profile.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError } from "../failure.ts";

/** Something odd, still without words. */
export interface InputWarning {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** One snapshot of one file, ready to be judged. */
export interface LoadedInput {
  readonly path: string;
  /** From 1; 0 where the file has one snapshot. */
  readonly part: number;
  readonly role: ReportRole;
  readonly kind: ProfileKind;
  readonly format: ReportFormat;
  readonly takenAt: string | null;
  readonly sampleTypes: readonly {
    readonly type: string;
    readonly unit: string;
    readonly total: string;
  }[];
  readonly warnings: readonly InputWarning[];
  /** Of goroutine inputs. */
  readonly snapshot: GoroutineSnapshot | null;
  /** Of pprof and heap inputs. */
  readonly profile: Profile | null;
}

/** What the user named. */
export interface InputPath {
  readonly path: string;
  readonly role: ReportRole;
}

/** Opens one file; ends the run where it can't be read or holds nothing of ours. */
export async function loadInput(
  { path, role }: InputPath,
  io: CliIo,
): Promise<LoadedInput[]> {
  const opened = await openInput(
    path === "-"
      ? { type: "bytes", bytes: await io.readStdin() }
      : { type: "path", path },
    { control: new JobControl(), budget: new ByteBudget(Infinity) },
  );
  if (!opened.ok) {
    throw new CliFailureError({
      kind: "file",
      fileError: { path, error: opened.error },
    });
  }
  return opened.value.kind === "profile"
    ? [fromProfile(opened.value, { path, role })]
    : fromText(opened.value, { path, role });
}

function isoTime(nanos: bigint): string | null {
  return nanos <= 0n
    ? null
    : new Date(Number(nanos / 1_000_000n)).toISOString();
}

function sampleTypesOf(profile: Profile): LoadedInput["sampleTypes"] {
  return profile.sampleTypes.map((sampleType, i) => {
    const column = profile.samples.values[i];
    let total = 0n;
    for (let row = 0; row < column.length; row += 1) {
      total += bigintAt(column, row);
    }
    return { ...sampleType, total: BigInt.asIntN(64, total).toString() };
  });
}

function fromProfile(
  { profile: read, warnings }: OpenedProfile,
  { path, role }: InputPath,
): LoadedInput {
  const profile = withVisibleStrings(read);
  const kind = profileKind(profile);
  const isGoroutines = kind === "goroutine" || kind === "goroutineleak";
  return {
    path,
    part: 0,
    role,
    kind,
    format: "pprof",
    takenAt: isoTime(profile.timeNanos),
    sampleTypes: sampleTypesOf(profile),
    warnings: warnings.map(({ code, count }) => ({
      code,
      values: { n: count },
    })),
    snapshot: isGoroutines ? goroutineSnapshotFromProfile(profile) : null,
    profile,
  };
}

const TEXT_FORMATS: Readonly<
  Record<GoroutineSnapshot["source"], ReportFormat>
> = {
  pprof: "pprof",
  debug1: "goroutine-debug1",
  debug2: "goroutine-debug2",
  goleak: "goleak",
  joined: "goroutine-debug2",
};

function snapshotWarnings(snapshot: GoroutineSnapshot): InputWarning[] {
  const warnings: InputWarning[] = [];
  const { claimedCount, goroutineCount, unparsedCount, unparsed } = snapshot;
  if (snapshot.isTruncated) {
    const claimed = claimedCount < 0 ? "?" : claimedCount;
    warnings.push({
      code: "truncated-dump",
      values: { shown: goroutineCount, claimed },
    });
  }
  if (unparsedCount > 0) {
    warnings.push({
      code: "unparsed-lines",
      values: { n: unparsedCount, line: unparsed.at(0)?.line ?? 0 },
    });
  }
  return warnings;
}

function fromText(
  opened: OpenedText,
  { path, role }: InputPath,
): LoadedInput[] {
  const snapshots = (opened.snapshots ?? []).map(withVisibleTexts);
  if (snapshots.length > 0) {
    return snapshots.map((snapshot, i) => ({
      path,
      part: snapshots.length > 1 ? i + 1 : 0,
      role,
      kind: snapshot.isLeakProfile ? "goroutineleak" : "goroutine",
      format: TEXT_FORMATS[snapshot.source],
      takenAt: snapshot.takenAt,
      sampleTypes: [
        {
          type: snapshot.isLeakProfile ? "goroutineleak" : "goroutine",
          unit: "count",
          total: String(snapshot.goroutineCount),
        },
      ],
      warnings: snapshotWarnings(snapshot),
      snapshot,
      profile: null,
    }));
  }
  const parsed = parseTextProfile(opened.bytes);
  if (!parsed.ok) {
    throw new CliFailureError({
      kind: "file",
      fileError: {
        path,
        error: { code: "not-a-profile", lookalike: opened.format },
      },
    });
  }
  const { unparsedCount, unparsed } = parsed.value;
  const profile = withVisibleStrings(parsed.value.profile);
  return [
    {
      path,
      part: 0,
      role,
      kind: profileKind(profile),
      format: parsed.value.kind === "heap" ? "heap-debug1" : "other-debug1",
      takenAt: isoTime(profile.timeNanos),
      sampleTypes: sampleTypesOf(profile),
      warnings:
        unparsedCount === 0
          ? []
          : [
              {
                code: "unparsed-lines",
                values: { n: unparsedCount, line: unparsed.at(0)?.line ?? 0 },
              },
            ],
      snapshot: null,
      profile,
    },
  ];
}
