import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import { sumSubtrees } from "../node-values.ts";
import type { LocationEntries, OutermostMarks } from "./outermost.ts";

/** Flat and cum of each entry (rules C1, C2); see `computeEntryValues`. */
export interface EntryValues {
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}

/** Sums by row of the stack trie: over the samples that end there, and that pass through. */
export interface StackSums {
  readonly own: ValueColumn;
  readonly subtree: ValueColumn;
}

/** See `StackSums`. Samples without locations are in neither. O(samples + trie rows). */
export function sumByStack(profile: Profile, values: ValueColumn): StackSums {
  const { stack, count } = profile.samples;
  const { length, parent } = profile.stacks;
  if (values instanceof Float64Array) {
    const own = new Float64Array(length);
    for (let i = 0; i < count; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      if (stack[i] >= 0) own[stack[i]] += values[i];
    }
    return { own, subtree: sumSubtrees(own, parent) };
  }
  const own = new BigInt64Array(length);
  for (let i = 0; i < count; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    if (stack[i] >= 0) own[stack[i]] += values[i];
  }
  return { own, subtree: sumSubtrees(own, parent) };
}

/** Entries of locations, and how many there are. */
export type CountedEntries = LocationEntries & { readonly entryCount: number };

interface EntryRows {
  readonly location: Uint32Array;
  readonly entries: LocationEntries;
  readonly marks: OutermostMarks;
}

// The two bodies below are one algorithm. Written once over both kinds of column it runs several
// times slower, doubles included.

function addDoubles(
  { location, entries, marks }: EntryRows,
  own: Float64Array,
  subtree: Float64Array,
  entryCount: number,
): EntryValues {
  const { start, list } = entries;
  const { position, isOutermost } = marks;
  const flat = new Float64Array(entryCount);
  const cum = new Float64Array(entryCount);
  for (let row = 0; row < own.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    // Half the rows of a comparison are the other side's.
    if (subtree[row] === 0 && own[row] === 0) continue;
    const from = start[location[row]];
    const end = start[location[row] + 1];
    const offset = position[row] - from;
    flat[list[from]] += own[row];
    for (let i = from; i < end; i += 1) {
      if (isOutermost[offset + i] === 1) cum[list[i]] += subtree[row];
    }
  }
  return { flat, cum };
}

function addInt64s(
  { location, entries, marks }: EntryRows,
  own: BigInt64Array,
  subtree: BigInt64Array,
  entryCount: number,
): EntryValues {
  const { start, list } = entries;
  const { position, isOutermost } = marks;
  const flat = new BigInt64Array(entryCount);
  const cum = new BigInt64Array(entryCount);
  for (let row = 0; row < own.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    if (subtree[row] === 0n && own[row] === 0n) continue;
    const from = start[location[row]];
    const end = start[location[row] + 1];
    const offset = position[row] - from;
    flat[list[from]] += own[row];
    for (let i = from; i < end; i += 1) {
      if (isOutermost[offset + i] === 1) cum[list[i]] += subtree[row];
    }
  }
  return { flat, cum };
}

/** `computeEntryValues` for a column whose sums by row are at hand. O(trie rows). */
export function entryValuesOfSums(
  profile: Profile,
  entries: CountedEntries,
  marks: OutermostMarks,
  { own, subtree }: StackSums,
): EntryValues {
  const rows = { location: profile.stacks.location, entries, marks };
  if (own instanceof Float64Array && subtree instanceof Float64Array) {
    return addDoubles(rows, own, subtree, entries.entryCount);
  }
  // A profile's columns and their sums are of one kind.
  return addInt64s(
    rows,
    own as BigInt64Array,
    subtree as BigInt64Array,
    entries.entryCount,
  );
}

/**
 * Flat (samples that end in the entry) and cum (samples that pass through it, each once) of
 * `entryCount` entries for one column of sample values. Exact, wrapping as int64 (rule I0).
 * O(samples + trie rows).
 */
export function computeEntryValues(
  profile: Profile,
  entries: CountedEntries,
  marks: OutermostMarks,
  values: ValueColumn,
): EntryValues {
  return entryValuesOfSums(
    profile,
    entries,
    marks,
    sumByStack(profile, values),
  );
}
