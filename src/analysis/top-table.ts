import type { ValueColumn } from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";

/**
 * The rows of `go tool pprof -top` for one sample type: one entry per function name (files of one
 * name are merged, rule C4), cum once per sample however often the function recurs (rule C2).
 * Sorted by |flat| descending, then as pprof breaks ties (rule O5). Never cut.
 */
export interface TopTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the entry's printable name. */
  readonly name: Uint32Array;
  /** Index into `files` of the entry's list of file names. */
  readonly files: readonly (readonly number[])[];
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
  /** 0 none, 1 some (partial-inline), 2 all incoming edges inlined (rule O2). */
  readonly inlined: Uint8Array;
  /** Sum of |value| over all samples, before any filter (rule C6). */
  readonly total: bigint;
}
