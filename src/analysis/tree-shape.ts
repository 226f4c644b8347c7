import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile, StackTable } from "#profile/profile.ts";
import type { FrameTable } from "./frame-table.ts";
import { assignFrames, type FrameAssignment } from "./frame-table-builder.ts";

/**
 * The rows of a call tree without values, level by level, and where samples belong in it. Callees of a
 * node are neighbours, in the order in which the stack trie first names them:
 *
 * ```
 *   stacks (root first)      node      0    1  2   3  4  5
 *   a b                      frame     -1   a  d   b  c  b
 *   d b                      parent    -1   0  0   1  1  2
 *   a c                      levelStart = [0, 1, 3, 6]
 *                            callees of 1 (a): 3 .. 5, of 2 (d): 5 .. 6
 * ```
 */
export interface TreeShape {
  readonly frames: FrameTable;
  readonly length: number;
  /** `levels + 1` offsets; level 0 is the root alone. */
  readonly levelStart: Uint32Array;
  /** `parent[i] < i`, never falling; -1 for the root. */
  readonly parent: Int32Array;
  /** `length + 1` offsets: callees of `node` are the nodes `[calleeStart[node], calleeStart[node + 1])`. */
  readonly calleeStart: Uint32Array;
  /** `FrameIndex`; -1 for the root. */
  readonly frame: Int32Array;
  /** 1 where every line behind the node was inlined into its caller. */
  readonly isInlined: Uint8Array;
  /** Node of each row of `StackTable`: the innermost frame of its location. */
  readonly nodeOfStack: Int32Array;
}

/** Callees of every row of a stack trie: of `row`, `list[start[row + 1] .. start[row + 2])`; of -1 the roots. */
interface StackCallees {
  readonly start: Uint32Array;
  readonly list: Int32Array;
}

/** Counting sort by caller. */
function stackCallees({ parent, length }: StackTable): StackCallees {
  const start = new Uint32Array(length + 2);
  for (let row = 0; row < length; row += 1) start[parent[row] + 2] += 1;
  for (let row = 0; row <= length; row += 1) start[row + 1] += start[row];
  const list = new Int32Array(length);
  for (let row = 0; row < length; row += 1) {
    list[start[parent[row] + 1]++] = row;
  }
  // Each start has moved to the next one's: back by one place.
  start.copyWithin(1, 0, length + 1);
  start[0] = 0;
  return { start, list };
}

/** Where a column is kept that grows: twice as long when full. */
function grown<T extends Int32Array | Uint32Array | Uint8Array>(
  column: T,
  length: number,
): T {
  const Column = column.constructor as new (length: number) => T;
  const longer = new Column(length);
  longer.set(column);
  return longer;
}

/** The column's rows that are in use; copied where keeping all would waste memory. */
function trimmed<T extends Int32Array | Uint32Array | Uint8Array>(
  column: T,
  length: number,
): T {
  const isTight = length * 4 > column.length * 3;
  return (isTight ? column.subarray(0, length) : column.slice(0, length)) as T;
}

/**
 * Walks down the tree, level by level. Every row of the stack trie is at one node at a time: first at
 * that of its location's outermost line, then one further down per inlined line. The rows at a node are
 * a linked list. Which callee of the present node has a frame is kept by frame, in a table that fits
 * the cache: no hashing.
 */
class ShapeBuilder {
  length = 1;
  parent: Int32Array;
  frame: Int32Array;
  isInlined: Uint8Array;
  calleeStart: Uint32Array;
  readonly nodeOfStack: Int32Array;
  private firstRow: Int32Array;
  private lastRow: Int32Array;
  private readonly nextRow: Int32Array;
  private readonly line: Int32Array;
  /** Callee with a frame, and the node it is a callee of. */
  private readonly calleeOfFrame: Int32Array;
  private readonly callerOfFrame: Int32Array;

  constructor(
    private readonly profile: Profile,
    private readonly assignment: FrameAssignment,
  ) {
    const rows = profile.stacks.length;
    const capacity = Math.max(16, rows + (rows >> 2));
    this.parent = new Int32Array(capacity);
    this.frame = new Int32Array(capacity);
    this.isInlined = new Uint8Array(capacity);
    this.calleeStart = new Uint32Array(capacity);
    this.firstRow = new Int32Array(capacity);
    this.lastRow = new Int32Array(capacity);
    this.nextRow = new Int32Array(rows);
    this.nodeOfStack = new Int32Array(rows);
    this.line = new Int32Array(rows);
    const frames = assignment.frames.length;
    this.calleeOfFrame = new Int32Array(frames);
    this.callerOfFrame = new Int32Array(frames).fill(-1);
    this.parent[0] = -1;
    this.frame[0] = -1;
  }

  build(): TreeShape {
    const callees = stackCallees(this.profile.stacks);
    const levelStart = [0];
    let levelEnd = 1;
    for (let node = 0; node < this.length; node += 1) {
      if ((node & EVERY) === 0) checkpoint();
      if (node === levelEnd) {
        levelStart.push(node);
        levelEnd = this.length;
      }
      this.calleeStart[node] = this.length;
      if (node === 0) this.enterCallees(callees, -1, 0);
      else this.expand(callees, node);
    }
    const { length } = this;
    levelStart.push(length);
    if (length === this.calleeStart.length) {
      this.calleeStart = grown(this.calleeStart, length + 1);
    }
    this.calleeStart[length] = length;
    return {
      frames: this.assignment.frames,
      length,
      levelStart: Uint32Array.from(levelStart),
      parent: trimmed(this.parent, length),
      calleeStart: trimmed(this.calleeStart, length + 1),
      frame: trimmed(this.frame, length),
      isInlined: trimmed(this.isInlined, length),
      nodeOfStack: this.nodeOfStack,
    };
  }

  /** Moves the rows at `node` on: to the next inlined line, or to their callees. */
  private expand(callees: StackCallees, node: number): void {
    const { profile, assignment, nextRow, line, nodeOfStack } = this;
    const { location } = profile.stacks;
    const { lineStart } = profile.locations;
    for (let row = this.firstRow[node]; row >= 0;) {
      const next = nextRow[row];
      if (line[row] > lineStart[location[row]]) {
        line[row] -= 1;
        this.place(row, node, assignment.ofLine[line[row]], 1);
      } else {
        nodeOfStack[row] = node;
        this.enterCallees(callees, row, node);
      }
      row = next;
    }
  }

  private enterCallees(
    { start, list }: StackCallees,
    row: number,
    node: number,
  ): void {
    const { profile, assignment, line } = this;
    const { location } = profile.stacks;
    const { lineStart } = profile.locations;
    const end = start[row + 2];
    for (let i = start[row + 1]; i < end; i += 1) {
      const callee = list[i];
      const at = location[callee];
      const outermost = lineStart[at + 1] - 1;
      const isBare = outermost < lineStart[at];
      line[callee] = isBare ? lineStart[at] : outermost;
      const frame = isBare
        ? assignment.ofBareLocation[at]
        : assignment.ofLine[outermost];
      this.place(callee, node, frame, 0);
    }
  }

  private place(
    row: number,
    caller: number,
    frame: number,
    isInlined: 0 | 1,
  ): void {
    this.nextRow[row] = -1;
    if (this.callerOfFrame[frame] === caller) {
      const node = this.calleeOfFrame[frame];
      this.isInlined[node] &= isInlined;
      this.nextRow[this.lastRow[node]] = row;
      this.lastRow[node] = row;
      return;
    }
    const node = this.length;
    if (node === this.parent.length) this.grow();
    this.callerOfFrame[frame] = caller;
    this.calleeOfFrame[frame] = node;
    this.parent[node] = caller;
    this.frame[node] = frame;
    this.isInlined[node] = isInlined;
    this.firstRow[node] = row;
    this.lastRow[node] = row;
    this.length += 1;
  }

  private grow(): void {
    const capacity = this.parent.length * 2;
    this.parent = grown(this.parent, capacity);
    this.frame = grown(this.frame, capacity);
    this.isInlined = grown(this.isInlined, capacity);
    this.calleeStart = grown(this.calleeStart, capacity);
    this.firstRow = grown(this.firstRow, capacity);
    this.lastRow = grown(this.lastRow, capacity);
  }
}

/**
 * The tree of a profile's stacks; see `TreeShape`. What differs by location only (two lines of one
 * function) is one node. O(trie rows + lines behind them).
 */
export function buildTreeShape(profile: Profile): TreeShape {
  return new ShapeBuilder(profile, assignFrames(profile)).build();
}
