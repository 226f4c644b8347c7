/**
 * All goroutines of one process at one moment, grouped: what text dumps and goroutine profiles
 * decode to, and what the leak rules judge.
 *
 * A dump holds up to millions of goroutines but only thousands of distinct stacks. So a group has
 * its frames as objects, once, and single goroutines are rows of columns (`MemberTable`), ordered by
 * group:
 * ```
 *   groups[0] memberStart 0, memberEnd 3     members.id          [18, 21, 40,   7]
 *   groups[1] memberStart 3, memberEnd 4     members.waitMinutes [ 5, -1,  5,  12]
 * ```
 */

/** One frame of a goroutine's stack, as text. */
export interface StackFrame {
  /** Full Go name, e.g. `main.(*relay).forward`; "" only where a frame could not be read. */
  readonly func: string;
  /** As in the input; "" where unknown. */
  readonly file: string;
  /** 0 where unknown. */
  readonly line: number;
  /** Start line of the function (pprof only), 0 where unknown; places nil-channel parks. */
  readonly startLine: number;
  /**
   * Argument words of a traceback, without parentheses, those of the group's first goroutine (see
   * `memberArgs` for the others); "" where the input has none.
   */
  readonly args: string;
  readonly isInlined: boolean;
}

/** Where a goroutine was started: `created by F in goroutine N` with its file and line. */
export interface Creator {
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /**
   * -1 where the input does not say (before Go 1.21), and where the group's goroutines were created
   * by different ones (see `MemberTable.creatorId`).
   */
  readonly goroutineId: number;
}

/** One block of GODEBUG=tracebackancestors: who created the creator, nearest first. */
export interface Ancestor {
  readonly goroutineId: number;
  /** Leaf first. */
  readonly frames: readonly StackFrame[];
  readonly createdBy: Creator | null;
}

/** What only text dumps know of each single goroutine: a row of `MemberTable` as an object. */
export interface GoroutineMember {
  /** Goroutine id; -1 where unknown. */
  readonly id: number;
  /** Whole minutes from the header; -1 where the header has none (rule H6: not "fresh"). */
  readonly waitMinutes: number;
  /** Goroutine that created it; -1 where unknown. */
  readonly creatorId: number;
  readonly isLockedToThread: boolean;
  /** `(leaked)` in the header: proved by the runtime (Go 1.26+). */
  readonly isLeaked: boolean;
  /** `(durable)` in the header: idle in a synctest bubble (Go 1.25+). */
  readonly isDurable: boolean;
  /** synctest bubble (Go 1.25+); 0 for none. */
  readonly bubbleId: number;
  /** 1-based line of the header in the input; 0 where there is none. */
  readonly inputLine: number;
}

/** Bits of `MemberTable.flags`. */
export const MEMBER_LOCKED = 1;
/** See `MEMBER_LOCKED`. */
export const MEMBER_LEAKED = 2;
/** See `MEMBER_LOCKED`. */
export const MEMBER_DURABLE = 4;
/** `(scan)` in the header: the garbage collector was scanning the stack. See `MEMBER_LOCKED`. */
export const MEMBER_SCAN = 8;

/**
 * Single goroutines of a text dump, ordered by group and within it as in the input. All columns
 * have `length` rows (`argsStart` one more); empty for pprof and debug=1.
 */
export interface MemberTable {
  readonly length: number;
  /** -1 where unknown; exact to 2^53. */
  readonly id: Float64Array;
  /** -1 where the header has none. */
  readonly waitMinutes: Int32Array;
  /** -1 where unknown. */
  readonly creatorId: Float64Array;
  /** `MEMBER_…` bits. */
  readonly flags: Uint8Array;
  /** 0 for none. */
  readonly bubbleId: Uint32Array;
  /** 1-based line of the header. */
  readonly inputLine: Uint32Array;
  /** Row i's text in `args` is `[argsStart[i], argsStart[i + 1])`; empty = as the group's frames. */
  readonly argsStart: Uint32Array;
  /** UTF-8: argument words of each frame, leaf first, each ended by "\n". */
  readonly args: Uint8Array;
}

/** Which encoding the goroutines were read from: decides what can be known. */
export type GoroutineSource =
  "pprof" | "debug1" | "debug2" | "goleak" | "joined";

/**
 * Goroutines with the same frames, wait state, creator and labels. `count` goroutines; a text dump
 * has one member row for each, pprof and debug=1 have none.
 */
export interface GoroutineGroup {
  /** Leaf first. Runtime frames are present in pprof; text dumps hide most of them. */
  readonly frames: readonly StackFrame[];
  /** The input cut frames off (elided or depth limit): the root-most frame is not the entry. */
  readonly isTruncated: boolean;
  /** Frames were left out before `frames[elidedAt]` (`...N frames elided...`); -1 for none. */
  readonly elidedAt: number;
  /** How many, in the group's first goroutine; -1 where the input does not say, 0 for none. */
  readonly elidedCount: number;
  readonly count: number;
  /** Wait reason or status from the text (`chan send`, `running`, …), verbatim; null where the input has none. */
  readonly waitReason: string | null;
  /** Hidden leading runtime PCs of a debug=1 record; -1 for other inputs (leak-signatures.md section 2). */
  readonly hiddenFrameCount: number;
  /** The hidden and shown return PCs of a debug=1 record, leaf first; empty for others. */
  readonly pcs: readonly bigint[];
  readonly createdBy: Creator | null;
  /** Of the group's first goroutine; empty without GODEBUG=tracebackancestors. */
  readonly ancestors: readonly Ancestor[];
  /** pprof labels; keys in order of the input. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Goroutines of the group marked `(leaked)`, or all of them in a goroutineleak profile. */
  readonly leakedCount: number;
  /** Members locked to an OS thread. */
  readonly lockedCount: number;
  /** Least and most minutes of the members that have any; -1 where none has. */
  readonly minWaitMinutes: number;
  readonly maxWaitMinutes: number;
  /** How many members have minutes at all. */
  readonly agedCount: number;
  /** Rows of `GoroutineSnapshot.members`: `[memberStart, memberEnd)`; equal where there are none. */
  readonly memberStart: number;
  readonly memberEnd: number;
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
  readonly members: MemberTable;
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
  /** First and last line of the input that belong to the snapshot, 1-based; 0 for pprof. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The first of them (see `UNPARSED_KEPT_MAX`), in order. */
  readonly unparsed: readonly UnparsedText[];
  /** How many lines could not be read, kept or not. */
  readonly unparsedCount: number;
}

/** Most lines kept in `GoroutineSnapshot.unparsed`; further ones are counted. */
export const UNPARSED_KEPT_MAX = 1000;

/** Row `row` of the member table as an object. O(1). */
export function memberAt(members: MemberTable, row: number): GoroutineMember {
  const flags = members.flags[row];
  return {
    id: members.id[row],
    waitMinutes: members.waitMinutes[row],
    creatorId: members.creatorId[row],
    isLockedToThread: (flags & MEMBER_LOCKED) !== 0,
    isLeaked: (flags & MEMBER_LEAKED) !== 0,
    isDurable: (flags & MEMBER_DURABLE) !== 0,
    bubbleId: members.bubbleId[row],
    inputLine: members.inputLine[row],
  };
}

/** All members of a group as objects, in input order; empty for pprof and debug=1. O(count). */
export function membersOf(
  snapshot: Pick<GoroutineSnapshot, "members">,
  group: GoroutineGroup,
): GoroutineMember[] {
  const rows: GoroutineMember[] = [];
  for (let row = group.memberStart; row < group.memberEnd; row += 1) {
    rows.push(memberAt(snapshot.members, row));
  }
  return rows;
}

/** The table without rows: what pprof and debug=1 snapshots carry. */
export function emptyMemberTable(): MemberTable {
  return {
    length: 0,
    id: new Float64Array(0),
    waitMinutes: new Int32Array(0),
    creatorId: new Float64Array(0),
    flags: new Uint8Array(0),
    bubbleId: new Uint32Array(0),
    inputLine: new Uint32Array(0),
    argsStart: new Uint32Array(1),
    args: new Uint8Array(0),
  };
}
