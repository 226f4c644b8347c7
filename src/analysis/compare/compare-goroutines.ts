import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import type { Profile } from "#profile/profile.ts";
import { stackViews } from "../leaks/mechanism/stack-view.ts";
import {
  CHANGE_CLASSES,
  changeClassCode,
  type ChangeClass,
} from "./change-class.ts";

/** Goroutines that changed their state: how many, and the other state. */
export interface StateMove {
  readonly state: string;
  readonly count: number;
}

/**
 * What became of a group. `moved`: its goroutines only went to or came from another state of the same
 * user code; that is neither "removed" nor "new" (rule N9).
 */
export type GroupChange = ChangeClass | "moved";

/** Goroutines with one stack in one state, at both moments. */
export interface GroupDelta {
  /** Leaf first, runtime frames left out. Lines are the current side's where it has the stack. */
  readonly frames: readonly Pick<StackFrame, "func" | "file" | "line">[];
  /** Function the group goes by: the first outside the standard library, else the entry. */
  readonly key: string;
  /** Wait reason as a dump prints it, or the kind of wait where that is all one knows. */
  readonly state: string;
  readonly base: number;
  readonly current: number;
  readonly change: GroupChange;
  /**
   * Where goroutines came from and went to, among the states of the same user code. Those that all
   * came from one state that nothing is left in are one group with it: `base` counts them there.
   */
  readonly movedFrom: readonly StateMove[];
  readonly movedTo: readonly StateMove[];
}

interface Draft {
  /**
   * The frames from the first user frame to the root: what library call they sit in differs with the
   * state, so goroutines are followed from state to state by what is below it.
   */
  readonly callerKey: string;
  frames: GroupDelta["frames"];
  readonly key: string;
  readonly state: string;
  base: number;
  current: number;
  readonly movedFrom: StateMove[];
  readonly movedTo: StateMove[];
}

/** Groups by stack (function and file of each frame, so that line moves align), then by state. */
function collect(
  profile: Profile,
  side: "base" | "current",
  stacks: Map<string, Map<string, Draft>>,
): void {
  for (const view of stackViews(goroutineSnapshotFromProfile(profile))) {
    const frames = view.visible.map(({ frame }) => ({
      func: frame.func,
      file: frame.file,
      line: frame.line,
    }));
    const shown =
      frames.length > 0
        ? frames
        : view.group.frames.map(({ func, file, line }) => ({
            func,
            file,
            line,
          }));
    const stackKey = shown
      .map(({ func, file }) => `${func}\n${file}`)
      .join("\n");
    const state = view.wait.reason ?? view.wait.kind;
    const user = view.visible.findIndex(({ kind }) => kind === "user");
    const callerKey = shown
      .slice(Math.max(0, user))
      .map(({ func, file }) => `${func}\n${file}`)
      .join("\n");
    let states = stacks.get(stackKey);
    if (states === undefined) {
      states = new Map();
      stacks.set(stackKey, states);
    }
    let draft = states.get(state);
    if (draft === undefined) {
      draft = {
        callerKey,
        frames: shown,
        key: view.key,
        state,
        base: 0,
        current: 0,
        movedFrom: [],
        movedTo: [],
      };
      states.set(state, draft);
    }
    draft[side] += view.group.count;
    if (side === "current") draft.frames = shown;
  }
}

/**
 * Pairs states that lost goroutines with states of the same user code that gained some, largest first:
 *
 * ```
 *   state      base current          moved
 *   running      10       2    -8     5 -> chan receive
 *   chan receive  0       5    +5     5 <- running
 * ```
 */
function matchMoves(states: readonly Draft[]): void {
  const lost = states
    .map((draft) => ({ draft, left: draft.base - draft.current }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left);
  const gained = states
    .map((draft) => ({ draft, left: draft.current - draft.base }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left);
  for (const from of lost) {
    for (const to of gained) {
      const count = Math.min(from.left, to.left);
      if (count === 0 || from.draft.state === to.draft.state) continue;
      from.left -= count;
      to.left -= count;
      from.draft.movedTo.push({ state: to.draft.state, count });
      to.draft.movedFrom.push({ state: from.draft.state, count });
    }
  }
}

function sumOf(moves: readonly StateMove[]): number {
  return moves.reduce((sum, { count }) => sum + count, 0);
}

/**
 * A stack that left its state for one other, which nothing was in before, is one row:
 *
 * ```
 *   running      10   0  -> 10 chan receive
 *   chan receive  0  12  <- 10 running          chan receive  10  12  <- 10 running
 * ```
 */
function joinMoves(drafts: readonly Draft[]): Set<Draft> {
  const gone = new Set<Draft>();
  for (const to of drafts) {
    const [move] = to.movedFrom;
    if (to.base !== 0 || to.movedFrom.length !== 1) continue;
    const from = drafts.find(
      (draft) =>
        draft.state === move.state &&
        draft.current === 0 &&
        draft.movedTo.length === 1 &&
        draft.movedTo[0].state === to.state &&
        draft.movedTo[0].count === move.count,
    );
    // Whoever is left behind keeps a row.
    if (from === undefined || from.base !== move.count || gone.has(from)) {
      continue;
    }
    to.base = from.base;
    gone.add(from);
  }
  return gone;
}

function changeOf(draft: Draft, isStackOnBothSides: boolean): GroupChange {
  const { base, current } = draft;
  const moved = sumOf(draft.movedFrom) + sumOf(draft.movedTo);
  const isJoined = base === current;
  if (moved > 0 && (isJoined || moved === Math.abs(current - base))) {
    return "moved";
  }
  const change = CHANGE_CLASSES[changeClassCode(base, current)];
  if (!isStackOnBothSides) return change;
  // The stack was there in another state: it grew or shrank, it is not new or gone.
  if (change === "new") return "grown";
  return change === "removed" ? "shrunk" : change;
}

/**
 * The goroutines of two `goroutine` (or `goroutineleak`) profiles by stack and state, in the order of
 * growth, largest first, then by key and state. Sums over all groups are the profiles' totals.
 */
export function compareGoroutines(
  base: Profile,
  current: Profile,
): GroupDelta[] {
  const stacks = new Map<string, Map<string, Draft>>();
  collect(base, "base", stacks);
  collect(current, "current", stacks);
  const byCaller = new Map<string, Draft[]>();
  for (const states of stacks.values()) {
    for (const draft of states.values()) {
      const known = byCaller.get(draft.callerKey);
      if (known === undefined) byCaller.set(draft.callerKey, [draft]);
      else known.push(draft);
    }
  }
  const gone = new Set<Draft>();
  for (const drafts of byCaller.values()) {
    matchMoves(drafts);
    for (const draft of joinMoves(drafts)) gone.add(draft);
  }
  const groups: GroupDelta[] = [];
  for (const states of stacks.values()) {
    const drafts = [...states.values()];
    const isOnBothSides =
      drafts.some((draft) => draft.base !== 0) &&
      drafts.some((draft) => draft.current !== 0);
    for (const draft of drafts) {
      if (gone.has(draft)) continue;
      const { callerKey: _callerKey, ...group } = draft;
      groups.push({ ...group, change: changeOf(draft, isOnBothSides) });
    }
  }
  return groups.sort(
    (a, b) =>
      b.current - b.base - (a.current - a.base) ||
      b.current - a.current ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
      (a.state < b.state ? -1 : 1),
  );
}
