import { ensureDefined } from "#base/assert.ts";
import { markLeaked } from "#analysis/goroutines/mark-leaked.ts";
import { snapshotSeries } from "#analysis/goroutines/snapshot-series.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";

/** One snapshot of one file. */
export interface LeakPart {
  readonly snapshot: GoroutineSnapshot;
  readonly id: ProfileId;
  readonly role: "base" | "current";
  /** The newest snapshot of the file in front. */
  readonly isFirst: boolean;
}

/** A moment of the series with the files it is made of. */
export interface Moment {
  readonly snapshot: GoroutineSnapshot;
  readonly role: "base" | "current";
  readonly ids: readonly ProfileId[];
}

/**
 * What is judged as a series, oldest first; the last one is of the file in front, alone or joined,
 * with the proof of a goroutineleak profile where there is one. What the user called base is the
 * base, whatever the clocks say; a file that does not join the one in front is of another moment and
 * not judged with it.
 */
export function leakMoments(all: readonly LeakPart[]): readonly Moment[] {
  const front = ensureDefined(
    all.find(({ isFirst }) => isFirst),
    "the file in front has a snapshot",
  ).snapshot;
  const isOfItsKind = ({ snapshot }: LeakPart): boolean =>
    snapshot.isLeakProfile === front.isLeakProfile;
  const proof = front.isLeakProfile
    ? undefined
    : all.findLast((part) => !isOfItsKind(part));
  const parts = all.filter(isOfItsKind);
  const { moments } = snapshotSeries(
    parts.map(({ snapshot, role }) => ({ snapshot, role, fileTimeMs: null })),
  );
  return [
    ...moments.filter(({ role }) => role === "base"),
    ...moments.filter(({ inputIndices }) =>
      inputIndices.some((index) => parts[index].isFirst),
    ),
  ].map(({ snapshot, role, inputIndices }, i, series) => {
    const ids = inputIndices.map((index) => parts[index].id);
    return proof === undefined || i < series.length - 1
      ? { snapshot, role, ids }
      : {
          snapshot: markLeaked(snapshot, proof.snapshot),
          role,
          ids: [...ids, proof.id],
        };
  });
}
