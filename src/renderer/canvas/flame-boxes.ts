/**
 * Boxes of a flame graph as the canvas sees them: level by level, left to right. The shape of
 * `FlameLayout` (analysis), declared again because the canvas knows no layer but base.
 *
 * ```
 *   level 0 |------------- all 6 -------------|     levelStart = [0, 1, 2, 3, 5]
 *   level 1 |-------------  a 6  -------------|     start      = [0, 0, 0, 0, 3]
 *   level 2 |-------------  b 6  -------------|     end        = [6, 6, 6, 3, 4]
 *   level 3 |----- c 3 -----|-d 1-|                 parent     = [-1, 0, 1, 2, 2]
 * ```
 */
export interface FlameBoxes {
  readonly length: number;
  readonly levelStart: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly isInlined: Uint8Array;
}

/** Half-open range of box indices. */
export interface BoxRange {
  readonly start: number;
  readonly end: number;
}

export function levelCount(boxes: FlameBoxes): number {
  return boxes.levelStart.length - 1;
}

/** Level of a box; the root's is 0. O(log levels). */
export function levelOfBox(boxes: FlameBoxes, box: number): number {
  const { levelStart } = boxes;
  let low = 0;
  let high = levelStart.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (levelStart[middle] <= box) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First index of [from, to) whose `values` entry is greater than `value`; `to` where none is. */
export function firstGreater(
  values: Float64Array,
  value: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * As `firstGreater`, in O(log distance) of the answer from `from`: cheap where it is near, as when
 * a run of boxes smaller than a pixel is stepped over.
 */
export function gallopGreater(
  values: Float64Array,
  value: number,
  from: number,
  to: number,
): number {
  let step = 1;
  let low = from;
  let high = from;
  while (high < to && values[high] <= value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  return firstGreater(values, value, low, Math.min(high, to));
}

/** Callees of a box: contiguous on the next level, largest first. Empty for a leaf. */
export function childrenOfBox(boxes: FlameBoxes, box: number): BoxRange {
  const level = levelOfBox(boxes, box) + 1;
  if (level >= levelCount(boxes)) return { start: 0, end: 0 };
  const levelEnd = boxes.levelStart[level + 1];
  const first = firstGreater(
    boxes.end,
    boxes.start[box],
    boxes.levelStart[level],
    levelEnd,
  );
  const end = firstNotBefore(boxes.start, boxes.end[box], first, levelEnd);
  return { start: first, end };
}

function firstNotBefore(
  values: Float64Array,
  value: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Boxes from the root to `box`, both included. */
export function pathToBox(boxes: FlameBoxes, box: number): number[] {
  const path: number[] = [];
  for (let at = box; at >= 0; at = boxes.parent[at]) path.push(at);
  return path.reverse();
}

/**
 * The box at the end of a path of frame keys (root left out), or the deepest one on it: how zoom and
 * focus survive a change of sample type, a reload and a restart. `keyOf` names frames the way the
 * path was written.
 */
export function boxAtPath(
  boxes: FlameBoxes,
  path: readonly string[],
  keyOf: (frame: number) => string,
): number {
  let at = 0;
  for (const key of path) {
    const children = childrenOfBox(boxes, at);
    let next = -1;
    for (let child = children.start; child < children.end; child += 1) {
      if (keyOf(boxes.frame[child]) === key) {
        next = child;
        break;
      }
    }
    if (next < 0) break;
    at = next;
  }
  return at;
}

/** The path `boxAtPath` finds `box` by. */
export function keysToBox(
  boxes: FlameBoxes,
  box: number,
  keyOf: (frame: number) => string,
): string[] {
  return pathToBox(boxes, box)
    .slice(1)
    .map((step) => keyOf(boxes.frame[step]));
}
