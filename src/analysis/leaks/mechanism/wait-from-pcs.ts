import type { GoroutineGroup } from "#profile/goroutines/goroutine-snapshot.ts";
import { channelKey, type PcHints } from "./pc-hints.ts";
import type { VisibleStack } from "./visible-frames.ts";
import { waitState, type WaitState } from "./wait-state.ts";
import { waitFromFrames } from "./wait-from-frames.ts";

/**
 * Wait state of a debug=1 record: by the first shown frame where that settles it, else by the number
 * of hidden runtime frames and their PCs (leak-signatures.md, section 2: right on 638 of 643
 * records by number alone; the rest are goroutines preempted in a loop, which `parkPcs` tells).
 */
export function waitFromPcs(
  group: GoroutineGroup,
  stack: VisibleStack,
  hints: PcHints,
  goMinorAtLeast: number,
): WaitState {
  const first = stack.visible.at(0)?.func ?? "";
  if (stack.visible.length === 0) {
    const isNotStarted = group.frames.length === 0 && group.pcs.length <= 1;
    return isNotStarted
      ? waitState("not-started", "runnable", true)
      : waitState("runtime", null, true);
  }
  if (KNOWN_FIRST.test(first)) {
    return waitFromFrames(
      { ...stack, leading: [GOPARK, ...stack.leading] },
      NO_NIL_LINES,
      goMinorAtLeast,
    );
  }
  return namedWait(first) ?? parkedWait(group, hints);
}

/** By the number and values of the hidden PCs. */
function parkedWait(group: GoroutineGroup, hints: PcHints): WaitState {
  const { pcs, hiddenFrameCount } = group;
  const isParked = hints.parkPcs.size === 0 || hints.parkPcs.has(pcs[0] ?? 0n);
  if (isParked && hiddenFrameCount === 3) {
    return (
      hints.channels.get(channelKey(group)) ?? waitState("channel", null, true)
    );
  }
  if (isParked && hiddenFrameCount === 2) {
    return hints.blockPcs.has(pcs[1])
      ? waitState("select-empty", "select (no cases)", true)
      : waitState("select", "select", true);
  }
  return waitState("on-cpu", "running", true);
}

/** States the first shown frame settles by itself. */
function namedWait(first: string): WaitState | undefined {
  if (SYSCALL_FIRST.test(first) || CGO_FIRST.test(first)) {
    return waitState("syscall", "syscall", true);
  }
  if (COROUTINE_FIRST.test(first)) {
    return waitState("coroutine", "coroutine", true);
  }
  return first.startsWith("runtime/pprof.")
    ? waitState("on-cpu", "running", true)
    : undefined;
}

const KNOWN_FIRST =
  /^(internal\/poll\.runtime_pollWait|time\.Sleep|(internal\/)?(sync|poll)\.runtime_\w+)$/;

const SYSCALL_FIRST =
  /^((syscall|golang\.org\/x\/sys\/unix)\.(Raw)?Syscall|os\/signal\.signal_recv$)/;

/** What cgo makes of a call into C; `runtime.cgocall` above it is hidden. */
const CGO_FIRST = /\._(Cfunc|C2func|cgo)_/;

/** iter.Pull's own closures are what switches coroutines (iter/iter.go: yield, next, stop). */
const COROUTINE_FIRST = /^iter\.Pull2?(\[.*\])?\.func\d+(\.\d+)*$/;

const NO_NIL_LINES = { "runtime.chansend": -1, "runtime.chanrecv": -1 };

/** Stands for the hidden frames: the record is parked, its first shown frame says on what. */
const GOPARK = {
  func: "runtime.gopark",
  file: "",
  line: 0,
  startLine: 0,
  args: "",
  isInlined: false,
};
