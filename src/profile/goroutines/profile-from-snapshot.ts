import type { NewLabel } from "../label-tables.ts";
import {
  ProfileBuilder,
  emptyHeader,
  type NewLine,
} from "../profile-builder.ts";
import type { FunctionIndex, LocationIndex, Profile } from "../profile.ts";
import { CREATOR_LABEL, STATE_LABEL } from "./goroutine-labels.ts";
import type {
  GoroutineGroup,
  GoroutineSnapshot,
  StackFrame,
} from "./goroutine-snapshot.ts";

/** Root frame of every goroutine; the protobuf form leaves it out, too. */
const GOEXIT = "runtime.goexit";

class StackWriter {
  private readonly functions = new Map<string, FunctionIndex>();
  private readonly locations = new Map<string, LocationIndex>();

  constructor(private readonly builder: ProfileBuilder) {}

  /** Locations root first: an inlined frame shares the location of its caller (rule S2). */
  locationsRootFirst(frames: readonly StackFrame[]): LocationIndex[] {
    const locations: LocationIndex[] = [];
    let lines: NewLine[] = [];
    const last = frames.length - 1;
    for (const [i, frame] of frames.entries()) {
      if (i === last && frame.func === GOEXIT && last > 0) break;
      lines.push({ func: this.func(frame), line: frame.line, column: 0 });
      if (frame.isInlined && i < last) continue;
      locations.push(this.location(lines));
      lines = [];
    }
    if (lines.length > 0) locations.push(this.location(lines));
    return locations.reverse();
  }

  private location(lines: readonly NewLine[]): LocationIndex {
    const key = lines.map(({ func, line }) => `${func}:${line}`).join();
    let index = this.locations.get(key);
    if (index === undefined) {
      index = this.builder.addLocation({
        mapping: -1,
        address: 0n,
        lines,
        isFolded: false,
      });
      this.locations.set(key, index);
    }
    return index;
  }

  private func({ func, file, startLine }: StackFrame): FunctionIndex {
    const key = `${func}\n${file}`;
    let index = this.functions.get(key);
    if (index === undefined) {
      const { strings } = this.builder;
      const name = strings.intern(func);
      index = this.builder.addFunction({
        name,
        systemName: name,
        filename: strings.intern(file),
        startLine,
      });
      this.functions.set(key, index);
    }
    return index;
  }
}

function labelsOf(
  group: GoroutineGroup,
  intern: (text: string) => number,
): NewLabel[] {
  const labels = Object.entries(group.labels).flatMap(([key, values]) =>
    values.map((value) => ({ key: intern(key), str: intern(value) })),
  );
  const add = (key: string, value: string | undefined): void => {
    if (value === undefined || key in group.labels) return;
    labels.push({ key: intern(key), str: intern(value) });
  };
  add(STATE_LABEL, group.waitReason ?? undefined);
  add(CREATOR_LABEL, group.createdBy?.func);
  return labels;
}

/**
 * A goroutine profile (`goroutine`/`count`, or `goroutineleak`/`count`) of a snapshot, so that flame
 * graph, Top and call tree work on text dumps. One sample for each group, in their order; labels are
 * the goroutine's own and, as in debug=3 dumps (rule H7), wait state and creating function. Locations
 * have no address: a dump has none.
 */
export function profileFromSnapshot(snapshot: GoroutineSnapshot): Profile {
  const type = snapshot.isLeakProfile ? "goroutineleak" : "goroutine";
  const sampleType = { type, unit: "count" };
  const { takenAt } = snapshot;
  const builder = new ProfileBuilder({
    ...emptyHeader([sampleType]),
    periodType: sampleType,
    period: 1n,
    timeNanos: takenAt === null ? 0n : BigInt(Date.parse(takenAt)) * 1_000_000n,
  });
  const writer = new StackWriter(builder);
  for (const group of snapshot.groups) {
    builder.addSample(
      writer.locationsRootFirst(group.frames),
      [BigInt(group.count)],
      labelsOf(group, (text) => builder.strings.intern(text)),
    );
  }
  return builder.build();
}
