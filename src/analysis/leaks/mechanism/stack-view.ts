/**
 * What mechanism and benign rules look at: one group of goroutines with its runtime frames split off
 * and its wait state known, whatever the input was.
 */
import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { genericName } from "./generic-name.ts";
import { nilParkLines, type NilParkLines } from "./nil-park.ts";
import { pcHints, type PcHints } from "./pc-hints.ts";
import {
  splitStack,
  WRAPPER,
  type VisibleFrame,
  type VisibleStack,
} from "./visible-frames.ts";
import { waitFromFrames } from "./wait-from-frames.ts";
import { waitFromPcs } from "./wait-from-pcs.ts";
import { waitFromReason } from "./wait-from-reason.ts";
import type { WaitState } from "./wait-state.ts";

/** See the file header. */
export interface StackView extends VisibleStack {
  readonly group: GoroutineGroup;
  /** Index into `snapshot.groups`. */
  readonly groupIndex: number;
  readonly wait: WaitState;
  /** The main goroutine: `runtime.main` at the root, or goroutine 1 of a text dump. */
  readonly isMain: boolean;
  /** The goroutine that wrote this dump or made the program crash: first and `running`. */
  readonly isDumpWriter: boolean;
  /**
   * Started by the runtime, not by a go statement. Where root frames are shown (pprof, debug=1) one of
   * the runtime's tells. A traceback hides them (traceback.go: printcreatedby) and has no `created by`
   * then; threads that come in from C have none either, but are locked to their thread.
   */
  readonly isRuntimeCreated: boolean;
  /**
   * First frame from the leaf outside the standard library; without one the entry function;
   * "" without frames (terminal.md). Type arguments are written `[...]`.
   */
  readonly key: string;
  /** Frame `key` stands for; undefined where the key is an entry function or "". */
  readonly userFrame: VisibleFrame | undefined;
  /** Root-most function, or the creator where the stack was cut; "" without frames. */
  readonly entry: string;
}

interface SnapshotHints {
  readonly nilLines: NilParkLines;
  readonly pcs: PcHints;
  readonly goMinorAtLeast: number;
  /** Line of the first goroutine header of the input; 0 where there is none. */
  readonly firstHeaderLine: number;
}

/** Views of all groups, in the order of `snapshot.groups`. O(frames). */
export function stackViews(snapshot: GoroutineSnapshot): StackView[] {
  const { groups } = snapshot;
  const hints: SnapshotHints = {
    nilLines: nilParkLines(groups),
    pcs: pcHints(groups),
    goMinorAtLeast: goMinor(snapshot),
    firstHeaderLine: firstHeaderLine(snapshot),
  };
  const origins = new Map<string, Omit<VisibleFrame, "frame">>();
  return groups.map((group, groupIndex) => {
    const stack = splitStack(group, origins);
    const wait = waitOf(group, stack, hints);
    const userFrame = stack.visible.find((frame) => frame.kind === "user");
    const entry = entryOf(group, stack);
    const isMain = isMainGoroutine(snapshot, group, stack);
    return {
      ...stack,
      group,
      groupIndex,
      wait,
      userFrame,
      entry,
      key: genericName(userFrame?.func ?? entry),
      isMain,
      isRuntimeCreated:
        !isMain && !group.isTruncated && isOfRuntime(group, stack),
      isDumpWriter: isDumpWriter(snapshot, group, hints.firstHeaderLine),
    };
  });
}

/** Root frames of goroutines that were not started for the runtime: coroutines (iter.Pull), calls from C. */
const FOREIGN_ROOT = /^runtime\.(corostart|cgocallback\w*)$/;

/** See `StackView.isRuntimeCreated`. Only tracebacks have members. */
function isOfRuntime(group: GoroutineGroup, stack: VisibleStack): boolean {
  const { rootRuntime } = stack;
  if (rootRuntime !== "") return !FOREIGN_ROOT.test(rootRuntime);
  return (
    group.memberStart < group.memberEnd &&
    group.createdBy === null &&
    group.lockedCount === 0
  );
}

/** Function start lines in pprof came with Go 1.20 (runtime/pprof/proto.go). */
function goMinor(snapshot: GoroutineSnapshot): number {
  const hasStartLines = snapshot.groups.some((group) =>
    group.frames.some((frame) => frame.startLine > 0),
  );
  return Math.max(snapshot.goMinorAtLeast, hasStartLines ? 20 : 0);
}

function waitOf(
  group: GoroutineGroup,
  stack: VisibleStack,
  hints: SnapshotHints,
): WaitState {
  if (group.waitReason !== null) {
    const read = waitFromReason(group.waitReason);
    // A joined snapshot has the words of debug=2 and the frames of pprof: take the form from these.
    const inferred = waitFromFrames(
      stack,
      hints.nilLines,
      hints.goMinorAtLeast,
    );
    return inferred.kind === read.kind
      ? { ...read, receiveForm: inferred.receiveForm }
      : read;
  }
  if (group.hiddenFrameCount >= 0) {
    return waitFromPcs(group, stack, hints.pcs, hints.goMinorAtLeast);
  }
  return waitFromFrames(stack, hints.nilLines, hints.goMinorAtLeast);
}

function entryOf(group: GoroutineGroup, stack: VisibleStack): string {
  if (group.isTruncated && group.createdBy !== null) {
    return group.createdBy.func;
  }
  const root = stack.visible.at(stack.hasWrapperRoot ? -2 : -1)?.func;
  if (root !== undefined) return root;
  const runtimeFrames = group.frames.filter(
    ({ func }) => func !== "runtime.goexit" && !WRAPPER.test(func),
  );
  return runtimeFrames.at(-1)?.func ?? "";
}

function isMainGoroutine(
  snapshot: GoroutineSnapshot,
  group: GoroutineGroup,
  stack: VisibleStack,
): boolean {
  if (stack.rootRuntime === "runtime.main") return true;
  if (group.createdBy !== null) return false;
  for (let row = group.memberStart; row < group.memberEnd; row += 1) {
    if (snapshot.members.id[row] === 1) return true;
  }
  return false;
}

/** traceback.go prints the goroutine that asks first, and it is the one that runs. */
function isDumpWriter(
  snapshot: GoroutineSnapshot,
  group: GoroutineGroup,
  firstLine: number,
): boolean {
  return (
    (snapshot.source === "debug2" || snapshot.source === "joined") &&
    group.waitReason === "running" &&
    group.count === 1 &&
    group.memberStart < group.memberEnd &&
    snapshot.members.inputLine[group.memberStart] === firstLine
  );
}

function firstHeaderLine(snapshot: GoroutineSnapshot): number {
  return snapshot.members.inputLine.reduce(
    (first, line) => (line > 0 && (first === 0 || line < first) ? line : first),
    0,
  );
}
