import type { Profile, ValueColumn } from "#profile/profile.ts";
import { sumSubtrees, zerosLike } from "../node-values.ts";
import type { LocationEntries, OutermostMarks } from "./outermost.ts";

/** Flat and cum of each entry (rules C1, C2); see `computeEntryValues`. */
export interface EntryValues {
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}

/** Sums of `values` over the samples that end at each row of the stack trie. */
export function sumByStack(profile: Profile, values: ValueColumn): ValueColumn {
  const { stack, count } = profile.samples;
  const { length } = profile.stacks;
  if (values instanceof Float64Array) {
    const sums = new Float64Array(length);
    for (let i = 0; i < count; i += 1) {
      if (stack[i] >= 0) sums[stack[i]] += values[i];
    }
    return sums;
  }
  const sums = new BigInt64Array(length);
  for (let i = 0; i < count; i += 1) {
    if (stack[i] >= 0) sums[stack[i]] += values[i];
  }
  return sums;
}

function addFlat(
  profile: Profile,
  { start, list }: LocationEntries,
  sums: ValueColumn,
  flat: ValueColumn,
): void {
  const { location, length } = profile.stacks;
  if (sums instanceof Float64Array && flat instanceof Float64Array) {
    for (let row = 0; row < length; row += 1) {
      flat[list[start[location[row]]]] += sums[row];
    }
  } else if (sums instanceof BigInt64Array && flat instanceof BigInt64Array) {
    for (let row = 0; row < length; row += 1) {
      flat[list[start[location[row]]]] += sums[row];
    }
  }
}

/** Adds each row's subtree sum to the entries that are outermost there. */
function addCum(
  profile: Profile,
  { start, list }: LocationEntries,
  { position, isOutermost }: OutermostMarks,
  sums: { readonly subtree: ValueColumn; readonly cum: ValueColumn },
): void {
  const { location, length } = profile.stacks;
  const { subtree, cum } = sums;
  const addRow = (row: number, add: (entry: number) => void): void => {
    const from = start[location[row]];
    const end = start[location[row] + 1];
    for (let i = from; i < end; i += 1) {
      if (isOutermost[position[row] + i - from] === 1) add(list[i]);
    }
  };
  if (subtree instanceof Float64Array && cum instanceof Float64Array) {
    for (let row = 0; row < length; row += 1) {
      addRow(row, (entry) => (cum[entry] += subtree[row]));
    }
  } else if (subtree instanceof BigInt64Array && cum instanceof BigInt64Array) {
    for (let row = 0; row < length; row += 1) {
      addRow(row, (entry) => (cum[entry] += subtree[row]));
    }
  }
}

/**
 * Flat (samples that end in the entry) and cum (samples that pass through it, each once) of
 * `entryCount` entries for one column of sample values. Exact, wrapping as int64 (rule I0).
 * O(samples + trie rows).
 */
export function computeEntryValues(
  profile: Profile,
  entries: LocationEntries & { readonly entryCount: number },
  marks: OutermostMarks,
  values: ValueColumn,
): EntryValues {
  const sums = sumByStack(profile, values);
  const flat = zerosLike(values, entries.entryCount);
  const cum = zerosLike(values, entries.entryCount);
  addFlat(profile, entries, sums, flat);
  const subtree = sumSubtrees(sums, profile.stacks.parent);
  addCum(profile, entries, marks, { subtree, cum });
  return { flat, cum };
}
