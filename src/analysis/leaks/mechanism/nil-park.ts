import type {
  GoroutineGroup,
  StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";

/**
 * `chansend` and `chanrecv` park in two places each: right at their start when the channel is nil,
 * and far below when nobody is on the other side (runtime/chan.go). Go 1.19: lines 165 and 259 of
 * chansend, 469 and 583 of chanrecv; Go 1.26: 5 and 107, 12 and 143 lines after `func`. Between
 * those lies the limit below.
 */
const NIL_PARK_MAX_OFFSET = 40;

const CHANNEL_OPS = ["runtime.chansend", "runtime.chanrecv"] as const;
type ChannelOp = (typeof CHANNEL_OPS)[number];

/** Line of the nil park per operation, where the snapshot shows both parks; -1 where it shows one. */
export type NilParkLines = Readonly<Record<ChannelOp, number>>;

/**
 * The lower of the two lines seen of each operation. Only for profiles without start lines (before
 * Go 1.20): one toolchain built all frames of a profile, so the nil park is the lower one.
 */
export function nilParkLines(groups: readonly GoroutineGroup[]): NilParkLines {
  const lines: Record<ChannelOp, Set<number>> = {
    "runtime.chansend": new Set(),
    "runtime.chanrecv": new Set(),
  };
  for (const group of groups) {
    for (const frame of group.frames.slice(0, 4)) {
      const op = CHANNEL_OPS.find((name) => name === frame.func);
      if (op !== undefined && frame.line > 0) lines[op].add(frame.line);
    }
  }
  const lower = (op: ChannelOp): number =>
    lines[op].size === 2 ? Math.min(...lines[op]) : -1;
  return {
    "runtime.chansend": lower("runtime.chansend"),
    "runtime.chanrecv": lower("runtime.chanrecv"),
  };
}

/**
 * Whether a `chansend`/`chanrecv` frame is parked on a nil channel: by its distance from the start
 * of the function, else by `lines`. Unknown counts as no: the caller then says `chan-send`.
 */
export function isNilPark(frame: StackFrame, lines: NilParkLines): boolean {
  if (frame.line <= 0) return false;
  if (frame.startLine > 0) {
    return frame.line - frame.startLine < NIL_PARK_MAX_OFFSET;
  }
  return CHANNEL_OPS.some(
    (op) => op === frame.func && frame.line === lines[op],
  );
}
