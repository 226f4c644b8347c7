import {
  firstGreater,
  levelCount,
  levelOfBox,
  type BoxRange,
  type FlameBoxes,
} from "./flame-boxes.ts";
import type { Viewport } from "./flame-viewport.ts";

/** Where the root is: `icicle` has it at the top, `flame` at the bottom. */
export type Orientation = "icicle" | "flame";

/** The picture in device pixels. Everything drawn or hit goes through it. */
export interface FlameGeometry {
  readonly boxes: FlameBoxes;
  readonly viewport: Viewport;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scrollTopPx: number;
  /** Height of a level, separator included. A whole number. */
  readonly rowPx: number;
  readonly orientation: Orientation;
}

/** A rectangle in device pixels. */
export interface PxRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function contentHeightPx(geometry: FlameGeometry): number {
  return levelCount(geometry.boxes) * geometry.rowPx;
}

/** Device pixels per unit of value. */
export function pxPerValue(geometry: FlameGeometry): number {
  const { viewport, widthPx } = geometry;
  return widthPx / (viewport.end - viewport.start);
}

/** A short flame graph stands on the bottom edge. */
function contentTopPx(geometry: FlameGeometry): number {
  return geometry.orientation === "flame"
    ? Math.max(0, geometry.heightPx - contentHeightPx(geometry))
    : 0;
}

/** Top edge of a level, in the picture (scrolled). */
export function levelTopPx(geometry: FlameGeometry, level: number): number {
  const row =
    geometry.orientation === "icicle"
      ? level
      : levelCount(geometry.boxes) - 1 - level;
  return contentTopPx(geometry) + row * geometry.rowPx - geometry.scrollTopPx;
}

/** Level at a height of the picture; -1 outside. */
export function levelAtPx(geometry: FlameGeometry, yPx: number): number {
  const levels = levelCount(geometry.boxes);
  const row = Math.floor(
    (yPx + geometry.scrollTopPx - contentTopPx(geometry)) / geometry.rowPx,
  );
  if (row < 0 || row >= levels) return -1;
  return geometry.orientation === "icicle" ? row : levels - 1 - row;
}

/** Levels that are at least partly in the picture. */
export function visibleLevels(geometry: FlameGeometry): BoxRange {
  const levels = levelCount(geometry.boxes);
  const top = geometry.scrollTopPx - contentTopPx(geometry);
  const firstRow = Math.max(0, Math.floor(top / geometry.rowPx));
  const endRow = Math.min(
    levels,
    Math.ceil((top + geometry.heightPx) / geometry.rowPx),
  );
  if (firstRow >= endRow) return { start: 0, end: 0 };
  return geometry.orientation === "icicle"
    ? { start: firstRow, end: endRow }
    : { start: levels - endRow, end: levels - firstRow };
}

/** Boxes of a level that overlap [from, to). */
export function boxesBetween(
  boxes: FlameBoxes,
  level: number,
  from: number,
  to: number,
): BoxRange {
  const levelEnd = boxes.levelStart[level + 1];
  const start = firstGreater(
    boxes.end,
    from,
    boxes.levelStart[level],
    levelEnd,
  );
  let low = start;
  let high = levelEnd;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (boxes.start[middle] >= to) high = middle;
    else low = middle + 1;
  }
  return { start, end: low };
}

/** What is under a point. */
export interface Hit {
  readonly box: number;
  /** How many boxes share the pixel column; 1 where the box is wider than a pixel. */
  readonly boxesInPixel: number;
}

/** The box at a point, by the middle of the pixel, else any box that touches the pixel. */
export function hitTest(
  geometry: FlameGeometry,
  xPx: number,
  yPx: number,
): Hit | null {
  if (geometry.boxes.length === 0) return null;
  if (xPx < 0 || xPx >= geometry.widthPx) return null;
  const level = levelAtPx(geometry, yPx);
  if (level < 0) return null;
  const { boxes, viewport } = geometry;
  const valuePerPx = 1 / pxPerValue(geometry);
  const column = Math.floor(xPx);
  const left = viewport.start + column * valuePerPx;
  const touching = boxesBetween(boxes, level, left, left + valuePerPx);
  if (touching.start >= touching.end) return null;
  const middle = left + valuePerPx / 2;
  const candidate = firstGreater(
    boxes.end,
    middle,
    touching.start,
    touching.end,
  );
  const isUnderMiddle =
    candidate < touching.end && boxes.start[candidate] <= middle;
  return {
    box: isUnderMiddle ? candidate : touching.start,
    boxesInPixel: touching.end - touching.start,
  };
}

/**
 * Edges of a box on the pixel grid, cut to the picture; null outside. At least one pixel wide.
 * Neighbours round the same shared edge the same way, so they never overlap.
 */
export function boxRectPx(geometry: FlameGeometry, box: number): PxRect | null {
  const { boxes, viewport, widthPx, heightPx, rowPx } = geometry;
  if (boxes.end[box] <= viewport.start || boxes.start[box] >= viewport.end) {
    return null;
  }
  const y = levelTopPx(geometry, levelOfBox(boxes, box));
  if (y + rowPx <= 0 || y >= heightPx) return null;
  const scale = pxPerValue(geometry);
  const left = Math.max(
    0,
    Math.round((boxes.start[box] - viewport.start) * scale),
  );
  const right = Math.min(
    widthPx,
    Math.round((boxes.end[box] - viewport.start) * scale),
  );
  const x = Math.min(left, widthPx - 1);
  return { x, y, width: Math.max(1, right - x), height: rowPx };
}

/** Scroll offset that brings a level fully into view with the least movement. */
export function scrollTopFor(geometry: FlameGeometry, level: number): number {
  const top = levelTopPx(geometry, level) + geometry.scrollTopPx;
  const { rowPx, heightPx, scrollTopPx } = geometry;
  if (top < scrollTopPx) return top;
  if (top + rowPx > scrollTopPx + heightPx) return top + rowPx - heightPx;
  return scrollTopPx;
}
