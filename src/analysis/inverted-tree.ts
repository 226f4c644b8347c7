/**
 * The call tree read from the leaves: what was running, called by what, called by what. Grown on
 * demand, because whole it has one node per distinct suffix of a stack: tens of millions for a
 * profile of a million samples, of which a screen shows some thousands.
 *
 * Each node owns a run of `ends`, the call nodes where its stacks end, and `cursors`, the call node
 * up to which each of these stacks has been followed. Growing a node moves its cursors one caller up
 * and sorts its run by their frames: the parts are the runs of its children.
 *
 * ```
 *   call tree (flat)     ends       a/b   a/c/b  d/b       node "b": run [0, 3), cum 6
 *   a 0                  cursors    a/b   a/c/b  d/b
 *   ├ b 1
 *   └ c 0                after growing "b":
 *     └ b 2              ends       a/b | d/b  | a/c/b
 *   d 0                  cursors    a   | d    | a/c
 *   └ b 3                children   "a" 1, "d" 3, "c" 2
 * ```
 * So each sample is in one node per level, recursion or not. Growing costs what lies below the node.
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { SampleTypeIndex, ValueColumn } from "#profile/profile.ts";
import type { CallNodeIndex, CallTree } from "./call-tree.ts";
import { GrowingColumn } from "./growing-column.ts";

const NOT_GROWN = -1;

/** See the file header. Changes as it grows: one owner, one thread. */
export class InvertedTree {
  private readonly ends: Int32Array;
  private readonly cursors: Int32Array;
  private readonly runStart: number[] = [];
  private readonly runEnd: number[] = [];
  private readonly parent: number[] = [];
  private readonly frame: number[] = [];
  private readonly isInlined: number[] = [];
  private readonly firstChild: number[] = [];
  private readonly childCount: number[] = [];
  private readonly flat: readonly GrowingColumn[];
  private readonly cum: readonly GrowingColumn[];
  private readonly flatMagnitude: readonly GrowingColumn[];
  private readonly cumMagnitude: readonly GrowingColumn[];
  /** Per frame: number of its child while a node is grown, else -1. */
  private readonly childOfFrame: Int32Array;

  /** `tree` has its root at the callers and is kept. O(nodes of `tree`). */
  constructor(private readonly tree: CallTree) {
    const ends: number[] = [];
    for (let node = 0; node < tree.length; node += 1) {
      if ((node & EVERY) === 0) checkpoint();
      if (tree.flatMagnitude.some((column) => column[node] > 0)) {
        ends.push(node);
      }
    }
    this.ends = Int32Array.from(ends);
    this.cursors = this.ends.slice();
    this.childOfFrame = new Int32Array(tree.frames.length).fill(-1);
    const columns = (sources: readonly ValueColumn[]): GrowingColumn[] =>
      sources.map((source) => new GrowingColumn(source));
    this.flat = columns(tree.flat);
    this.cum = columns(tree.flat);
    this.flatMagnitude = columns(tree.flatMagnitude);
    this.cumMagnitude = columns(tree.flatMagnitude);
    this.addNode(-1, -1, 0, ends.length);
    this.split(0);
  }

  /** Nodes there are by now. Node 0 is the root; its children are the frames that stacks end in. */
  get length(): number {
    return this.parent.length;
  }

  isGrown(node: CallNodeIndex): boolean {
    return this.firstChild[node] !== NOT_GROWN;
  }

  /** Makes the callers of `node` where that was not done yet. O(stacks that end below `node`). */
  grow(node: CallNodeIndex): void {
    if (this.isGrown(node)) return;
    const { parent } = this.tree;
    for (let i = this.runStart[node]; i < this.runEnd[node]; i += 1) {
      this.cursors[i] = parent[this.cursors[i]];
    }
    this.split(node);
  }

  /** Rows of the callers of a grown node, half-open: empty where nothing calls it. */
  childrenOf(node: CallNodeIndex): { start: number; end: number } {
    const start = this.firstChild[node];
    return { start, end: start + this.childCount[node] };
  }

  /**
   * Grows every node below `root` whose sum of |value| is at least `minShare` of that of `root`: all
   * that a picture of `1 / minShare` pixels can show. 0 grows everything with a value.
   */
  growVisible(
    sampleTypeIndex: SampleTypeIndex,
    minShare: number,
    root: CallNodeIndex = 0,
  ): void {
    const width = this.cumMagnitude[sampleTypeIndex];
    const minWidth = Number(width.get(root)) * minShare;
    const pending = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      // Between nodes only: a node is grown whole or not at all.
      checkpoint();
      this.grow(node);
      const { start, end } = this.childrenOf(node);
      for (let child = start; child < end; child += 1) {
        const childWidth = Number(width.get(child));
        if (childWidth > 0 && childWidth >= minWidth) pending.push(child);
      }
    }
  }

  /**
   * What has been grown, as a `CallTree`. Stacks that are followed no further count as flat of the
   * node where that happens: at their last caller, and at nodes not grown.
   */
  toCallTree(): CallTree {
    const { length } = this;
    const copy = (columns: readonly GrowingColumn[]): ValueColumn[] =>
      columns.map((column) => {
        checkpoint();
        return column.toColumn(length);
      });
    return {
      inverted: true,
      frames: this.tree.frames,
      length,
      parent: Int32Array.from(this.parent),
      frame: Int32Array.from(this.frame),
      isInlined: Uint8Array.from(this.isInlined),
      flat: copy(this.flat),
      cum: copy(this.cum),
      // Sums of doubles are doubles.
      flatMagnitude: copy(this.flatMagnitude) as Float64Array[],
    };
  }

  private addNode(
    parent: number,
    frame: number,
    start: number,
    end: number,
  ): void {
    const node = this.parent.length;
    this.parent.push(parent);
    this.frame.push(frame);
    this.runStart.push(start);
    this.runEnd.push(end);
    this.firstChild.push(NOT_GROWN);
    this.childCount.push(0);
    let isInlined = parent < 0 ? 0 : 1;
    for (let i = start; i < end && isInlined === 1; i += 1) {
      isInlined = this.tree.isInlined[this.cursors[i]];
    }
    this.isInlined.push(isInlined);
    for (const columns of [this.cum, this.cumMagnitude]) {
      for (const column of columns) column.setSum(node, this.ends, start, end);
    }
    this.setFlat(node, start, end);
  }

  private setFlat(node: number, start: number, end: number): void {
    for (const columns of [this.flat, this.flatMagnitude]) {
      for (const column of columns) column.setSum(node, this.ends, start, end);
    }
  }

  /** Sorts the run of `node` by the frame of the cursors and makes a child of each part. */
  private split(node: number): void {
    const start = this.runStart[node];
    const end = this.runEnd[node];
    const { frame } = this.tree;
    const { childOfFrame } = this;
    // Part 0: stacks at their end, whose cursor is the root of the call tree.
    const partStart = [0, 0];
    const partFrame = [-1];
    for (let i = start; i < end; i += 1) {
      const cursorFrame = frame[this.cursors[i]];
      let part = 0;
      if (cursorFrame >= 0) {
        part = childOfFrame[cursorFrame];
        if (part < 0) {
          part = partFrame.push(cursorFrame) - 1;
          childOfFrame[cursorFrame] = part;
          partStart.push(0);
        }
      }
      partStart[part + 1] += 1;
    }
    for (let part = 0; part < partFrame.length; part += 1) {
      partStart[part + 1] += partStart[part];
    }
    this.distribute(start, end, partStart);
    for (const used of partFrame) if (used >= 0) childOfFrame[used] = -1;
    this.setFlat(node, start, start + partStart[1]);
    this.firstChild[node] = this.length;
    this.childCount[node] = partFrame.length - 1;
    for (let part = 1; part < partFrame.length; part += 1) {
      this.addNode(
        node,
        partFrame[part],
        start + partStart[part],
        start + partStart[part + 1],
      );
    }
  }

  /** Stable: moves each entry of the run to its part. */
  private distribute(
    start: number,
    end: number,
    partStart: readonly number[],
  ): void {
    const next = partStart.slice();
    const ends = this.ends.slice(start, end);
    const cursors = this.cursors.slice(start, end);
    for (let i = 0; i < ends.length; i += 1) {
      const cursorFrame = this.tree.frame[cursors[i]];
      const part = cursorFrame < 0 ? 0 : this.childOfFrame[cursorFrame];
      const to = start + next[part];
      next[part] += 1;
      this.ends[to] = ends[i];
      this.cursors[to] = cursors[i];
    }
  }
}

/** Frames of all stack ends together up to which a tree is grown whole. */
const WHOLE_FRAMES = 4_000_000;

/** Share of the total below which callers are not followed in a larger tree: a quarter of a pixel on the widest screens. */
const MIN_SHARE = 1 / 16_384;

function framesOfEnds(tree: CallTree): number {
  const depth = new Int32Array(tree.length);
  let frames = 0;
  for (let node = 1; node < tree.length; node += 1) {
    if ((node & EVERY) === 0) checkpoint();
    depth[node] = depth[tree.parent[node]] + 1;
    if (tree.flatMagnitude.some((column) => column[node] > 0)) {
      frames += depth[node];
    }
  }
  return frames;
}

/**
 * The inverted tree of `tree`, ready to be laid out for one sample type: whole where that is small,
 * else grown as far as a picture can show (`growVisible`); figures are exact either way. For going
 * deeper keep an `InvertedTree` and grow the node that is zoomed into.
 */
export function buildInvertedTree(
  tree: CallTree,
  sampleTypeIndex: SampleTypeIndex,
): CallTree {
  const inverted = new InvertedTree(tree);
  const isSmall = framesOfEnds(tree) <= WHOLE_FRAMES;
  inverted.growVisible(sampleTypeIndex, isSmall ? 0 : MIN_SHARE);
  return inverted.toCallTree();
}
