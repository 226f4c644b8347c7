import { compareAge, isComparable, type Dated } from "#contract/compare.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";

/** A profile that is ready, with what is known of it. */
export interface ReadyProfile {
  readonly profile: OpenProfile;
  readonly summary: ProfileSummary;
}

/** What tells which of two is the earlier one. */
export type OrderReason = "time" | "file-time" | "given";

/** Two profiles with their roles. */
export interface Pair {
  readonly base: ReadyProfile;
  readonly current: ReadyProfile;
  readonly reason: OrderReason;
}

export function readyProfiles(
  profiles: readonly OpenProfile[],
): ReadyProfile[] {
  return profiles.flatMap((profile) =>
    profile.state.status === "ready"
      ? [{ profile, summary: profile.state.summary }]
      : [],
  );
}

function dated({ profile, summary }: ReadyProfile): Dated {
  const { source } = profile;
  return {
    timeNanos: summary.timeNanos,
    fileTimeMs: source.type === "file" ? (source.modifiedMs ?? 0) : 0,
  };
}

/** Earlier ones first; where nothing tells, in the order of opening. */
export function byAge(a: ReadyProfile, b: ReadyProfile): number {
  return compareAge(dated(a), dated(b)) || a.profile.order - b.profile.order;
}

function reasonOf(a: ReadyProfile, b: ReadyProfile): OrderReason {
  const [x, y] = [dated(a), dated(b)];
  if (compareAge(x, y) === 0) return "given";
  const hasTimes =
    x.timeNanos !== "0" && y.timeNanos !== "0" && x.timeNanos !== y.timeNanos;
  return hasTimes ? "time" : "file-time";
}

/** The older one is base unless `isSwapped`. */
export function pairOf(
  one: ReadyProfile,
  other: ReadyProfile,
  isSwapped: boolean,
): Pair {
  const [older, newer] = [one, other].sort(byAge);
  const reason = reasonOf(one, other);
  return isSwapped
    ? { base: newer, current: older, reason }
    : { base: older, current: newer, reason };
}

/** Profiles `one` can be compared with, earliest first. */
export function comparableWith(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
): ReadyProfile[] {
  return all
    .filter(
      (other) =>
        other.profile.id !== one.profile.id &&
        isComparable(one.summary, other.summary),
    )
    .sort(byAge);
}

/** The snapshot right before `one`, else the one right after it; undefined where there is none. */
export function defaultOther(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
): ReadyProfile | undefined {
  const others = comparableWith(one, all);
  return others.findLast((other) => byAge(other, one) < 0) ?? others.at(0);
}

/** `one` and all it can be compared with, earliest first: a series. */
export function seriesOf(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
): ReadyProfile[] {
  return [one, ...comparableWith(one, all)].sort(byAge);
}

export function findReady(
  all: readonly ReadyProfile[],
  id: ProfileId | null,
): ReadyProfile | undefined {
  return all.find(({ profile }) => profile.id === id);
}
