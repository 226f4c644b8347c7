/** One frame of a goroutine's stack, as text: goroutine inputs are small beside heap and CPU ones. */
export interface StackFrame {
  /** Full Go name, e.g. `main.(*relay).forward`; "" only where a frame could not be read. */
  readonly func: string;
  /** As in the input; "" where unknown. */
  readonly file: string;
  /** 0 where unknown. */
  readonly line: number;
  /** Start line of the function (pprof only), 0 where unknown; places nil-channel parks. */
  readonly startLine: number;
  /** Argument words of a traceback, without parentheses; "" where the input has none. */
  readonly args: string;
  readonly isInlined: boolean;
}

/** Where a goroutine was started: `created by F in goroutine N` with its file and line. */
export interface Creator {
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** -1 where the input does not say (before Go 1.21). */
  readonly goroutineId: number;
}

/** What only text dumps know of each single goroutine. */
export interface GoroutineMember {
  /** Goroutine id; -1 where unknown. */
  readonly id: number;
  /** Whole minutes from the header; -1 where the header has none (rule H6: not "fresh"). */
  readonly waitMinutes: number;
  readonly isLockedToThread: boolean;
  /** `(leaked)` in the header: proved by the runtime (Go 1.26+). */
  readonly isLeaked: boolean;
  /** Argument words per frame, leaf first, joined with "\n"; "" where all frames agree with the group. */
  readonly args: string;
  /** 1-based line of the header in the input; 0 where there is none. */
  readonly inputLine: number;
}

/** Which encoding the goroutines were read from: decides what can be known. */
export type GoroutineSource =
  "pprof" | "debug1" | "debug2" | "goleak" | "joined";

/**
 * Goroutines with the same frames, wait state, creator and labels. `count` goroutines; `members`
 * has one row each for text dumps and is empty for pprof and debug=1.
 */
export interface GoroutineGroup {
  /** Leaf first. Runtime frames are present in pprof; text dumps hide most of them. */
  readonly frames: readonly StackFrame[];
  /** The input cut frames off (elided or depth limit): the root-most frame is not the entry. */
  readonly isTruncated: boolean;
  readonly count: number;
  /** Wait reason or status from the text (`chan send`, `running`, …), verbatim; null where the input has none. */
  readonly waitReason: string | null;
  /** Hidden leading runtime PCs of a debug=1 record; -1 for other inputs (leak-signatures.md section 2). */
  readonly hiddenFrameCount: number;
  /** The hidden and shown return PCs of a debug=1 record, leaf first; empty for others. */
  readonly pcs: readonly bigint[];
  readonly createdBy: Creator | null;
  /** pprof labels; keys in order of the input. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Goroutines of the group marked `(leaked)`, or all of them in a goroutineleak profile. */
  readonly leakedCount: number;
  readonly members: readonly GoroutineMember[];
}

/** Text the parser could not read: kept, counted and shown, never dropped. */
export interface UnparsedText {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** All goroutines of one process at one moment. */
export interface GoroutineSnapshot {
  readonly source: GoroutineSource;
  /** True for a goroutineleak profile: every group is proved. */
  readonly isLeakProfile: boolean;
  readonly groups: readonly GoroutineGroup[];
  /** Sum of `count`; equals what the input holds, also where it was cut. */
  readonly goroutineCount: number;
  /** Total the header claims (`goroutine profile: total N`); -1 where there is none. */
  readonly claimedCount: number;
  /** Cut at 64 MiB by net/http/pprof, or in the middle of a goroutine. */
  readonly isTruncated: boolean;
  /** ISO 8601, or null where the input has no time. */
  readonly takenAt: string | null;
  /** Oldest Go minor version the frames and headers allow, e.g. 24 for Go 1.24; 0 where nothing tells. */
  readonly goMinorAtLeast: number;
  readonly unparsed: readonly UnparsedText[];
}
