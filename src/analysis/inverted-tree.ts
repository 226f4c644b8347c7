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
import { layoutBoxes } from "./flame-layout.ts";
import { GrowingColumn } from "./growing-column.ts";

const NOT_GROWN = -1;

/** Frames of all stack ends together up to which a tree is grown whole. */
const WHOLE_FRAMES = 4_000_000;

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
  private endFrames: number | undefined;

  /**
   * `tree` has its root at the callers and is kept. O(nodes of `tree`). A tree whose stacks have up to
   * `wholeFrames` frames together is small: it is grown whole.
   */
  constructor(
    private readonly tree: CallTree,
    private readonly wholeFrames = WHOLE_FRAMES,
  ) {
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

  /** Sum of |value| over the stacks of a node. */
  widthOf(node: CallNodeIndex, sampleTypeIndex: SampleTypeIndex): number {
    return Number(this.cumMagnitude[sampleTypeIndex].get(node));
  }

  /** Bytes it takes, roughly, besides the call tree it was made of. */
  get byteLength(): number {
    const columns = this.flat.length * 4;
    return this.ends.length * 8 + this.length * (7 + columns) * 8;
  }

  /** Whether all of it can be grown at once. */
  get isSmall(): boolean {
    this.endFrames ??= framesOfEnds(this.tree);
    return this.endFrames <= this.wholeFrames;
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
   * Grows every node below `root` whose sum of |value| is at least `minWidth`; 0: everything with a
   * value.
   */
  growVisible(
    sampleTypeIndex: SampleTypeIndex,
    minWidth: number,
    root: CallNodeIndex = 0,
  ): void {
    const width = this.cumMagnitude[sampleTypeIndex];
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

/** Share of the picture below which callers are not followed in a larger tree: a quarter of a pixel on the widest screens. */
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

/** Part of a layout, left to right, in the unit of the sample type. */
export interface LayoutRange {
  readonly start: number;
  readonly end: number;
}

/**
 * How far callers are followed: of every box at least `baseWidth` wide, and within `[start, end)` of
 * every box at least `minWidth` wide. Both are 0 where nothing is left out.
 */
export interface GrownRange extends LayoutRange {
  readonly minWidth: number;
  readonly baseWidth: number;
}

/** Nothing is left out. */
export const ALL_GROWN: GrownRange = {
  start: 0,
  end: 0,
  minWidth: 0,
  baseWidth: 0,
};

/** Grows what lies within `range` of the present layout. */
function growWithin(
  tree: InvertedTree,
  sampleTypeIndex: SampleTypeIndex,
  range: LayoutRange,
  minWidth: number,
): void {
  const grown = tree.toCallTree();
  const boxes = layoutBoxes(grown, grown.flatMagnitude[sampleTypeIndex]);
  for (let box = 0; box < boxes.length; box += 1) {
    if ((box & EVERY) === 0) checkpoint();
    const isInRange =
      boxes.end[box] > range.start && boxes.start[box] < range.end;
    const isWide = boxes.end[box] - boxes.start[box] >= minWidth;
    const node = boxes.node[box];
    if (isInRange && isWide && !tree.isGrown(node)) {
      tree.growVisible(sampleTypeIndex, minWidth, node);
    }
  }
}

/**
 * Follows callers as far as a picture can show them: everywhere where the tree is small, else down to
 * a quarter of a pixel on the widest screens, of the whole and of `range`, which is what is zoomed
 * into. Places and widths of the boxes there were stay as they are; figures are exact either way.
 */
export function growForPicture(
  tree: InvertedTree,
  sampleTypeIndex: SampleTypeIndex,
  range?: LayoutRange,
): GrownRange {
  const width = tree.widthOf(0, sampleTypeIndex);
  const baseWidth = tree.isSmall ? 0 : width * MIN_SHARE;
  tree.growVisible(sampleTypeIndex, baseWidth);
  if (range === undefined || baseWidth === 0) {
    return { start: 0, end: width, minWidth: baseWidth, baseWidth };
  }
  const minWidth = (range.end - range.start) * MIN_SHARE;
  growWithin(tree, sampleTypeIndex, range, minWidth);
  return { ...range, minWidth, baseWidth };
}

/**
 * The part of a layout to be grown before `shown` is all of the picture; null where enough is there.
 * Some room around it, so that panning does not ask again at once.
 */
export function rangeToGrow(
  grown: GrownRange,
  shown: LayoutRange,
): LayoutRange | null {
  const width = shown.end - shown.start;
  // Coarser than this, a box without its callers could be wider than a pixel.
  const needed = width * MIN_SHARE * 4;
  if (needed >= grown.baseWidth) return null;
  const isInside = shown.start >= grown.start && shown.end <= grown.end;
  if (isInside && needed >= grown.minWidth) return null;
  return {
    start: Math.max(0, shown.start - width / 2),
    end: shown.end + width / 2,
  };
}
