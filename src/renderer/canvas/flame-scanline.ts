import { gallopGreater, type FlameBoxes } from "./flame-boxes.ts";
import { boxesBetween } from "./flame-geometry.ts";
import type { Viewport } from "./flame-viewport.ts";

/**
 * One level of a flame graph as one line of pixels. A level's rectangle is the same line repeated,
 * so the painter stretches it to the row's height: one image copy for the whole picture instead of
 * a rectangle call per box (measured in bench: 10 k rectangles cost more than everything else).
 *
 * Boxes under `FOLD_PX` are folded: each pixel column shows the first box that reaches it, or the
 * match colour when any box in it matches; the rest of the column is stepped over by galloping.
 * Cost per level: O(pixels x log(boxes per pixel)), whatever the number of boxes.
 */
const FOLD_PX = 1.5;

/** Boxes narrower than this have no separator: it would eat them. */
const MIN_PX_WITH_GAP = 3;

/** Colours of the boxes: packed RGBA (`packRgba`). `slotOfBox` picks one of each list. */
export interface FlamePaint {
  readonly background: number;
  readonly slotOfBox: Uint8Array;
  readonly body: Uint32Array;
  /** Left edge of inlined frames. */
  readonly edge: Uint32Array;
  /** Boxes that do not match while something is highlighted. */
  readonly dimBody: Uint32Array;
  readonly dimEdge: Uint32Array;
  readonly match: number;
  readonly matchEdge: number;
}

/** Matches as a running count: boxes [a, b) hold `prefix[b] - prefix[a]` of them. */
export interface MatchPrefix {
  readonly prefix: Uint32Array;
}

/** Boxes wide enough for a label, in drawing order; grows as needed, reused between frames. */
export class LabelList {
  count = 0;
  box = new Int32Array(512);
  x = new Int32Array(512);
  width = new Int32Array(512);
  level = new Int32Array(512);

  clear(): void {
    this.count = 0;
  }

  add(box: number, x: number, width: number, level: number): void {
    if (this.count === this.box.length) this.grow();
    const at = this.count;
    this.box[at] = box;
    this.x[at] = x;
    this.width[at] = width;
    this.level[at] = level;
    this.count = at + 1;
  }

  private grow(): void {
    const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.box = grown(this.box);
    this.x = grown(this.x);
    this.width = grown(this.width);
    this.level = grown(this.level);
  }
}

/** What stays the same for all levels of a frame. */
export interface ScanlineJob {
  readonly boxes: FlameBoxes;
  readonly viewport: Viewport;
  readonly widthPx: number;
  readonly paint: FlamePaint;
  /** null: nothing highlighted. */
  readonly matches: MatchPrefix | null;
  /** Width of the separator at the right end of a box, and of the edge of inlined ones. */
  readonly gapPx: number;
  readonly edgePx: number;
  /** Narrowest box that gets a label. */
  readonly minLabelPx: number;
  readonly labels: LabelList;
}

/** Writes levels as lines of pixels; one for all levels of a frame. */
export class LineComposer {
  private offset = 0;
  /** Columns before this one show a box already. */
  private paintedEnd = 0;

  constructor(
    private readonly job: ScanlineJob,
    private readonly pixels: Uint32Array,
  ) {}

  /** Writes `level` into `pixels[offset .. offset + widthPx)` and adds its labels. */
  compose(level: number, offset: number): void {
    const { boxes, viewport, widthPx, paint, labels, minLabelPx } = this.job;
    this.offset = offset;
    this.paintedEnd = 0;
    this.pixels.fill(paint.background, offset, offset + widthPx);
    const { start, end } = boxes;
    const range = boxesBetween(boxes, level, viewport.start, viewport.end);
    const scale = widthPx / (viewport.end - viewport.start);
    let box = range.start;
    while (box < range.end) {
      const left = (start[box] - viewport.start) * scale;
      const right = (end[box] - viewport.start) * scale;
      // A sliver at the right end would round to the column behind the last one.
      const x = left <= 0 ? 0 : Math.min(widthPx - 1, Math.round(left));
      if (right - left >= FOLD_PX) {
        const xEnd = right >= widthPx ? widthPx : Math.round(right);
        this.paintBox(box, x, xEnd);
        if (xEnd - x >= minLabelPx) labels.add(box, x, xEnd - x, level);
        box += 1;
      } else {
        const xEnd = Math.min(widthPx, Math.max(x + 1, Math.round(right)));
        const foldedUpTo = viewport.start + (xEnd - 0.5) / scale;
        const next = gallopGreater(end, foldedUpTo, box + 1, range.end);
        this.paintFold(box, next, x, xEnd);
        box = next;
      }
    }
  }

  private paintBox(box: number, x: number, xEnd: number): void {
    const { paint, matches, boxes, edgePx, gapPx } = this.job;
    const slot = paint.slotOfBox[box];
    let body = paint.body[slot];
    let edge = paint.edge[slot];
    if (matches !== null) {
      const isMatch = matches.prefix[box + 1] !== matches.prefix[box];
      body = isMatch ? paint.match : paint.dimBody[slot];
      edge = isMatch ? paint.matchEdge : paint.dimEdge[slot];
    }
    const width = xEnd - x;
    const from = this.offset + x;
    const to = this.offset + xEnd;
    this.pixels.fill(body, from, width >= MIN_PX_WITH_GAP ? to - gapPx : to);
    if (boxes.isInlined[box] === 1 && width >= edgePx * 3) {
      this.pixels.fill(edge, from, from + edgePx);
    }
    this.paintedEnd = xEnd;
  }

  /** Boxes [first, end) fall into the columns [x, xEnd). */
  private paintFold(first: number, end: number, x: number, xEnd: number): void {
    const { paint, matches } = this.job;
    const slot = paint.slotOfBox[first];
    let colour = paint.body[slot];
    let from = Math.max(x, this.paintedEnd);
    if (matches !== null) {
      const hasMatch = matches.prefix[end] !== matches.prefix[first];
      colour = hasMatch ? paint.match : paint.dimBody[slot];
      // A match shows even where its column shows another box already.
      if (hasMatch) from = Math.min(from, Math.max(x, xEnd - 1));
    }
    for (let column = from; column < xEnd; column += 1) {
      this.pixels[this.offset + column] = colour;
    }
    this.paintedEnd = Math.max(this.paintedEnd, xEnd);
  }
}
