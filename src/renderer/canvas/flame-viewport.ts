import { childrenOfBox, firstGreater, type FlameBoxes } from "./flame-boxes.ts";

/**
 * Which values of the x axis are in view, in the unit of the layout: [start, end). Scrolling is the
 * DOM's, so there is no y here.
 */
export interface Viewport {
  readonly start: number;
  readonly end: number;
}

/** Everything in view. */
export function fullViewport(boxes: FlameBoxes): Viewport {
  return boxes.length === 0
    ? { start: 0, end: 1 }
    : { start: boxes.start[0], end: boxes.end[0] };
}

/** The range of one box. */
export function viewportOfBox(boxes: FlameBoxes, box: number): Viewport {
  return { start: boxes.start[box], end: boxes.end[box] };
}

/** Values are integers: a view narrower than one of them shows nothing new. */
const MIN_WIDTH = 1;

/** `viewport` moved and widened so that it lies in `bounds` and is at least one unit wide. */
export function clampViewport(viewport: Viewport, bounds: Viewport): Viewport {
  const boundsWidth = bounds.end - bounds.start;
  const width = Math.min(
    boundsWidth,
    Math.max(MIN_WIDTH, viewport.end - viewport.start),
  );
  const start = Math.min(
    Math.max(viewport.start, bounds.start),
    bounds.end - width,
  );
  return { start, end: start + width };
}

/** Zooms by `factor` (> 1 = closer) and keeps the value at `ratio` (0..1 of the width) where it is. */
export function zoomAround(
  viewport: Viewport,
  ratio: number,
  factor: number,
): Viewport {
  const width = viewport.end - viewport.start;
  const anchor = viewport.start + width * ratio;
  const nextWidth = Math.max(MIN_WIDTH, width / factor);
  const start = anchor - nextWidth * ratio;
  return { start, end: start + nextWidth };
}

/** Moves the view by a share of its width; positive = to the right. */
export function panBy(viewport: Viewport, ratio: number): Viewport {
  const delta = (viewport.end - viewport.start) * ratio;
  return { start: viewport.start + delta, end: viewport.end + delta };
}

/**
 * The view between two, `progress` 0..1. The width changes geometrically about the one value that
 * both show at the same place, so that a zoom reads as coming closer, not as sliding.
 */
export function viewportBetween(
  from: Viewport,
  to: Viewport,
  progress: number,
): Viewport {
  if (progress >= 1) return to;
  const fromWidth = from.end - from.start;
  const toWidth = to.end - to.start;
  if (Math.abs(toWidth - fromWidth) < 1e-6 * fromWidth) {
    const start = from.start + (to.start - from.start) * progress;
    return { start, end: start + fromWidth };
  }
  const width = fromWidth * (toWidth / fromWidth) ** progress;
  const pivot =
    (from.start * toWidth - to.start * fromWidth) / (toWidth - fromWidth);
  const start = pivot + (from.start - pivot) * (width / fromWidth);
  return { start, end: start + width };
}

/** Closer than this counts as the same range: a thousandth of the width in view. */
const SAME_RANGE = 1e-3;

/**
 * What the view is "in": the deepest box that fills it, and of a chain of equally wide ones the
 * uppermost. The whole graph in view gives the root.
 */
export function boxFillingViewport(
  boxes: FlameBoxes,
  viewport: Viewport,
): number {
  const tolerance = (viewport.end - viewport.start) * SAME_RANGE;
  const fills = (box: number): boolean =>
    boxes.start[box] <= viewport.start + tolerance &&
    boxes.end[box] >= viewport.end - tolerance;
  let deepest = 0;
  for (;;) {
    const children = childrenOfBox(boxes, deepest);
    const next = firstGreater(
      boxes.end,
      viewport.start + tolerance,
      children.start,
      children.end,
    );
    if (next >= children.end || !fills(next)) break;
    deepest = next;
  }
  let top = deepest;
  for (let at = boxes.parent[top]; at >= 0; at = boxes.parent[at]) {
    const sameRange =
      boxes.start[at] === boxes.start[top] && boxes.end[at] === boxes.end[top];
    if (!sameRange) break;
    top = at;
  }
  return top;
}
