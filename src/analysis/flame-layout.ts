import type { ValueColumn } from "#profile/profile.ts";

/** Row of a `FlameLayout`. */
export type BoxIndex = number;

/**
 * Boxes of a flame graph for one sample type, level by level and left to right, so that a row of
 * the picture is one contiguous range to search and cull. Children are ordered by size, largest
 * first, ties by frame name (UTF-8 bytes).
 *
 * ```
 *   level 0 |------------- all 6 -------------|     levelStart = [0, 1, 2, 3, 5]
 *   level 1 |-------------  a 6  -------------|     start      = [0, 0, 0, 0, 3]
 *   level 2 |-------------  b 6  -------------|     end        = [6, 6, 6, 3, 4]
 *   level 3 |----- c 3 -----|-d 1-|                 parent     = [-1, 0, 1, 2, 2]
 * ```
 * Widths are sums of |value|, so that a profile with negative values keeps every frame visible;
 * `flat` and `cum` keep their sign. Boxes of width 0 are left out of the layout.
 */
export interface FlameLayout {
  readonly length: number;
  /** `levels + 1` offsets. */
  readonly levelStart: Uint32Array;
  /** Left and right edge in the unit of the sample type, exact to 2^53. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Box of the caller; -1 for the root box. */
  readonly parent: Int32Array;
  /** `FrameIndex`; -1 for the root box. */
  readonly frame: Int32Array;
  /** 1 where the frame was inlined into its caller. */
  readonly isInlined: Uint8Array;
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}
