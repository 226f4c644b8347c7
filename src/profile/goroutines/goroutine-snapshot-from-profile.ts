import type { Profile, SampleIndex, StackIndex } from "../profile.ts";
import { goMinorEvidence } from "./go-version-evidence.ts";
import {
  CREATOR_LABEL,
  ID_LABEL,
  MINUTES_LABEL,
  STATE_LABEL,
} from "./goroutine-labels.ts";
import {
  emptyMemberTable,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type StackFrame,
} from "./goroutine-snapshot.ts";
import { isDepthLimit } from "./depth-limit.ts";

type Labels = Record<string, string[]>;

/** A location's frames, innermost inlined first, and a number equal for equal frames. */
interface LocationFrames {
  readonly frames: readonly StackFrame[];
  readonly id: number;
}

function frameOf(func: string, file: string, line: number): StackFrame {
  return { func, file, line, startLine: 0, args: "", isInlined: false };
}

/** Reads stacks and labels of one profile; each location's frames are made once. */
class SampleReader {
  private readonly known: (LocationFrames | undefined)[];
  private readonly idByText = new Map<string, number>();

  constructor(private readonly profile: Profile) {
    this.known = new Array<LocationFrames | undefined>(
      profile.locations.length,
    );
  }

  /** Frames leaf first, inlines expanded, and a text equal for equal stacks. */
  stackOf(sample: SampleIndex): { frames: StackFrame[]; key: string } {
    const { samples, stacks } = this.profile;
    const frames: StackFrame[] = [];
    let key = "";
    let row: StackIndex = samples.stack[sample];
    for (; row >= 0; row = stacks.parent[row]) {
      const location = this.location(stacks.location[row]);
      frames.push(...location.frames);
      key += `${location.id},`;
    }
    return { frames, key };
  }

  labelsOf(sample: SampleIndex): Labels {
    const { labelSets, labels: table, strings, samples } = this.profile;
    const set = samples.labelSet[sample];
    const labels: Labels = {};
    const end = labelSets.labelStart[set + 1];
    for (let row = labelSets.labelStart[set]; row < end; row += 1) {
      const label = labelSets.label[row];
      const value =
        table.isNumeric[label] === 1
          ? String(table.num[label])
          : strings.get(table.str[label]);
      (labels[strings.get(table.key[label])] ??= []).push(value);
    }
    return labels;
  }

  private location(index: number): LocationFrames {
    let location = this.known[index];
    if (location === undefined) {
      const frames = this.framesAt(index);
      const text = JSON.stringify(frames);
      const id = this.idByText.get(text) ?? this.idByText.size;
      this.idByText.set(text, id);
      location = { frames, id };
      this.known[index] = location;
    }
    return location;
  }

  private framesAt(index: number): StackFrame[] {
    const { locations, lines, functions, strings } = this.profile;
    const start = locations.lineStart[index];
    const end = locations.lineStart[index + 1];
    if (start === end) {
      return [frameOf(`0x${locations.address[index].toString(16)}`, "", 0)];
    }
    const frames: StackFrame[] = [];
    for (let row = start; row < end; row += 1) {
      const func = lines.func[row];
      frames.push({
        func: strings.get(functions.name[func]),
        file: strings.get(functions.filename[func]),
        line: lines.line[row],
        startLine: functions.startLine[func],
        args: "",
        isInlined: row < end - 1,
      });
    }
    return frames;
  }
}

function isoTime(nanos: bigint): string | null {
  if (nanos <= 0n) return null;
  const date = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** What the labels of debug=3 dumps say, and the labels that remain. */
function readStateLabels(
  labels: Labels,
): Pick<
  GoroutineGroup,
  "waitReason" | "createdBy" | "labels" | "minWaitMinutes" | "maxWaitMinutes"
> {
  const {
    [STATE_LABEL]: state,
    [MINUTES_LABEL]: minutes,
    [CREATOR_LABEL]: creator,
    [ID_LABEL]: _id,
    ...rest
  } = labels as Record<string, string[] | undefined>;
  const waitMinutes = minutes === undefined ? -1 : Number(minutes[0]);
  return {
    waitReason: state?.[0] ?? null,
    createdBy:
      creator === undefined
        ? null
        : { func: creator[0], file: "", line: 0, goroutineId: -1 },
    labels: rest as Labels,
    minWaitMinutes: waitMinutes,
    maxWaitMinutes: waitMinutes,
  };
}

/** The group `known` with the goroutines of `added` in it. */
function withGoroutines(
  known: GoroutineGroup,
  added: GoroutineGroup,
): GoroutineGroup {
  const mins = [known.minWaitMinutes, added.minWaitMinutes];
  return {
    ...known,
    count: known.count + added.count,
    leakedCount: known.leakedCount + added.leakedCount,
    agedCount: known.agedCount + added.agedCount,
    minWaitMinutes: mins.includes(-1) ? Math.max(...mins) : Math.min(...mins),
    maxWaitMinutes: Math.max(known.maxWaitMinutes, added.maxWaitMinutes),
  };
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
  const reader = new SampleReader(profile);
  const groups = new Map<string, GoroutineGroup>();
  let goroutineCount = 0;
  for (let sample = 0; sample < profile.samples.count; sample += 1) {
    const count = Number(profile.samples.values[column]?.[sample] ?? 0);
    goroutineCount += count;
    const { frames, key: stackKey } = reader.stackOf(sample);
    const facts = readStateLabels(reader.labelsOf(sample));
    const key = `${stackKey} ${JSON.stringify([facts.waitReason, facts.createdBy, facts.labels])}`;
    const group: GoroutineGroup = {
      ...facts,
      frames,
      isTruncated: isDepthLimit(frames.length),
      elidedAt: -1,
      elidedCount: 0,
      count,
      hiddenFrameCount: -1,
      pcs: [],
      ancestors: [],
      leakedCount: isLeakProfile ? count : 0,
      lockedCount: 0,
      agedCount: facts.minWaitMinutes < 0 ? 0 : count,
      memberStart: 0,
      memberEnd: 0,
    };
    const known = groups.get(key);
    groups.set(key, known === undefined ? group : withGoroutines(known, group));
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
