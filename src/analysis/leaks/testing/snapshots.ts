/** Snapshots for tests: pprof stacks as text, dumps as Go prints them. */
import { ensureDefined } from "#base/assert.ts";
import { parseGoroutineText } from "#profile/decode/text/parse-goroutine-text.ts";
import {
  emptyMemberTable,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";

/** `runtime.chansend:259@165` is line 259 of a function that starts at 165. */
function frame(text: string): StackFrame {
  const match = ensureDefined(/^(.*?)(?::(\d+))?(?:@(\d+))?$/.exec(text), text);
  const func = match[1];
  return {
    func,
    file: `/src/${func.split(".")[0]}.go`,
    line: Number(match[2] ?? 10),
    startLine: Number(match[3] ?? 0),
    args: "",
    isInlined: false,
  };
}

/** A group of a pprof profile: frames leaf first, parted by blanks. */
export function pprofGroup(
  frames: string,
  count = 1,
  more: Partial<GoroutineGroup> = {},
): GoroutineGroup {
  return {
    frames: frames === "" ? [] : frames.trim().split(/\s+/).map(frame),
    isTruncated: false,
    elidedAt: -1,
    elidedCount: 0,
    count,
    waitReason: null,
    hiddenFrameCount: -1,
    pcs: [],
    createdBy: null,
    ancestors: [],
    labels: {},
    leakedCount: 0,
    lockedCount: 0,
    minWaitMinutes: -1,
    maxWaitMinutes: -1,
    agedCount: 0,
    memberStart: 0,
    memberEnd: 0,
    ...more,
  };
}

/** A pprof goroutine profile. Each stack is frames leaf first, with its count behind ` * `. */
export function pprofSnapshot(
  stacks: readonly (string | GoroutineGroup)[],
  more: Partial<GoroutineSnapshot> = {},
): GoroutineSnapshot {
  const groups = stacks.map((stack) => {
    if (typeof stack !== "string") return stack;
    const [frames, count = "1"] = stack.split(" * ");
    return pprofGroup(frames, Number(count));
  });
  return {
    source: "pprof",
    isLeakProfile: false,
    groups,
    members: emptyMemberTable(),
    goroutineCount: groups.reduce((sum, { count }) => sum + count, 0),
    claimedCount: -1,
    isTruncated: false,
    takenAt: null,
    goMinorAtLeast: 0,
    firstLine: 0,
    lastLine: 0,
    unparsed: [],
    unparsedCount: 0,
    ...more,
  };
}

/** One goroutine of a debug=2 dump: `goroutine(18, "chan send, 5 minutes", "main.f(0x1)", …)`. */
export function goroutine(
  id: number,
  state: string,
  ...lines: readonly string[]
): string {
  const body = lines.map((line, i) =>
    line.startsWith("created by ")
      ? `${line}\n\t/src/app.go:${i + 1} +0x1d`
      : `${line.includes("(") && line.endsWith(")") ? line : `${line}()`}\n\t/src/app.go:${i + 10} +0x1d`,
  );
  return [`goroutine ${id} [${state}]:`, ...body].join("\n");
}

/** The snapshot of a dump made of `goroutine` texts. */
export function dump(...goroutines: readonly string[]): GoroutineSnapshot {
  return ensureDefined(
    parseGoroutineText(`${goroutines.join("\n\n")}\n`).at(-1),
    "a dump",
  );
}
