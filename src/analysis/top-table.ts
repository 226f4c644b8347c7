import { checkpoint, EVERY } from "#base/checkpoint.ts";
import { abs64, compare64 } from "#base/int64.ts";
import type {
  Profile,
  SampleTypeIndex,
  ValueColumn,
} from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";
import { nameEntriesOf, type NameEntries } from "./name-entries.ts";
import { zerosLike } from "./node-values.ts";
import { computeEntryEdges } from "./report/entry-edges.ts";
import {
  entryValuesOfSums,
  sumByStack,
  type StackSums,
} from "./report/entry-values.ts";
import { reportTotal } from "./report/report-total.ts";

/**
 * The rows of `go tool pprof -top` for one sample type: one entry per function name (files of one
 * name are merged, rule C4), cum once per sample however often the function recurs (rule C2).
 * Frames without a function have an entry per address, where pprof fuses all of a binary (rule C7).
 * Sorted by |flat| descending, then by name (UTF-8 bytes, rule O5). Never cut; entries whose flat
 * and cum are both 0 are left out (rule C5).
 */
export interface TopTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the entry's printable name. */
  readonly name: Uint32Array;
  /** Per row: string indices of the files the name occurs in; [] where none is known. */
  readonly files: readonly (readonly number[])[];
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
  /** 0 none, 1 some (partial-inline), 2 all incoming edges inlined (rule O2). */
  readonly inlined: Uint8Array;
  /** Sum of |value| over all samples, before any filter (rule C6). */
  readonly total: bigint;
}

/** Marks of `TopTable.inlined` by entry, from every incoming edge however thin. */
function inlineMarks(
  profile: Profile,
  entries: NameEntries,
  values: ValueColumn,
  sums: StackSums,
): Uint8Array {
  const isInlined = new Uint8Array(entries.entryCount);
  const isCalled = new Uint8Array(entries.entryCount);
  const edges = computeEntryEdges(
    profile,
    entries,
    {
      entryCount: entries.entryCount,
      isWantedCallee: entries.isInlinedAnywhere,
    },
    { values, sums },
  );
  checkpoint();
  for (const edge of edges) {
    if (edge.isInlined) isInlined[edge.callee] = 1;
    else isCalled[edge.callee] = 1;
  }
  return isInlined.map((inlined, entry) =>
    inlined === 0 ? 0 : isCalled[entry] === 1 ? 1 : 2,
  );
}

/**
 * The Top table of `profile` for one sample type; see `TopTable`. Linear in the rows of the stack
 * trie and the samples, not in the samples' frames, plus sorting.
 */
export function computeTopTable(
  profile: Profile,
  sampleTypeIndex: SampleTypeIndex,
): TopTable {
  const entries = nameEntriesOf(profile);
  const values = profile.samples.values[sampleTypeIndex];
  const sums = sumByStack(profile, values);
  const { flat, cum } = entryValuesOfSums(
    profile,
    entries,
    entries.marks,
    sums,
  );
  const marks = inlineMarks(profile, entries, values, sums);
  const zero = flat instanceof Float64Array ? 0 : 0n;
  const order: number[] = [];
  for (let entry = 0; entry < entries.entryCount; entry += 1) {
    if ((entry & EVERY) === 0) checkpoint();
    if (flat[entry] !== zero || cum[entry] !== zero) order.push(entry);
  }
  const { rank } = entries;
  order.sort(
    (a, b) => compare64(abs64(flat[b]), abs64(flat[a])) || rank[a] - rank[b],
  );
  const flatRows = zerosLike(values, order.length);
  const cumRows = zerosLike(values, order.length);
  order.forEach((entry, row) => {
    flatRows[row] = flat[entry];
    cumRows[row] = cum[entry];
  });
  return {
    length: order.length,
    strings: entries.strings,
    name: Uint32Array.from(order, (entry) => entries.name[entry]),
    files: order.map((entry) => entries.files[entry]),
    flat: flatRows,
    cum: cumRows,
    inlined: Uint8Array.from(order, (entry) => marks[entry]),
    total: BigInt(reportTotal(profile, values)),
  };
}
