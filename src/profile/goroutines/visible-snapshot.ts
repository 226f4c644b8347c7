/**
 * A snapshot's texts as they can be shown (`visible-text.ts`). A name from a log is anything between two
 * line ends: a megabyte, or characters that turn the text around them.
 */
import { decodeUtf8, encodeUtf8 } from "../utf8.ts";
import { isVisible, mayHide, visibleText } from "../visible-text.ts";
import type {
  Creator,
  GoroutineGroup,
  GoroutineSnapshot,
  MemberTable,
  StackFrame,
} from "./goroutine-snapshot.ts";

const NEWLINE = 0x0a;

/** Equal frames are mostly one object: each is looked at once. */
class VisibleFrames {
  private readonly visibleOf = new Map<StackFrame, StackFrame>();

  /** The same list where nothing changes. */
  all(frames: readonly StackFrame[]): readonly StackFrame[] {
    const visible = frames.map((frame) => this.one(frame));
    return visible.some((frame, i) => frame !== frames[i]) ? visible : frames;
  }

  private one(frame: StackFrame): StackFrame {
    let visible = this.visibleOf.get(frame);
    if (visible === undefined) {
      const { func, file, args } = frame;
      visible = [func, file, args].every(isVisible)
        ? frame
        : {
            ...frame,
            func: visibleText(func),
            file: visibleText(file),
            args: visibleText(args),
          };
      this.visibleOf.set(frame, visible);
    }
    return visible;
  }
}

function visibleCreator(creator: Creator | null): Creator | null {
  if (creator === null) return null;
  const { func, file } = creator;
  if (isVisible(func) && isVisible(file)) return creator;
  return { ...creator, func: visibleText(func), file: visibleText(file) };
}

function visibleLabels(labels: GoroutineGroup["labels"]): typeof labels {
  const entries = Object.entries(labels);
  if (entries.flatMap(([key, texts]) => [key, ...texts]).every(isVisible)) {
    return labels;
  }
  return Object.fromEntries(
    entries.map(([key, texts]) => [visibleText(key), texts.map(visibleText)]),
  );
}

function visibleGroup(
  group: GoroutineGroup,
  shown: VisibleFrames,
): GoroutineGroup {
  const frames = shown.all(group.frames);
  const createdBy = visibleCreator(group.createdBy);
  const labels = visibleLabels(group.labels);
  const waitReason =
    group.waitReason === null ? null : visibleText(group.waitReason);
  const ancestors = group.ancestors.map((ancestor) => ({
    ...ancestor,
    frames: shown.all(ancestor.frames),
    createdBy: visibleCreator(ancestor.createdBy),
  }));
  const isSame =
    frames === group.frames &&
    createdBy === group.createdBy &&
    labels === group.labels &&
    waitReason === group.waitReason &&
    group.ancestors.length === 0;
  return isSame
    ? group
    : { ...group, frames, createdBy, labels, waitReason, ancestors };
}

/** Whether a line of the argument column may have something to change: looked at without decoding. */
function argsMayHide({ args }: MemberTable): boolean {
  for (let start = 0; start < args.length;) {
    let end = args.indexOf(NEWLINE, start);
    if (end < 0) end = args.length;
    if (mayHide(args, start, end)) return true;
    start = end + 1;
  }
  return false;
}

function visibleMembers(members: MemberTable): MemberTable {
  if (!argsMayHide(members)) return members;
  const argsStart = new Uint32Array(members.length + 1);
  const rows: Uint8Array[] = [];
  for (let row = 0; row < members.length; row += 1) {
    const [start, end] = [members.argsStart[row], members.argsStart[row + 1]];
    const lines = decodeUtf8(members.args, start, end).split("\n");
    const bytes = encodeUtf8(lines.map(visibleText).join("\n"));
    rows.push(bytes);
    argsStart[row + 1] = argsStart[row] + bytes.length;
  }
  const args = new Uint8Array(argsStart[members.length]);
  rows.forEach((bytes, row) => args.set(bytes, argsStart[row]));
  return { ...members, argsStart, args };
}

/** The same snapshot with all its texts visible; itself where they are, as they nearly always are. */
export function withVisibleTexts(
  snapshot: GoroutineSnapshot,
): GoroutineSnapshot {
  const shown = new VisibleFrames();
  const groups = snapshot.groups.map((group) => visibleGroup(group, shown));
  const members = visibleMembers(snapshot.members);
  const unparsed = snapshot.unparsed.map((each) =>
    isVisible(each.text) ? each : { ...each, text: visibleText(each.text) },
  );
  const isSame =
    members === snapshot.members &&
    groups.every((group, i) => group === snapshot.groups[i]) &&
    unparsed.every((each, i) => each === snapshot.unparsed[i]);
  return isSame ? snapshot : { ...snapshot, groups, members, unparsed };
}
