import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { isSameMoment, joinSnapshots } from "./join-snapshots.ts";

/** A snapshot as it was given: the order of the list is the order of the command line or of opening. */
export interface SeriesInput {
  readonly snapshot: GoroutineSnapshot;
  readonly role: "base" | "current";
  /** Modification time of the file, for files opened in the app; null where it must not be used. */
  readonly fileTimeMs: number | null;
}

/** One moment of a series: an input, or a profile and a dump joined. */
export interface SeriesMoment {
  readonly snapshot: GoroutineSnapshot;
  readonly role: "base" | "current";
  /** Which inputs it is made of, ascending. */
  readonly inputIndices: readonly number[];
}

/** What decided the order of a series. */
export type SeriesOrder = "time" | "file-time" | "given";

/** Moments of one process, oldest first. */
export interface SnapshotSeries {
  readonly moments: readonly SeriesMoment[];
  readonly order: SeriesOrder;
}

/** File times closer than this say nothing: copied or unpacked together (terminal.md, "Order"). */
const FILE_TIME_SLACK_MS = 2000;

interface Draft extends SeriesMoment {
  readonly fileTimeMs: number | null;
}

/** Joins each dump with the first profile of its role and moment that has no partner yet. */
function joinInputs(inputs: readonly SeriesInput[]): Draft[] {
  const partner = new Map<number, number>();
  inputs.forEach((dump, j) => {
    const i = inputs.findIndex(
      (profile, index) =>
        !partner.has(index) &&
        profile.role === dump.role &&
        isSameMoment(profile.snapshot, dump.snapshot),
    );
    if (i < 0) return;
    partner.set(i, j);
    partner.set(j, i);
  });
  return inputs.flatMap((input, i): Draft[] => {
    const j = partner.get(i);
    if (j === undefined) return [{ ...input, inputIndices: [i] }];
    if (j < i) return [];
    const other = inputs[j];
    const [profile, dump] =
      input.snapshot.source === "pprof" ? [input, other] : [other, input];
    return [
      {
        snapshot: joinSnapshots(profile.snapshot, dump.snapshot),
        role: input.role,
        inputIndices: [i, j],
        fileTimeMs: input.fileTimeMs ?? other.fileTimeMs,
      },
    ];
  });
}

function sortedBy(
  drafts: readonly Draft[],
  timeOf: (draft: Draft) => number | null,
): Draft[] | null {
  const times = drafts.map(timeOf);
  if (times.some((time) => time === null)) return null;
  return drafts
    .map((draft, i) => ({ draft, time: times[i] ?? 0, i }))
    .sort((a, b) => a.time - b.time || a.i - b.i)
    .map(({ draft }) => draft);
}

function timeOf({ snapshot }: Draft): number | null {
  return snapshot.takenAt === null ? null : Date.parse(snapshot.takenAt);
}

/** Base first, then the order given: stable. */
function byRole(drafts: readonly Draft[]): Draft[] {
  return [
    ...drafts.filter(({ role }) => role === "base"),
    ...drafts.filter(({ role }) => role === "current"),
  ];
}

function fileTimesDiffer(drafts: readonly Draft[]): boolean {
  const times = drafts
    .flatMap(({ fileTimeMs }) => fileTimeMs ?? [])
    .sort((a, b) => a - b);
  return times.every(
    (time, i) => i === 0 || time - times[i - 1] > FILE_TIME_SLACK_MS,
  );
}

/**
 * The inputs of one kind as a series, oldest first: by the times in them where all have one; else by
 * file times where all have one and they differ by more than two seconds; else as given, base first.
 * Profile and dump of one moment and role become one (terminal.md: "Order", "Join").
 */
export function snapshotSeries(inputs: readonly SeriesInput[]): SnapshotSeries {
  const drafts = byRole(joinInputs(inputs));
  const strip = (sorted: readonly Draft[]): SeriesMoment[] =>
    sorted.map(({ snapshot, role, inputIndices }) => ({
      snapshot,
      role,
      inputIndices,
    }));
  const byTime = sortedBy(drafts, timeOf);
  if (byTime !== null) return { moments: strip(byTime), order: "time" };
  const byFileTime = sortedBy(drafts, ({ fileTimeMs }) => fileTimeMs);
  return byFileTime !== null && fileTimesDiffer(drafts)
    ? { moments: strip(byFileTime), order: "file-time" }
    : { moments: strip(drafts), order: "given" };
}
