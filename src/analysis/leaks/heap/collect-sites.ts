import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";
import type { Profile, StackIndex } from "#profile/profile.ts";
import { originOfFunction } from "../../frame-kind.ts";
import type { FrameKind } from "../../frame-table.ts";
import { genericName } from "../mechanism/generic-name.ts";
import { heapColumns, type HeapColumns } from "./heap-columns.ts";
import {
  sampledCount,
  type HeapPlace,
  type HeapRecord,
  type HeapSite,
} from "./heap-site.ts";

interface RecordDraft {
  readonly bytes: number;
  readonly objects: number[];
  readonly space: number[];
  readonly sampled: number[];
  allocated: number;
  /** In-use records of the newest snapshot by visible stack. */
  readonly perStack: Map<StackIndex, number>;
}

interface PlaceDraft {
  readonly key: string;
  readonly isUserCode: boolean;
  readonly chain: readonly StackFrame[];
  readonly hiddenCount: number;
  readonly records: Map<number, RecordDraft>;
  /** Newest snapshot's in-use bytes per stack. */
  readonly stacks: Map<StackIndex, number>;
  readonly frames: Map<StackIndex, readonly StackFrame[]>;
}

/** A stack as frames, and where it belongs. */
interface ReadStack {
  readonly frames: readonly StackFrame[];
  readonly hiddenCount: number;
  readonly key: string;
  readonly isUserCode: boolean;
  /** Frames `[0, chainEnd)` are the place. */
  readonly chainEnd: number;
  readonly placeId: string;
}

/** Reads stacks of one profile, each once. */
class StackReader {
  private readonly known = new Map<StackIndex, ReadStack>();
  private readonly kinds = new Map<string, FrameKind>();

  constructor(private readonly profile: Profile) {}

  read(stack: StackIndex): ReadStack {
    let read = this.known.get(stack);
    if (read === undefined) {
      read = this.build(stack);
      this.known.set(stack, read);
    }
    return read;
  }

  private build(stack: StackIndex): ReadStack {
    const { frames, hiddenCount } = this.framesOf(stack);
    const kinds = frames.map((frame) => this.kindOf(frame));
    const user = kinds.indexOf("user");
    // terminal.md: stacks of runtime frames only go by their leaf, others by the entry function.
    const isRuntimeOnly = kinds.every((kind) => kind === "runtime");
    const keyIndex = user >= 0 ? user : isRuntimeOnly ? 0 : frames.length - 1;
    const key = genericName(frames.at(keyIndex)?.func ?? "");
    const chainEnd = user >= 0 ? user + 1 : frames.length;
    const chainText = frames
      .slice(0, chainEnd)
      .map((frame) => `${frame.func}:${frame.line}`)
      .join("\n");
    return {
      frames,
      hiddenCount,
      key,
      isUserCode: user >= 0,
      chainEnd,
      placeId: `${hiddenCount}\n${key}\n${chainText}`,
    };
  }

  private kindOf({ func, file }: StackFrame): FrameKind {
    let kind = this.kinds.get(func);
    if (kind === undefined) {
      kind = originOfFunction(func, file).kind;
      this.kinds.set(func, kind);
    }
    return kind;
  }

  /** Locations without lines before the first named one are runtime frames a debug=1 text hides. */
  private framesOf(stack: StackIndex): {
    frames: StackFrame[];
    hiddenCount: number;
  } {
    const { stacks, locations, lines, functions, strings } = this.profile;
    const frames: StackFrame[] = [];
    let hiddenCount = 0;
    for (let row = stack; row >= 0; row = stacks.parent[row]) {
      const location = stacks.location[row];
      const start = locations.lineStart[location];
      const end = locations.lineStart[location + 1];
      if (start === end && frames.length === 0) hiddenCount += 1;
      for (let line = start; line < end; line += 1) {
        const func = lines.func[line];
        frames.push({
          func: strings.get(functions.name[func]),
          file: strings.get(functions.filename[func]),
          line: lines.line[line],
          startLine: functions.startLine[func],
          args: "",
          isInlined: line < end - 1,
        });
      }
    }
    return { frames, hiddenCount: hiddenCount === 0 ? -1 : hiddenCount };
  }
}

/** Object size of a sample: the numeric label `bytes`, else the average. */
function objectBytes(
  profile: Profile,
  sample: number,
  objects: number,
  space: number,
): number {
  const { labelSets, labels, samples, strings } = profile;
  const set = samples.labelSet[sample];
  for (
    let row = labelSets.labelStart[set];
    row < labelSets.labelStart[set + 1];
    row += 1
  ) {
    const label = labelSets.label[row];
    if (
      labels.isNumeric[label] === 1 &&
      strings.get(labels.key[label]) === "bytes"
    ) {
      return Number(labels.num[label]);
    }
  }
  return objects === 0 ? 0 : Math.round(space / objects);
}

/** Sites of all snapshots, with what was in use at each. Snapshots that are no heap profile count as empty. */
export function collectSites(series: readonly Profile[]): HeapSite[] {
  const places = new Map<string, PlaceDraft>();
  series.forEach((profile, index) => {
    const columns = heapColumns(profile);
    if (columns === undefined) return;
    addSnapshot({ profile, columns }, { index, length: series.length }, places);
  });
  const sites = new Map<string, HeapPlace[]>();
  const isUserCode = new Map<string, boolean>();
  for (const draft of places.values()) {
    const list = sites.get(draft.key);
    if (list === undefined) sites.set(draft.key, [finishPlace(draft)]);
    else list.push(finishPlace(draft));
    isUserCode.set(
      draft.key,
      draft.isUserCode || (isUserCode.get(draft.key) ?? false),
    );
  }
  return Array.from(sites, ([key, list]) => ({
    key,
    isUserCode: isUserCode.get(key) ?? false,
    places: list,
  }));
}

function addSnapshot(
  { profile, columns }: { profile: Profile; columns: HeapColumns },
  { index, length }: { index: number; length: number },
  places: Map<string, PlaceDraft>,
): void {
  const reader = new StackReader(profile);
  const { samples } = profile;
  const isNewest = index === length - 1;
  for (let sample = 0; sample < samples.count; sample += 1) {
    const objects = Number(columns.inuseObjects[sample]);
    const space = Number(columns.inuseSpace[sample]);
    const allocated = Number(columns.allocObjects?.[sample] ?? 0);
    if (objects === 0 && (!isNewest || allocated === 0)) continue;
    const stack = samples.stack[sample];
    const place = placeFor(reader.read(stack), places);
    const bytes = objectBytes(profile, sample, objects, space);
    let record = place.records.get(bytes);
    if (record === undefined) {
      record = emptyRecord(bytes, length);
      place.records.set(bytes, record);
    }
    record.objects[index] += objects;
    record.space[index] += space;
    record.sampled[index] += sampledCount(objects, bytes, columns.rate);
    if (!isNewest) continue;
    record.allocated += allocated;
    if (objects > 0) {
      record.perStack.set(stack, (record.perStack.get(stack) ?? 0) + 1);
    }
    place.stacks.set(stack, (place.stacks.get(stack) ?? 0) + space);
    place.frames.set(stack, reader.read(stack).frames);
  }
}

function placeFor(
  read: ReadStack,
  places: Map<string, PlaceDraft>,
): PlaceDraft {
  let place = places.get(read.placeId);
  if (place === undefined) {
    place = {
      key: read.key,
      isUserCode: read.isUserCode,
      chain: read.frames.slice(0, read.chainEnd),
      hiddenCount: read.hiddenCount,
      records: new Map(),
      stacks: new Map(),
      frames: new Map([[-1, read.frames]]),
    };
    places.set(read.placeId, place);
  }
  return place;
}

function emptyRecord(bytes: number, length: number): RecordDraft {
  const zeros = (): number[] => new Array<number>(length).fill(0);
  return {
    bytes,
    objects: zeros(),
    space: zeros(),
    sampled: zeros(),
    allocated: 0,
    perStack: new Map(),
  };
}

function finishPlace(draft: PlaceDraft): HeapPlace {
  const records: HeapRecord[] = Array.from(
    draft.records.values(),
    ({ perStack, ...record }) => ({
      ...record,
      twins: Math.max(0, ...perStack.values()),
    }),
  ).sort((a, b) => b.bytes - a.bytes);
  let most: StackIndex = -1;
  for (const [stack, space] of draft.stacks) {
    if (most < 0 || space > (draft.stacks.get(most) ?? 0)) most = stack;
  }
  const stack = draft.frames.get(most) ?? draft.frames.get(-1) ?? [];
  return {
    chain: draft.chain,
    callers: stack.slice(draft.chain.length).map((frame) => frame.func),
    hiddenCount: draft.hiddenCount,
    records,
    stack,
    stackCount: Math.max(1, draft.stacks.size),
  };
}
