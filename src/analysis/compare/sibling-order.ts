/** Which callee comes first, in every layout of one sample type: what makes two of them comparable. */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import { frameRanks } from "../frame-ranks.ts";
import type { Comparison, ComparisonSides, SideValues } from "./comparison.ts";
import {
  ofLeafAlone,
  widthOfNode,
  widthsOfLeaves,
  type TreeWidths,
} from "./leaf-ranges.ts";

/** Below this, insertion sort beats the call of a comparator; nearly all nodes have fewer callees. */
const FEW_CALLEES = 24;

/**
 * Callees in the order of a layout: widest first by the larger of both sides, then by frame name. Those
 * of a node are sorted when they are first asked for: a picture shows few of a large tree's nodes.
 */
export class SiblingOrder {
  private readonly order: Int32Array;
  private readonly isSorted: Uint8Array;
  private readonly rank: Uint32Array;

  constructor(
    private readonly comparison: Pick<Comparison, "shape" | "leaves">,
    private readonly widths: TreeWidths,
  ) {
    const { shape } = comparison;
    this.order = new Int32Array(shape.length);
    this.isSorted = new Uint8Array(shape.length);
    this.rank = frameRanks(shape.frames);
  }

  /** Bytes it keeps. */
  get byteLength(): number {
    return this.order.byteLength + this.isSorted.byteLength;
  }

  /**
   * A column in which the callees of `node` are in order, at the places that `TreeShape.calleeStart`
   * gives them; those of nodes that were not asked for are not there.
   */
  withCalleesOf(node: number): Int32Array {
    if (this.isSorted[node] === 0) {
      const { calleeStart } = this.comparison.shape;
      this.sort(calleeStart[node], calleeStart[node + 1]);
      this.isSorted[node] = 1;
    }
    return this.order;
  }

  private sort(start: number, end: number): void {
    const { order, widths, rank } = this;
    const { shape, leaves } = this.comparison;
    const { frame } = shape;
    if (end - start > FEW_CALLEES) {
      this.sortMany(start, end);
      return;
    }
    for (let callee = start; callee < end; callee += 1) {
      const width = widthOfNode(widths, leaves, callee);
      let j = callee - 1;
      while (j >= start) {
        const other = widthOfNode(widths, leaves, order[j]);
        const isBefore =
          width !== other
            ? width > other
            : rank[frame[callee]] < rank[frame[order[j]]];
        if (!isBefore) break;
        order[j + 1] = order[j];
        j -= 1;
      }
      order[j + 1] = callee;
    }
  }

  private sortMany(start: number, end: number): void {
    const { order, widths, rank } = this;
    const { shape, leaves } = this.comparison;
    const { frame } = shape;
    const width = new Float64Array(end - start);
    for (let callee = start; callee < end; callee += 1) {
      order[callee] = callee;
      width[callee - start] = widthOfNode(widths, leaves, callee);
    }
    order
      .subarray(start, end)
      .sort(
        (a, b) =>
          width[b - start] - width[a - start] ||
          rank[frame[a]] - rank[frame[b]],
      );
  }
}

/** What the layouts of one sample type share, whatever their widths. */
export interface ComparisonOrder {
  readonly sides: ComparisonSides;
  /** Sums over subtrees of the larger of both sides' own values. */
  readonly larger: TreeWidths;
  readonly siblings: SiblingOrder;
}

function ownMagnitude(
  { sums, leafMagnitudes }: SideValues,
  leaf: number,
): number {
  return leafMagnitudes === null
    ? Number(ofLeafAlone(sums, leaf))
    : leafMagnitudes[leaf];
}

function largerWidths(
  { shape, leaves }: Comparison,
  { base, current }: ComparisonSides,
): TreeWidths {
  const larger = new Float64Array(leaves.node.length);
  for (let leaf = 0; leaf < larger.length; leaf += 1) {
    if ((leaf & EVERY) === 0) checkpoint();
    larger[leaf] = Math.max(
      ownMagnitude(base, leaf),
      ownMagnitude(current, leaf),
    );
  }
  return widthsOfLeaves(larger, leaves, shape);
}

/**
 * See `ComparisonOrder`. `siblings` of another one keeps its order: boxes then stay where they are
 * when the values change. O(leaves).
 */
export function orderComparison(
  comparison: Comparison,
  sides: ComparisonSides,
  siblings?: SiblingOrder,
): ComparisonOrder {
  const larger = largerWidths(comparison, sides);
  return {
    sides,
    larger,
    siblings: siblings ?? new SiblingOrder(comparison, larger),
  };
}
