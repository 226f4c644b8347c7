import type { Profile, SampleIndex, StackIndex } from "../profile.ts";
import {
  emptyMemberTable,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type StackFrame,
} from "./goroutine-snapshot.ts";
import { goMinorEvidence } from "./go-version-evidence.ts";

/** Depth limits of goroutine profiles: 32 before Go 1.23, 128 from then on. */
const DEPTH_LIMITS: readonly number[] = [32, 128];

/** Frames of each location, innermost inlined first, made once. */
function framesByLocation(profile: Profile): (StackFrame[] | undefined)[] {
  return new Array<StackFrame[] | undefined>(profile.locations.length);
}

function locationFrames(profile: Profile, location: number): StackFrame[] {
  const { locations, lines, functions, strings } = profile;
  const start = locations.lineStart[location];
  const end = locations.lineStart[location + 1];
  if (start === end) {
    const address = locations.address[location].toString(16);
    return [frameOf(`0x${address}`, "", 0)];
  }
  const frames: StackFrame[] = [];
  for (let row = start; row < end; row += 1) {
    const func = lines.func[row];
    frames.push({
      ...frameOf(
        strings.get(functions.name[func]),
        strings.get(functions.filename[func]),
        lines.line[row],
      ),
      startLine: functions.startLine[func],
      isInlined: row < end - 1,
    });
  }
  return frames;
}

function frameOf(func: string, file: string, line: number): StackFrame {
  return { func, file, line, startLine: 0, args: "", isInlined: false };
}

function labelsOf(
  profile: Profile,
  sample: SampleIndex,
): Record<string, string[]> {
  const { labelSets, labels: table, strings, samples } = profile;
  const set = samples.labelSet[sample];
  const labels: Record<string, string[]> = {};
  for (
    let row = labelSets.labelStart[set];
    row < labelSets.labelStart[set + 1];
    row += 1
  ) {
    const label = labelSets.label[row];
    const key = strings.get(table.key[label]);
    const value =
      table.isNumeric[label] === 1
        ? String(table.num[label])
        : strings.get(table.str[label]);
    (labels[key] ??= []).push(value);
  }
  return labels;
}

function isoTime(nanos: bigint): string | null {
  if (nanos <= 0n) return null;
  const date = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * The goroutines of a `goroutine` or `goroutineleak` profile as a snapshot without members, wait
 * reasons or creators: pprof has none. Samples with equal frames and labels become one group, in the
 * order of the file; negative counts (a `seconds=N` delta) are kept. The labels of debug=3 dumps
 * (rule H7: `go::goroutine_state`, …) become wait reason, minutes and creator where they are present.
 */
export function goroutineSnapshotFromProfile(
  profile: Profile,
): GoroutineSnapshot {
  const names = profile.sampleTypes.map((sampleType) => sampleType.type);
  const isLeakProfile = names.includes("goroutineleak");
  const column = Math.max(
    names.indexOf(isLeakProfile ? "goroutineleak" : "goroutine"),
    0,
  );
  const { samples, stacks } = profile;
  const known = framesByLocation(profile);
  const groups = new Map<string, GoroutineGroup>();
  const groupKey = new Map<string, string>();
  let goroutineCount = 0;
  for (let sample = 0; sample < samples.count; sample += 1) {
    const count = Number(samples.values[column]?.[sample] ?? 0);
    goroutineCount += count;
    const frames: StackFrame[] = [];
    for (
      let stack: StackIndex = samples.stack[sample];
      stack >= 0;
      stack = stacks.parent[stack]
    ) {
      const location = stacks.location[stack];
      frames.push(...(known[location] ??= locationFrames(profile, location)));
    }
    const labels = labelsOf(profile, sample);
    const rawKey = `${samples.stack[sample]},${samples.labelSet[sample]}`;
    let key = groupKey.get(rawKey);
    if (key === undefined) {
      key = JSON.stringify([frames, labels]);
      groupKey.set(rawKey, key);
    }
    const total = count + (groups.get(key)?.count ?? 0);
    groups.set(key, {
      ...groupFrom(frames, labels),
      count: total,
      leakedCount: isLeakProfile ? total : 0,
    });
  }
  const all = [...groups.values()];
  const members = emptyMemberTable();
  return {
    source: "pprof",
    isLeakProfile,
    groups: all,
    members,
    goroutineCount,
    claimedCount: -1,
    isTruncated: false,
    takenAt: isoTime(profile.timeNanos),
    goMinorAtLeast: goMinorEvidence(all, members),
    firstLine: 0,
    lastLine: 0,
    unparsed: [],
    unparsedCount: 0,
  };
}

const STATE_LABEL = "go::goroutine_state";
const MINUTES_LABEL = "go::goroutine_wait_minutes";
const CREATOR_LABEL = "go::goroutine_created_by";

function groupFrom(
  frames: readonly StackFrame[],
  labels: Record<string, string[]>,
): GoroutineGroup {
  const state = labels[STATE_LABEL]?.[0] ?? null;
  const minutes = Number(labels[MINUTES_LABEL]?.[0] ?? -1);
  const creator = labels[CREATOR_LABEL]?.[0];
  return {
    frames,
    isTruncated: DEPTH_LIMITS.includes(frames.length),
    elidedAt: -1,
    elidedCount: 0,
    count: 0,
    waitReason: state,
    hiddenFrameCount: -1,
    pcs: [],
    createdBy:
      creator === undefined
        ? null
        : { func: creator, file: "", line: 0, goroutineId: -1 },
    ancestors: [],
    labels,
    leakedCount: 0,
    lockedCount: 0,
    minWaitMinutes: minutes,
    maxWaitMinutes: minutes,
    agedCount: 0,
    memberStart: 0,
    memberEnd: 0,
  };
}
