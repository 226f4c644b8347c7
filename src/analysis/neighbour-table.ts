import type { ValueColumn } from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";

/**
 * One side of `go tool pprof -peek` for one function: its direct callers or its direct callees,
 * merged by name, largest |value| first.
 *
 * ```
 *   samples (root first)        neighbours of b
 *   a b c  3                    callers:  a 5, d 1
 *   a b    2                    callees:  c 4
 *   d b c  1
 * ```
 */
export interface NeighbourTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the neighbour's printable name. */
  readonly name: Uint32Array;
  /** Value of the edge between the function and the neighbour, once per sample. */
  readonly value: ValueColumn;
  /** 1 where every such call was inlined. */
  readonly isInlined: Uint8Array;
}

/** A function with what calls it and what it calls. */
export interface Neighbours {
  readonly func: string;
  readonly flat: bigint;
  readonly cum: bigint;
  /** Sum of |value| over all samples: what shares refer to (rule C6). */
  readonly total: bigint;
  readonly callers: NeighbourTable;
  readonly callees: NeighbourTable;
}
