/**
 * Joins a goroutine profile and a debug=2 dump of one moment: the profile tells `range` from `<-c`
 * (runtime frames), the dump has wait reasons, minutes, creators and single goroutines
 * (leak-signatures.md finding 1). Rule: terminal.md, "Join".
 *
 * ```
 *   pprof   8  runtime.gopark, runtime.chanrecv, runtime.chanrecv2, main.work:12
 *   debug2  8  [chan receive, 3 minutes] main.work:12, created by main.start
 *   joined  8  [chan receive, 3 minutes] runtime.gopark, …chanrecv2, main.work:12, created by main.start
 * ```
 */
import {
  emptyMemberTable,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { genericName } from "../leaks/mechanism/generic-name.ts";
import { stackViews } from "../leaks/mechanism/stack-view.ts";
import { compatible, StackIndex } from "./stack-index.ts";
import { sharedFrames } from "./stack-key.ts";

/** Most difference of totals: five goroutines, or two percent of the larger one. */
const TOTAL_SLACK = 5;
const TOTAL_SLACK_RATIO = 0.02;
/** Most difference of times, where both have one. */
const TIME_SLACK_MS = 60_000;

/** Whether a profile and a dump are of one moment of one process, as far as can be seen. */
export function isSameMoment(
  profile: GoroutineSnapshot,
  dump: GoroutineSnapshot,
): boolean {
  if (profile.source !== "pprof" || dump.source !== "debug2") return false;
  if (profile.isLeakProfile !== dump.isLeakProfile) return false;
  if (profile.takenAt !== null && dump.takenAt !== null) {
    const apart = Date.parse(profile.takenAt) - Date.parse(dump.takenAt);
    if (Math.abs(apart) >= TIME_SLACK_MS) return false;
  }
  // A cut dump has only the first of the goroutines.
  if (dump.isTruncated) return dump.goroutineCount <= profile.goroutineCount;
  const larger = Math.max(profile.goroutineCount, dump.goroutineCount);
  const slack = Math.max(TOTAL_SLACK, larger * TOTAL_SLACK_RATIO);
  return Math.abs(profile.goroutineCount - dump.goroutineCount) <= slack;
}

/** The profile's frames with the arguments of the dump's, and what the profile cut off at the root. */
function mergeFrames(
  profile: readonly StackFrame[],
  dump: readonly StackFrame[],
): StackFrame[] {
  const shared = sharedFrames(dump);
  let next = 0;
  const merged = profile.map((frame) => {
    const same = shared[next] as StackFrame | undefined;
    if (
      same === undefined ||
      genericName(same.func) !== genericName(frame.func)
    )
      return frame;
    next += 1;
    return same.args === "" ? frame : { ...frame, args: same.args };
  });
  return [...merged, ...shared.slice(next)];
}

function mergeLabels(
  groups: readonly GoroutineGroup[],
): GoroutineGroup["labels"] {
  const labels: Record<string, string[]> = {};
  for (const group of groups) {
    for (const [key, values] of Object.entries(group.labels)) {
      labels[key] = [...new Set([...(labels[key] ?? []), ...values])];
    }
  }
  return labels;
}

/** The dump's groups with the frames and labels of the profile. */
function groupsOfDump(
  profile: GoroutineSnapshot,
  dump: GoroutineSnapshot,
): GoroutineGroup[] {
  const index = new StackIndex(profile);
  return stackViews(dump).map(({ group, wait }) => {
    const matches = compatible(index.find(group.frames), wait.kind);
    if (matches.length === 0) return group;
    const [best] = matches;
    const isTruncated = group.isTruncated && best.group.isTruncated;
    return {
      ...group,
      isTruncated,
      frames: mergeFrames(best.group.frames, group.frames),
      labels: mergeLabels([group, ...matches.map((match) => match.group)]),
    };
  });
}

/** Shares `total` out in proportion to `weights`, by largest remainder: the parts add up. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const rest = total - parts.reduce((a, b) => a + b, 0);
  exact
    .map((value, i) => ({ i, remainder: value - parts[i] }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, rest)
    .forEach(({ i }) => (parts[i] += 1));
  return parts;
}

/** The profile's groups with what a cut dump says of its part of their goroutines. */
function groupsOfProfile(
  profile: GoroutineSnapshot,
  dump: GoroutineSnapshot,
): GoroutineGroup[] {
  const index = new StackIndex(dump);
  return stackViews(profile).flatMap(({ group, wait }) => {
    const matches = compatible(index.find(group.frames), wait.kind);
    const counts = shareOut(
      group.count,
      matches.map((match) => match.group.count),
    );
    if (matches.length === 0) return [group];
    return matches
      .map((match, i) => ({
        ...match.group,
        count: counts[i],
        isTruncated: group.isTruncated && match.group.isTruncated,
        frames: mergeFrames(group.frames, match.group.frames),
        labels: mergeLabels([group, match.group]),
      }))
      .filter((joined) => joined.count > 0);
  });
}

/**
 * One snapshot of both; check `isSameMoment` first. Counts, and so `goroutineCount`, are the dump's;
 * where the dump was cut they are the profile's, and a group has members for a part of its `count`
 * only. Goroutines that only the other input has are not counted.
 */
export function joinSnapshots(
  profile: GoroutineSnapshot,
  dump: GoroutineSnapshot,
): GoroutineSnapshot {
  const isByProfile = dump.isTruncated;
  const groups = isByProfile
    ? groupsOfProfile(profile, dump)
    : groupsOfDump(profile, dump);
  return {
    ...dump,
    source: "joined",
    groups,
    members: dump.members.length === 0 ? emptyMemberTable() : dump.members,
    goroutineCount: isByProfile ? profile.goroutineCount : dump.goroutineCount,
    takenAt: profile.takenAt ?? dump.takenAt,
    goMinorAtLeast: Math.max(profile.goMinorAtLeast, dump.goMinorAtLeast),
  };
}
