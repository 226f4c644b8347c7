import type { StringTable } from "#profile/string-table.ts";

/** Row of a `FrameTable`. */
export type FrameIndex = number;

/** Whose code a frame is: decides its colour and whether a stack view folds it. */
export type FrameKind = "user" | "std" | "runtime" | "unknown";

/** Codes of `FrameTable.kind`, by position. */
export const FRAME_KINDS: readonly FrameKind[] = [
  "user",
  "std",
  "runtime",
  "unknown",
];

/**
 * Distinct frames of a tree. Identity is function name + file (architecture.md, Identity); frames
 * without a function are told apart by address and named by it (rule C7 asks us to show addresses
 * instead of fusing them).
 */
export interface FrameTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the displayed name. */
  readonly name: Uint32Array;
  /** String index of the file; 0 where unknown. */
  readonly file: Uint32Array;
  /** Start line of the function, or 0: what "file:line" shows for a frame as a whole. */
  readonly line: Float64Array;
  /** Package path of the function, e.g. `net/http`; string index, 0 where unknown. */
  readonly packagePath: Uint32Array;
  /** Index into `FRAME_KINDS`. */
  readonly kind: Uint8Array;
}
